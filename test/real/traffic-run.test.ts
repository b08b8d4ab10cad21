import { execFile } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src-shared/traffic/affinity.ts';
import { identifiedAnswers, total } from '../../src-shared/traffic/tally.ts';
import { planRun } from '../../src-main/traffic/plan.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, replicasReady, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { beginRun, leftovers, runRequest, runToEnd, servedByPods, trafficDeps } from '../support/traffic-run.ts';

// The main job in a namespace with Pod Security `restricted`: four echo Pods behind Service `web` (None), `sticky` (ClientIP) and
// `two-ports`, where nobody listens behind the second.
const over = new AbortController();
let namespace = '';
let deps: TrafficDeps;

beforeAll(async () => {
  namespace = await createNamespace('traffic-run');
  deps = await trafficDeps(over.signal);
  await apply(
    [
      serviceYaml(namespace, 'web', 'web'),
      serviceYaml(namespace, 'sticky', 'web', 'ClientIP'),
      twoPortsYaml(),
      replicaSetYaml(namespace, 'web', 'web', 4),
    ].join('---\n'),
  );
  await replicasReady(namespace, 'web', 4);
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

afterEach(async () => {
  expect(await leftovers(namespace)).toEqual([]);
  expect(deps.journal.entries()).toEqual([]);
});

const twoPortsYaml = (): string => `apiVersion: v1
kind: Service
metadata: {name: two-ports, namespace: ${namespace}}
spec:
  selector: {app: web}
  ports: [{name: web, port: 80, targetPort: 8080}, {name: closed, port: 81, targetPort: 9}]
`;

const affinityNow = async (): Promise<unknown> =>
  (await kubectlJson<{ spec: { sessionAffinity: string } }>('get', 'service', 'web', '-n', namespace)).spec
    .sessionAffinity;

describe('a run', () => {
  it('as it is, with None: the sum is what was asked, and all four Pods answer', async () => {
    const run = await runToEnd(deps, runRequest(namespace));
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
    const tally = run.side('None');
    expect(tally.hits).toBe(100);
    expect(identifiedAnswers(tally)).toBe(100);
    expect(tally.pods.size).toBe(4);
    expect(new Set(run.hits.map((hit) => hit.rule))).toEqual(new Set(['name']));
    expect(run.hits.every((hit) => hit.latencyMs !== null && hit.latencyMs > 0)).toBe(true);
    expect(judge(tally, { ...run.status, logged: null })).toMatchObject({ kind: 'spread', pods: 4, answers: 100 });
    expect(run.status.sides).toMatchObject([{ affinity: 'None', service: 'web', asked: 100 }]);
    expect(run.status.members.map((member) => member.until)).toEqual([null, null, null, null]);
    expect(run.status.left).toEqual([]);
    const phases = run.updates.map((update) => update.status.phase.phase);
    expect([...new Set(phases)]).toEqual(['creating', 'waiting-for-clients', 'counting', 'cleaning', 'ended']);
  });

  it('as it is, with ClientIP: one Pod per client', async () => {
    const run = await runToEnd(deps, runRequest(namespace, { service: 'sticky' }));
    const tally = run.side('ClientIP');
    expect(identifiedAnswers(tally)).toBe(100);
    const verdict = judge(tally, { ...run.status, logged: null });
    expect(verdict).toMatchObject({ kind: 'sticky', answers: 100 });
    expect(verdict.kind === 'sticky' && verdict.clients.map((client) => client.pods.length)).toEqual([1, 1]);
  });

  it('asks the port that was chosen: the first is answered, behind the second everyone refuses', async () => {
    const onPort = (port: number): ReturnType<typeof runToEnd> =>
      runToEnd(deps, runRequest(namespace, { service: 'two-ports', port, requests: 40 }));
    const first = (await onPort(80)).side('None');
    expect([identifiedAnswers(first), total(first.failures)]).toEqual([40, 0]);
    const second = await onPort(81);
    const tally = second.side('None');
    expect([tally.hits, identifiedAnswers(tally), Object.fromEntries(tally.failures)]).toEqual([
      40,
      0,
      { refused: 40 },
    ]);
    expect(second.status.members.map((member) => member.until)).toEqual([null, null, null, null]);
  });

  it('beside: None is spread and ClientIP holds, on a twin that is gone afterwards', async () => {
    const running = await beginRun(deps, runRequest(namespace, { affinity: 'beside' }));
    await running.until(({ status }) => status.phase.phase === 'counting');
    expect((await leftovers(namespace)).map((name) => name.split('/')[0]).sort()).toEqual([
      'job.batch',
      'pod',
      'pod',
      'service',
    ]);
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
    expect(run.side('None').pods.size).toBe(4);
    expect(judge(run.side('None'), { ...run.status, logged: null }).kind).toBe('spread');
    expect(judge(run.side('ClientIP'), { ...run.status, logged: null })).toMatchObject({
      kind: 'sticky',
      answers: 100,
    });
    expect(await affinityNow()).toBe('None');
  });

  it('patch: counts as it is, then with the other affinity, and puts it back', async () => {
    const running = await beginRun(deps, runRequest(namespace, { affinity: 'patch' }));
    await running.until(({ status }) => status.phase.phase === 'counting' && status.phase.side === 'ClientIP');
    expect(await affinityNow()).toBe('ClientIP');
    expect(deps.journal.entries()).toMatchObject([{ patch: { from: { sessionAffinity: 'None' } } }]);
    const run = await running.finish();
    expect(run.side('None').pods.size).toBe(4);
    expect(judge(run.side('ClientIP'), { ...run.status, logged: null })).toMatchObject({
      kind: 'sticky',
      answers: 100,
    });
    expect(await affinityNow()).toBe('None');
  });

  it('patch: leaves alone what somebody else changed, and keeps it written down', async () => {
    const running = await beginRun(deps, runRequest(namespace, { affinity: 'patch' }));
    await running.until(({ status }) => status.phase.phase === 'counting' && status.phase.side === 'ClientIP');
    const theirs = '{"spec":{"sessionAffinityConfig":{"clientIP":{"timeoutSeconds":77}}}}';
    await kubectl('patch', 'service', 'web', '-n', namespace, '-p', theirs);
    const run = await running.finish();
    const service = await kubectlJson<{ spec: object }>('get', 'service', 'web', '-n', namespace);
    expect(service.spec).toMatchObject({
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 77 } },
    });
    expect(run.status).toMatchObject({ left: [], unrestored: true });
    expect(deps.journal.entries()).toMatchObject([{ run: run.run, patch: { to: { sessionAffinity: 'ClientIP' } } }]);
    await deps.journal.remove(run.run);
    await kubectl('patch', 'service', 'web', '-n', namespace, '-p', '{"spec":{"sessionAffinity":"None"}}');
  });

  it('stops at once, counts what was on the way, and leaves nothing', async () => {
    const running = await beginRun(deps, runRequest(namespace, { requests: null, rate: 50 }));
    await running.until(({ status, hits }) => status.phase.phase === 'counting' && hits.length > 0);
    const stopped = performance.now();
    running.handle.stop();
    await running.until(({ status }) => status.phase.phase === 'cleaning');
    expect(performance.now() - stopped).toBeLessThan(200);
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'stopped' } });
    // A machine that is too busy to answer in time leaves some unaccounted: at most what was on the way, two lines of half a
    // second for each of two clients.
    const unaccounted = (run.status.sides[0]?.asked ?? Infinity) - run.hits.length;
    expect(unaccounted).toBeGreaterThanOrEqual(0);
    expect(unaccounted).toBeLessThanOrEqual(2 * 2 * 13);
  });

  it('by the logs: counts per Pod and client, and no order', async () => {
    const run = await runToEnd(deps, runRequest(namespace, { identify: { by: 'logs', inQuery: false } }));
    const logged = run.status.sides[0]?.logged ?? {};
    expect(Object.keys(logged)).toHaveLength(4);
    const counts = Object.values(logged).flatMap((clients) => Object.values(clients));
    expect(counts.reduce((sum, number) => sum + number, 0)).toBe(100);
    expect(run.hits.every((hit) => hit.pod === null && hit.status === 200)).toBe(true);
    expect(judge(run.side('None'), { ...run.status, logged })).toMatchObject({ kind: 'spread', answers: 100 });
  });

  it('by TCP: connects, and names nobody', async () => {
    const run = await runToEnd(deps, runRequest(namespace, { scheme: 'tcp', requests: 20 }));
    const tally = run.side('None');
    expect([tally.hits, total(tally.unidentified), total(tally.failures)]).toEqual([20, 20, 0]);
  });
});

describe('the commands for kubectl', () => {
  it.each([
    ['as-is', 30],
    ['beside', 60],
    ['patch', 60],
  ] as const)('do what a run does: %s', async (affinity, asked) => {
    const path = `/kubectl-${affinity}`;
    const { kubectl: lines } = await planRun(
      deps,
      runRequest(namespace, { affinity, requests: 30, path }),
      over.signal,
    );
    // What Pod Security would refuse of `kubectl run` is not what this is about.
    await kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce-');
    const told = await shell(lines);
    const served = await servedAt(path);
    expect([served.reduce((sum, number) => sum + number, 0), told]).toEqual([asked, told]);
    // One client: with ClientIP it has one Pod for all 30, with None it has them all.
    expect(served).toHaveLength(4);
    expect(Math.max(...served)).toBeGreaterThanOrEqual(affinity === 'as-is' ? 1 : 30);
    expect(await affinityNow()).toBe('None');
    await expect(kubectl('get', 'service', '-n', namespace, 'web-twin')).rejects.toThrow('not found');
  });
});

/** Requests for this path per echo Pod that had any, by the Pods' own logs. */
async function servedAt(path: string): Promise<readonly number[]> {
  const pods = (await kubectl('get', 'pods', '-n', namespace, '-l', 'app=web', '-o', 'name')).trim().split('\n');
  const logs = await Promise.all(pods.map((pod) => kubectl('logs', '-n', namespace, pod)));
  return logs.map((log) => log.split(`"path":"${path}"`).length - 1).filter((requests) => requests > 0);
}

/** Types the lines into a shell, as a person would; kubectl is the tests' own. Resolves to what was said. */
function shell(lines: readonly string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: TEST_KUBECONFIG };
  return new Promise((resolve, reject) => {
    execFile('sh', ['-ec', lines.join('\n')], { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr);
      else reject(new Error(`${lines.join('\n')}: ${stdout}${stderr}`));
    });
  });
}

it('counts what the Pods count: 10,000 requests, no tolerance', async () => {
  const before = await servedByPods(namespace);
  const run = await runToEnd(deps, runRequest(namespace, { requests: 10_000, rate: 200, clients: 4 }), {
    uncapped: true,
  });
  const after = await servedByPods(namespace);
  const tally = run.side('None');
  expect(run.status.sides[0]?.asked).toBe(10_000);
  expect(tally.hits).toBe(10_000);
  const counted = new Map([...tally.pods].map(([pod, clients]) => [pod, total(clients)]));
  const served = new Map([...after].map(([pod, lines]) => [pod, lines - (before.get(pod) ?? 0)]));
  expect(counted).toEqual(served);
});
