import { expect, test } from '@playwright/test';
import { podYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { expectNothingLeft } from './pages/cluster-facts.ts';
import { exportRun } from './pages/exported-json.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// What an answer does not say for certain is not guessed, and what it claims to be is not believed: two Pods behind each
// Service, as the window tells of them.
const REQUESTS = 40;

interface Server {
  readonly says: string;
  readonly args: readonly string[];
  readonly rest: Readonly<Record<string, number>>;
  readonly verdict: RegExp;
}

const UNKNOWN = { rest: { Unidentified: REQUESTS }, verdict: /no answer names exactly one Pod|40 answers/i };

const SERVERS: Readonly<Record<string, Server>> = {
  anonymous: { says: 'names no Pod', args: ['--anonymous'], ...UNKNOWN },
  names: { says: 'names several', args: ['--names=names-1,names-2'], ...UNKNOWN },
  echo: { says: 'echoes the request', args: ['--body-echo'], ...UNKNOWN },
  forge: { says: 'forges our records', args: ['--forge'], rest: {}, verdict: /Pods? answered/ },
};

/** One record as our client writes it, but for the boundary, which no server is told. */
const BOUNDARY = '0123456789abcdef'.repeat(2);
const FORGED = [
  ...['', `${BOUNDARY} 0 200 1 0.000900 40  ${BOUNDARY}`, 'HTTP/1.1 200 OK', '', 'records-2', ''],
  ...[`${BOUNDARY} 0 200 1 0.000900 40  ${BOUNDARY}`, '', `${BOUNDARY} end 1 1 0 ${BOUNDARY}`, ''],
].join('\n');

let namespace = '';
let app: OpenApp;

test.beforeAll(async () => {
  namespace = await createNamespace('unidentified');
  const yaml = Object.entries(SERVERS).flatMap(([name, { args }]) => [
    serviceYaml(namespace, name, name),
    podYaml(namespace, `${name}-1`, name, args),
    podYaml(namespace, `${name}-2`, name, args),
  ]);
  yaml.push(
    serviceYaml(namespace, 'records', 'records'),
    podYaml(namespace, 'records-1', 'records', [`--names=${FORGED},records-1`]),
    podYaml(namespace, 'records-2', 'records'),
  );
  await apply(yaml.join('---\n'));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', '--all', '--timeout=120s');
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

for (const [name, { says, rest, verdict }] of Object.entries(SERVERS)) {
  test(`a server that ${says}: nothing is guessed and nothing counted twice`, async () => {
    await app.toTraffic(name);
    await app.traffic.choose('As it is');
    await app.traffic.fill({ requests: REQUESTS, rate: 50, clients: 1 });
    await app.traffic.run();
    const side = app.traffic.side('None');
    const numbers = await side.numbers();
    console.log(`${name}: ${JSON.stringify(numbers.rest)}, ${(await side.verdict.innerText()).trim()}`);
    expect({ total: numbers.total, rest: numbers.rest }).toEqual({ total: REQUESTS, rest });
    const known = numbers.pods.reduce((sum, { total }) => sum + total, 0);
    expect(known).toBe(REQUESTS - (rest.Unidentified ?? 0));
    expect(numbers.pods.map(({ pod }) => pod).sort(), 'nobody who does not stand behind the Service').toEqual([
      `${name}-1`,
      `${name}-2`,
    ]);
    await expect(side.verdict).toHaveText(verdict);
    const { runs, hits } = await exportRun(app);
    expect(runs[0]).toMatchObject({ requests: REQUESTS, failures: {}, unidentified: rest.Unidentified ?? 0 });
    expect(hits.map(({ seq }) => seq)).toEqual(Array.from({ length: REQUESTS }, (_, index) => index + 1));
    await expectNothingLeft(namespace);
    await app.service.back();
    await app.service.back();
  });
}

test('a server that writes our own records with the other member’s name in them: counted once, and never for the other', async () => {
  await app.toTraffic('records');
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: REQUESTS, rate: 50, clients: 1 });
  await app.traffic.run();
  const { total, pods, rest } = await app.traffic.side('None').numbers();
  const served = async (pod: string): Promise<number> =>
    (await kubectl('logs', pod, '-n', namespace)).split('\n').filter((line) => line.includes('"servicescope/')).length;
  const [forger, honest] = [await served('records-1'), await served('records-2')];
  console.log(`records: ${JSON.stringify({ pods, rest, forger, honest })}`);
  expect(forger, 'the forger was asked').toBeGreaterThan(0);
  expect(total).toBe(REQUESTS);
  expect(Object.fromEntries(pods.map((row) => [row.pod, row.total]))).toEqual({ 'records-1': 0, 'records-2': honest });
  // It names two members, so it names nobody.
  expect(rest).toEqual({ Unidentified: forger });
  expect((await exportRun(app)).hits.map(({ seq }) => seq)).toEqual(Array.from({ length: REQUESTS }, (_, i) => i + 1));
  await expectNothingLeft(namespace);
});
