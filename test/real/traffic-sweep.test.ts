import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../src-shared/kube/service.ts';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { createPause } from '../../src-main/kube/pause.ts';
import type { JournalEntry } from '../../src-main/traffic/journal.ts';
import { planRun } from '../../src-main/traffic/plan.ts';
import { clientJob, TTL_SECONDS } from '../../src-main/traffic/probe-manifest.ts';
import { createOwn } from '../../src-main/traffic/run-objects.ts';
import { startRun } from '../../src-main/traffic/run.ts';
import { sweep } from '../../src-main/traffic/sweep.ts';
import { sweepUntilReached } from '../../src-main/traffic/sweep-until-reached.ts';
import { readService } from '../../src-main/traffic/target-service.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import { twinService } from '../../src-main/traffic/twin-service.ts';
import { serviceYaml } from '../support/course.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { testTarget } from '../support/kube-client.ts';
import { apply, eventually, kubectl } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { beginRun, INSTANCE, leftovers, runRequest, trafficDeps } from '../support/traffic-run.ts';

// Decision 9, on a real cluster: what is swept, what is not, and what goes by itself.
const OTHER = '11111111-1111-4111-8111-111111111111';
const MINUTE = 60_000;
const over = new AbortController();
let namespace = '';
let deps: TrafficDeps;

beforeAll(async () => {
  namespace = await createNamespace('traffic-sweep');
  deps = await trafficDeps(over.signal);
  await apply(serviceYaml(namespace, 'web', 'web'));
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

beforeEach(async () => {
  await kubectl('delete', 'services', '-n', namespace, '-l', 'test=sweep', '--ignore-not-found');
});

/** A Service with some of our marks; Services are cheap, and the rule is one for all kinds. */
async function marked(name: string, labels: Readonly<Record<string, string>>, expiresAt: number | null): Promise<void> {
  const annotations =
    expiresAt === null ? '{}' : `{servicescope.dev/expires-at: "${new Date(expiresAt).toISOString()}"}`;
  await apply(`apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: ${JSON.stringify({ test: 'sweep', ...labels })}
  annotations: ${annotations}
spec: {ports: [{port: 80}]}
`);
}
const marks = (instance: string, run = 'feedfacefeedface'): Record<string, string> => ({
  'app.kubernetes.io/managed-by': 'servicescope',
  'servicescope.dev/instance': instance,
  'servicescope.dev/run': run,
});
const without = (key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(marks(INSTANCE)).filter(([each]) => each !== key));
const present = async (): Promise<readonly string[]> =>
  (await kubectl('get', 'services', '-n', namespace, '-l', 'test=sweep', '-o', 'name'))
    .split('\n')
    .filter((name) => name !== '');
const sweepNow = async (live: readonly string[] = [], where: string | null = namespace): Promise<readonly string[]> =>
  (await sweep(deps, [where], new Set(live), over.signal)).objects.map((own) => own.name).sort();

const journalled = (run: string): JournalEntry => ({
  run,
  context: 'test',
  cluster: deps.cluster,
  service: { namespace, name: 'web' },
  serviceUid: 'gone',
  objects: [{ kind: 'Service', name: 'left', uid: null }],
  patch: null,
});

describe('the sweep', () => {
  it('takes its own at once, whenever they expire, and not those of a live run', async () => {
    await marked('mine', marks(INSTANCE), Date.now() + 60 * MINUTE);
    await marked('live', marks(INSTANCE, 'aaaaaaaaaaaaaaaa'), Date.now() - 60 * MINUTE);
    expect(await sweepNow(['aaaaaaaaaaaaaaaa'])).toEqual(['mine']);
    expect(await present()).toEqual(['service/live']);
  });

  it("takes another installation's five minutes after they expired, and not before", async () => {
    await marked('expired-long-ago', marks(OTHER), Date.now() - 6 * MINUTE);
    await marked('expired-just-now', marks(OTHER), Date.now() - 4 * MINUTE);
    await marked('running', marks(OTHER), Date.now() + MINUTE);
    expect(await sweepNow()).toEqual(['expired-long-ago']);
    expect((await present()).length).toBe(2);
  });

  it('touches nothing that lacks a mark, whatever its name', async () => {
    const long = Date.now() - 60 * MINUTE;
    await marked('servicescope-0123456789abcdef', {}, long);
    await marked('no-manager', without('app.kubernetes.io/managed-by'), long);
    await marked('other-manager', { ...marks(INSTANCE), 'app.kubernetes.io/managed-by': 'Helm' }, long);
    await marked('no-instance', without('servicescope.dev/instance'), long);
    await marked('no-run', without('servicescope.dev/run'), long);
    await marked('no-expiry', marks(INSTANCE), null);
    expect(await sweepNow()).toEqual([]);
    expect((await present()).length).toBe(6);
  });

  it('looks into all namespaces, and into those of the journal', async () => {
    await marked('everywhere', marks(INSTANCE), Date.now());
    expect(await sweepNow([], null)).toContain('everywhere');
    await marked('journalled', marks(INSTANCE), Date.now());
    const entry = journalled('feedfacefeedface');
    // Another cluster's context may have the same name: what is written down of it is not struck out here.
    const elsewhere = { ...entry, run: 'c0ffeec0ffeec0ff', cluster: 'another' };
    await deps.journal.put(entry);
    await deps.journal.put(elsewhere);
    expect(await sweepNow([], 'default')).toEqual(['journalled']);
    expect(deps.journal.entries()).toEqual([elsewhere]);
    await deps.journal.remove(elsewhere.run);
  });

  it('cleans up after an app that was killed: Job, Pods and twin', async () => {
    const running = await beginRun(deps, runRequest(namespace, { affinity: 'beside', requests: null }));
    await running.until(({ status }) => status.phase.phase === 'counting');
    const names = await leftovers(namespace);
    expect(names.map((name) => name.split('/')[0]).sort()).toEqual(['job.batch', 'pod', 'pod', 'service']);
    // Another app of this installation, started anew, knows no live run.
    const begun = performance.now();
    await sweepNow();
    await eventually(async () => ((await leftovers(namespace)).length === 0 ? true : null), 'swept', 60_000);
    console.log(`  swept ${(performance.now() - begun).toFixed(0)} ms after it was asked`);
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'interrupted' } });
  });

  it('takes the plain Pods of a run that had no Job, after an app that was killed', async () => {
    const request = runRequest(namespace, { requests: null });
    const plan = await planRun(deps, request, over.signal);
    // As where Jobs may not be created.
    const app = new AbortController();
    const handle = await startRun(deps, request, { ...plan, client: 'pod' }, () => undefined, app.signal);
    await eventually(async () => ((await leftovers(namespace)).length === 2 ? true : null), 'two plain Pods');
    const names = (await leftovers(namespace)).map((name) => name.replace('pod/', ''));
    expect(names.join()).toMatch(/^servicescope-\w{16}-0,servicescope-\w{16}-1$/);
    expect(await sweepNow()).toEqual(names);
    await eventually(async () => ((await leftovers(namespace)).length === 0 ? true : null), 'swept');
    app.abort();
    await handle.done;
  });

  it('is tried again where the API server was away at first, and strikes the run out', async () => {
    const proxy = await startFaultProxy({ upstream: await credentialSource(await testTarget()).current() });
    const clock = createFakeClock(Date.now());
    try {
      const credentials = credentialSource(proxy.target());
      const api = openConnection({ credentials, userAgent: 'servicescope/test', signal: over.signal });
      await marked('left', marks(INSTANCE), Date.now());
      await deps.journal.put(journalled('feedfacefeedface'));
      proxy.fault = () => ({ kind: 'status', status: 503 });
      const pause = createPause(clock, over.signal);
      const swept = sweepUntilReached({
        deps: { ...deps, api, clock },
        scope: [namespace],
        liveRuns: new Set(),
        pause,
        random: () => 0,
        signal: over.signal,
      });
      const waiting = (): Promise<true | null> => Promise.resolve(clock.sleeping().length > 0 ? true : null);
      await eventually(waiting, 'the first try failed');
      expect(await present()).toEqual(['service/left']);
      expect(deps.journal.entries().map(({ run }) => run)).toEqual(['feedfacefeedface']);
      proxy.fault = () => null;
      // As when the Services of the cluster are known.
      pause.wake();
      expect((await swept).map(({ name }) => name)).toEqual(['left']);
      expect(deps.journal.entries()).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});

it('with no app alive, deadline, TTL and garbage collector remove Job, Pods and twin', async () => {
  const deadlineSeconds = 5;
  const service: Service = await readService(deps.api, { namespace, name: 'web' }, over.signal);
  const of = { instance: OTHER, run: '0123456789abcdef', expiresAt: Date.now() + 60 * MINUTE };
  const job = clientJob({ marks: of, namespace, clients: 2, settings: deps.client, deadlineSeconds });
  const { own } = await createOwn(deps.api, 'Job', namespace, job, over.signal);
  await createOwn(deps.api, 'Service', namespace, twinService(service, of, own), over.signal);
  await eventually(async () => ((await leftovers(namespace)).length === 4 ? true : null), 'all are there');
  const begun = performance.now();
  await eventually(async () => ((await leftovers(namespace)).length === 0 ? true : null), 'all are gone', 60_000);
  expect(performance.now() - begun).toBeLessThan((deadlineSeconds + TTL_SECONDS + 20) * 1_000);
});
