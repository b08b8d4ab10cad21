import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sideNumbers } from '../../src-renderer/traffic/side-numbers.ts';
import { exportRun } from '../../src-shared/traffic/export-run.ts';
import { identifiedAnswers, total } from '../../src-shared/traffic/tally.ts';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';
import type { ContainerExec } from '../../src-main/kube/kube-api.ts';
import { planRun } from '../../src-main/traffic/plan.ts';
import { startRun } from '../../src-main/traffic/run.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, eventually, kubectl, OWN_CLUSTER, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import {
  beginRun,
  leftovers,
  runRequest,
  servedByPods,
  trafficDeps,
  type FinishedRun,
  type RunningRun,
} from '../support/traffic-run.ts';

// F28 and F30 of the measures, on a real cluster: what breaks in the middle of a run.
const over = new AbortController();
let namespace = '';
let deps: TrafficDeps;

beforeAll(async () => {
  namespace = await createNamespace('traffic-faults');
  deps = await trafficDeps(over.signal);
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 4)].join('---\n'));
  await replicasReady(namespace, 'web', 4);
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

afterEach(async () => {
  await kubectl('delete', 'resourcequota', '-n', namespace, '--all');
  await eventually(
    async () => ((await leftovers(namespace)).length === 0 ? true : null),
    'nothing of ours is left',
    20_000,
  );
  expect(deps.journal.entries()).toEqual([]);
});

const counting = (running: RunningRun): Promise<unknown> =>
  running.until(({ status, hits }) => status.phase.phase === 'counting' && hits.length > 0);

/** asked = hits + what page and export call unaccounted, and every hit is somebody's, nobody's or a failure. */
function expectConserved(run: FinishedRun): { asked: number; hits: number } {
  const tally = run.side('None');
  const [side] = run.status.sides;
  if (side === undefined) throw new Error('the run has no side');
  const { asked } = side;
  const [exported] = exportRun('test', [], run.status, run.hits).runs;
  expect(exported?.unaccounted).toBe(asked - tally.hits);
  expect(sideNumbers(run.status, side, tally).missing).toBe(asked - tally.hits);
  expect(identifiedAnswers(tally) + total(tally.unidentified) + total(tally.failures)).toBe(tally.hits);
  expect(tally.hits).toBeLessThanOrEqual(asked);
  return { asked, hits: tally.hits };
}

describe('in a run', () => {
  it('a Pod is deleted: its hits stop, the new Pod’s begin, and nothing is lost', async () => {
    const running = await beginRun(deps, runRequest(namespace, { requests: 800, rate: 80 }));
    await counting(running);
    await pause(1_500);
    const [victim = ''] = (await kubectl('get', 'pods', '-n', namespace, '-l', 'app=web', '-o', 'name')).split('\n');
    await kubectl('delete', '-n', namespace, victim, '--wait=false');
    const run = await running.finish();
    const { asked, hits } = expectConserved(run);
    expect([asked, hits]).toEqual([800, 800]);
    const name = victim.replace('pod/', '');
    const gone = run.status.members.find((member) => member.pod === name);
    const come = run.status.members.find((member) => member.from !== null);
    expect(gone?.until).toBeGreaterThan(1_000);
    expect(come?.pod).not.toBe(name);
    expect(run.status.membershipChanges.length).toBeGreaterThanOrEqual(1);
    const last = Math.max(...run.hits.filter((hit) => hit.pod === name).map((hit) => hit.at));
    const first = Math.min(...run.hits.filter((hit) => hit.pod === come?.pod).map((hit) => hit.at));
    expect(last).toBeLessThan((gone?.until ?? 0) + 2_500);
    expect(first).toBeGreaterThanOrEqual((come?.from ?? 0) - 500);
    expect(run.status.caveats).toContainEqual({
      code: 'membership-changed',
      times: run.status.membershipChanges.length,
    });
  });

  it('the exec stream is cut: the rest goes on over another, and what was on the way is unaccounted', async () => {
    const before = await servedByPods(namespace);
    const cut = new AbortController();
    const running = await beginRun(
      { ...deps, exec: cutting(deps.exec, cut.signal) },
      runRequest(namespace, { requests: 400 }),
    );
    await counting(running);
    await pause(700);
    cut.abort();
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
    const { asked, hits } = expectConserved(run);
    expect(asked).toBe(400);
    // A client is never more than two lines of half a second ahead: 2 clients × 2 lines × 25.
    expect(hits).toBeGreaterThanOrEqual(300);
    // Pod by Pod: every hit was served by the Pod it is counted for; what was served beyond it is what the cut swallowed.
    const served = await servedByPods(namespace);
    let swallowed = 0;
    for (const [pod, lines] of served) {
      const now = lines - (before.get(pod) ?? 0);
      const counted = run.hits.filter((hit) => hit.pod === pod).length;
      expect([pod, counted <= now]).toEqual([pod, true]);
      swallowed += now - counted;
    }
    expect(swallowed).toBeLessThanOrEqual(asked - hits);
    const seqs = run.hits.map((hit) => `${hit.client} ${hit.seq}`);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  const ENDS: readonly [string, (client: string) => Promise<unknown>][] = [
    ['killed', (client) => kubectl('delete', 'pod', '-n', namespace, client, '--grace-period=0', '--force')],
    [
      'evicted',
      (client) =>
        deps.api.json({
          method: 'POST',
          path: `/api/v1/namespaces/${namespace}/pods/${client}/eviction`,
          body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: client, namespace } },
        }),
    ],
  ];
  it.each(ENDS)('a client Pod is %s: the run is interrupted and says what is unaccounted', async (_how, end) => {
    const running = await beginRun(deps, runRequest(namespace, { requests: 2_000 }));
    await counting(running);
    await end(running.handle.status().clients[0]?.name ?? '');
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'interrupted' } });
    const { asked, hits } = expectConserved(run);
    expect(asked).toBeLessThan(2_000);
    expect(hits).toBeGreaterThan(0);
  });
});

describe('a twin that may not be', () => {
  const beside = (): RunRequest => runRequest(namespace, { affinity: 'beside' });

  it('for a quota of Services: the plan refuses, and nothing is created', async () => {
    expect((await planRun(deps, beside(), over.signal)).refusal).toBeNull();
    // As many as there are: the user's own.
    const quota = `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none, namespace: ${namespace}}\nspec: {hard: {services: "1"}}\n`;
    await apply(quota);
    const refused = await eventually(
      async () => (await planRun(deps, beside(), over.signal)).refusal,
      'the plan of a twin is refused',
    );
    expect(JSON.stringify(refused)).toContain('exceeded quota');
    await expect(beginRun(deps, beside())).rejects.toThrow('api.forbidden');
    expect(await leftovers(namespace)).toEqual([]);
    // Without a twin it is a run like any other.
    expect((await planRun(deps, runRequest(namespace), over.signal)).possible).toBe(true);
  });
});

describe('a client that does not start', () => {
  const firstWords = async (running: RunningRun): Promise<{ detail: string; ms: number }> => {
    const begun = performance.now();
    const { status } = await running.until(
      ({ status: { phase } }) => phase.phase === 'waiting-for-clients' && phase.detail !== null,
    );
    const detail = status.phase.phase === 'waiting-for-clients' ? status.phase.detail : null;
    return { detail: detail ?? '', ms: performance.now() - begun };
  };

  it('for its image: says so within 5 s, and a stop leaves nothing', async () => {
    const client = { ...deps.client, image: 'servicescope.test/no-such-image:1' };
    const running = await beginRun({ ...deps, client }, runRequest(namespace));
    const { detail, ms } = await firstWords(running);
    expect(detail).toMatch(/ErrImagePull|ImagePullBackOff|ErrImageNeverPull/);
    expect(ms).toBeLessThan(5_000);
    running.handle.stop();
    const run = await running.finish();
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'stopped' } });
  });

  it('for longer than 60 s: gives up with the cause, and leaves nothing', async () => {
    let skew = 0;
    const clock = { ...deps.clock, now: () => deps.clock.now() + skew };
    const client = { ...deps.client, image: 'servicescope.test/no-such-image:1' };
    const running = await beginRun({ ...deps, client, clock }, runRequest(namespace));
    const { detail } = await firstWords(running);
    skew = 50_000;
    await pause(1_000);
    expect(running.handle.status().phase.phase).toBe('waiting-for-clients');
    skew = 60_000;
    const { status } = await running.finish();
    const reason = expect.stringMatching(/ErrImagePull|ImagePullBackOff/) as string;
    expect(status.phase).toMatchObject({
      outcome: { kind: 'failed', failure: { code: 'traffic.client-not-started', parameters: { reason } } },
    });
    expect(detail).not.toBe('');
    expect(await leftovers(namespace)).toEqual([]);
  });

  it('for a quota that appeared since the plan: says so within 5 s', async () => {
    const plan = await planRun(deps, runRequest(namespace), over.signal);
    expect(plan.possible).toBe(true);
    const quota = `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none, namespace: ${namespace}}\nspec: {hard: {pods: "0"}}\n`;
    await apply(quota);
    await eventually(
      async () => ((await planRun(deps, runRequest(namespace), over.signal)).possible ? null : true),
      'quota',
    );
    const refused = await planRun(deps, runRequest(namespace), over.signal);
    expect(JSON.stringify(refused.refusal)).toContain('exceeded quota');
    // The plan of before: what changed since is found while waiting.
    const details: string[] = [];
    const stop = new AbortController();
    const begun = performance.now();
    const handle = await startRun(
      deps,
      runRequest(namespace),
      plan,
      ({ status: { phase } }) => {
        if (phase.phase !== 'waiting-for-clients' || phase.detail === null) return;
        details.push(phase.detail);
        stop.abort();
      },
      stop.signal,
    );
    await handle.done;
    expect(details[0]).toContain('exceeded quota');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('for an admission that lets the Job in and refuses its Pods: the plan’s dry run tells', async () => {
    const limits = '[{type: Container, max: {memory: 64Mi}}]';
    await apply(
      `apiVersion: v1\nkind: LimitRange\nmetadata: {name: small, namespace: ${namespace}}\nspec: {limits: ${limits}}\n`,
    );
    try {
      const refused = await eventually(
        async () => (await planRun(deps, runRequest(namespace), over.signal)).refusal,
        'the plan is refused',
      );
      expect(JSON.stringify(refused)).toContain('maximum memory usage per Container is 64Mi');
    } finally {
      await kubectl('delete', 'limitrange', 'small', '-n', namespace);
    }
  });

  it.runIf(OWN_CLUSTER)('for a taint that every Node has: says so within 5 s, and goes on without it', async () => {
    const taint = 'servicescope.test/full=yes:NoSchedule';
    await kubectl('taint', 'nodes', '--all', taint); // for seconds: Pods of other suites wait, too
    try {
      const running = await beginRun(deps, runRequest(namespace));
      const { detail, ms } = await firstWords(running);
      expect(detail).toContain('untolerated taint');
      expect(ms).toBeLessThan(5_000);
      await kubectl('taint', 'nodes', '--all', `${taint}-`);
      await counting(running);
      running.handle.stop();
      await running.finish();
    } finally {
      await kubectl('taint', 'nodes', '--all', `${taint}-`).catch(() => undefined);
    }
  });

  it('for an invalid image name: gives up at once, with the reason', async () => {
    const client = { ...deps.client, image: 'servicescope.test/UPPER:1' };
    const running = await beginRun({ ...deps, client }, runRequest(namespace));
    const run = await running.finish();
    expect(run.status.phase).toMatchObject({
      outcome: {
        kind: 'failed',
        failure: { code: 'traffic.client-not-started', parameters: { reason: 'InvalidImageName' } },
      },
    });
  });

  it('for an image without curl: says so', async () => {
    const client = { ...deps.client, image: 'docker.io/library/nginx:1.22' };
    const run = await (await beginRun({ ...deps, client }, runRequest(namespace))).finish();
    expect(run.status.phase).toMatchObject({
      outcome: { kind: 'failed', failure: { code: expect.stringMatching(/^traffic\.client/) as string } },
    });
  });
});

/** The same exec, whose streams are lost when the signal aborts; those opened later are not. */
function cutting(exec: ContainerExec, cut: AbortSignal): ContainerExec {
  return {
    exec: (request) =>
      exec.exec(cut.aborted ? request : { ...request, signal: AbortSignal.any([request.signal, cut]) }),
  };
}
