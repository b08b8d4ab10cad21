import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, networkScene, type Scene } from '../../../test/support/training/pods-behind-service.ts';
import { clientCommand, type ClientTarget } from '../../traffic/client-script.ts';
import { readCurlVersion } from '../../traffic/curl-features.ts';
import { createProbeParser, type ProbeAnswer, type ProbeRecord } from '../../traffic/parse-probe-output.ts';
import type { KubeObject } from '../cluster-api.ts';

const BOUNDARY = '0123456789abcdef0123456789abcdef';
const PODS = ['myapp-a', 'myapp-b', 'myapp-c', 'myapp-d'];
const TARGET: ClientTarget = {
  scheme: 'http',
  host: '10.96.10.1',
  port: 80,
  path: '/',
  timeoutMs: 2_000,
  newConnection: true,
  userAgent: 'servicescope/test',
  wants: 'whole',
  rate: null,
};

describe('the traffic test’s own client in a Pod of the training cluster', () => {
  let scene: Scene;
  let client: KubeObject;
  const servers: KubeObject[] = [];

  beforeAll(async () => {
    scene = await networkScene();
    for (const [index, name] of PODS.entries()) {
      servers.push(scene.pod(name, `10.244.1.${index + 2}`, { image: 'c1t1d0s7/myweb' }));
    }
    client = scene.pod('client', '10.244.2.2', { image: 'c1t1d0s7/network-multitool' });
    const endpoints = PODS.map((_, index) => ({ ip: `10.244.1.${index + 2}`, port: 8080, ready: true }));
    scene.service('myapp-svc', '10.96.10.1', 80, endpoints);
    scene.service('myapp-aff', '10.96.10.2', 80, endpoints, { sessionAffinity: 'ClientIP' });
    scene.service('nobody', '10.96.10.3', 80, []);
  });
  afterAll(() => scene.stop());

  async function run(target: Partial<ClientTarget>, lines: string): Promise<readonly ProbeRecord[]> {
    const { stdout: version } = await execute(scene, client, ['curl', '--version']);
    const features = readCurlVersion(version);
    if (features === null) throw new Error(`no version: ${version}`);
    const { stdout } = await execute(scene, client, clientCommand({ ...TARGET, ...target }, BOUNDARY, features), lines);
    return createProbeParser(BOUNDARY).feed(Buffer.from(stdout));
  }
  const answersOf = (records: readonly ProbeRecord[]): readonly ProbeAnswer[] =>
    records.filter((record) => record.kind === 'answer');

  test('spreads over all Pods, one connection per request, and the Pods count what the client counts', async () => {
    const before = servers.map((pod) => scene.network.served(pod.metadata.uid));
    const records = await run({}, '1 40\n41 80\n');
    const answers = answersOf(records);
    expect(answers).toHaveLength(80);
    expect(answers.every((one) => one.exit === 0 && one.status === 200 && one.connects === 1)).toBe(true);
    const named = PODS.map((name) => answers.filter((one) => one.text.includes(name)).length);
    expect(Math.min(...named)).toBeGreaterThan(0);
    expect(servers.map((pod, index) => scene.network.served(pod.metadata.uid) - (before[index] ?? 0))).toEqual(named);
    expect(records.filter((record) => record.kind === 'line-end')).toEqual([
      { kind: 'line-end', from: 1, to: 40, exit: 0 },
      { kind: 'line-end', from: 41, to: 80, exit: 0 },
    ]);
  });

  test('sticks to one Pod where the Service has ClientIP affinity', async () => {
    const answers = answersOf(await run({ host: '10.96.10.2' }, '1 30\n'));
    expect(answers).toHaveLength(30);
    expect(new Set(answers.map((one) => one.text.slice(-40))).size).toBe(1);
  });

  test('keeps the connection of a line where no new one is asked for', async () => {
    const answers = answersOf(await run({ newConnection: false }, '1 10\n'));
    expect(answers.map((one) => one.connects)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(new Set(answers.map((one) => PODS.find((name) => one.text.includes(name)))).size).toBe(1);
  });

  test('is refused where there is no endpoint', async () => {
    const [answer] = answersOf(await run({ host: '10.96.10.3' }, '1 1\n'));
    expect(answer).toMatchObject({ exit: 7, status: 0, bodyBytes: 0 });
    expect(answer?.message).toMatch(
      /^Failed to connect to 10\.96\.10\.3 port 80 after \d+ ms: Couldn't connect to server$/,
    );
  });

  test('opens a connection and nothing more for a TCP test', async () => {
    const [answer] = answersOf(await run({ scheme: 'tcp' }, '1 1\n'));
    expect(answer).toMatchObject({ exit: 77, connects: 1 });
  });
});
