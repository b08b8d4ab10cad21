import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { createFakeClock, type FakeClock } from '../../test/support/fake-clock.ts';
import { createMemoryJournal } from '../../test/support/memory-journal.ts';
import { aRunRequest } from '../../test/support/run-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asObject } from '../kube/json-shape.ts';
import type { ApiRequest, ContainerExec, KubeApi } from '../kube/kube-api.ts';
import { planRun } from './plan.ts';
import { TTL_SECONDS } from './probe-manifest.ts';
import { startRun, type RunHandle } from './run.ts';
import { deadlineSeconds } from './run-budget.ts';
import type { TrafficDeps } from './traffic-deps.ts';

const SERVER_NOW = Date.parse('2026-01-01T12:00:00Z');
/** This computer's clock is an hour ahead of the API server's. */
const SKEW_MS = -3_600_000;
const SERVICE = {
  metadata: { namespace: 'n', name: 'web', uid: 'uid-web', resourceVersion: '1' },
  spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports: [{ port: 80, protocol: 'TCP' }] },
};
/** To which a run in patch mode changes it. */
const AFFINITY = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } };
const CLIENT = {
  metadata: { namespace: 'n', name: 'client', uid: 'uid-client', resourceVersion: '1' },
  spec: { containers: [{ name: 'client', image: 'curl' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'client', ready: true, state: { running: {} } }] },
};

interface Scene {
  readonly clock: FakeClock;
  readonly deps: TrafficDeps;
  /** What was written, in order: journal entries and changing requests. */
  readonly written: readonly string[];
  readonly posts: readonly ApiRequest[];
  readonly deletes: readonly ApiRequest[];
}

/** Not only a question whether it would be allowed. */
function changes({ method, query }: ApiRequest): boolean {
  return method !== 'GET' && query?.dryRun === undefined;
}

/**
 * A cluster with one client Pod that runs at once. @param exec of the client Pod
 * @param refuse told every request before it is answered
 */
function sceneOf(
  exec: ContainerExec,
  posted: () => void = () => undefined,
  refuse: (request: ApiRequest, scene: Pick<Scene, 'posts' | 'deletes'>) => Failure | null = () => null,
): Scene {
  const clock = createFakeClock(SERVER_NOW - SKEW_MS);
  const written: string[] = [];
  const [posts, deletes]: [ApiRequest[], ApiRequest[]] = [[], []];
  const gone = new Set<string>();
  let affinity: 'None' | typeof AFFINITY = 'None';
  const answer = (request: ApiRequest): unknown => {
    const { method, path } = request;
    const refusal = refuse(request, { posts, deletes });
    if (refusal !== null) throw new FailureError(refusal);
    if (changes(request) && method === 'PATCH') affinity = affinity === 'None' ? AFFINITY : 'None';
    if (path.endsWith('/services/web'))
      return { ...SERVICE, spec: { ...SERVICE.spec, ...(affinity === 'None' ? {} : affinity) } };
    if (path.endsWith('selfsubjectaccessreviews')) return { status: { allowed: true } };
    if (changes(request) && method === 'POST') {
      written.push(`POST ${path.split('/').at(-1) ?? ''}`);
      posts.push(request);
      posted();
      return { metadata: { name: asObject(asObject(request.body).metadata).name, uid: 'uid-job' } };
    }
    if (method === 'DELETE') {
      written.push(`DELETE ${path.split('/').at(-2) ?? ''}`);
      deletes.push(request);
      gone.add(path);
      return {};
    }
    if (/\/jobs\/./.test(path)) throw new FailureError(failure('api.not-found', { kind: 'jobs', name: 'job' }));
    if (path.endsWith('/endpointslices')) throw new FailureError(failure('api.rejected', { status: 400, message: '' }));
    return { items: path.endsWith('/pods') && posts.length > 0 && gone.size === 0 ? [CLIENT] : [] };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => answer(request))) as T,
    stream: ({ path }) =>
      Promise.reject(
        new FailureError(
          failure('api.forbidden', { verb: 'list', resource: path, namespace: 'n', message: 'not in this test' }),
        ),
      ),
    clockSkewMs: () => SKEW_MS,
  };
  const journal = createMemoryJournal([], ({ objects }) => {
    written.push(`journal ${objects.map(({ kind, uid }) => `${kind} ${String(uid)}`).join()}`);
  });
  const deps: TrafficDeps = {
    ...{ api, exec, clock, randomBytes, journal, context: 'test', cluster: 'c', instance: 'i' },
    proxyMode: 'iptables',
    client: { image: 'curl', imagePullSecret: null, imagePullPolicy: 'IfNotPresent' },
  };
  return { clock, deps, written, posts, deletes };
}

async function start({ deps }: Scene, request: RunRequest, signal: AbortSignal): Promise<RunHandle> {
  const plan = await planRun(deps, request, signal);
  return startRun(deps, request, { ...plan, refusal: null, possible: true }, () => undefined, signal);
}

const noExec: ContainerExec = { exec: () => Promise.reject(new Error('nothing is run in this test')) };

describe('what a run writes', () => {
  const stop = new AbortController();
  // Stopped while the answer to its first create is on the way.
  const scene = sceneOf(noExec, () => stop.abort());
  const request = aRunRequest();

  it('into the journal stands before it is created, then with its uid', async () => {
    await (
      await start(scene, request, stop.signal)
    ).done;
    expect(scene.written.slice(0, 4)).toEqual(['journal Job null', 'POST jobs', 'journal Job uid-job', 'DELETE jobs']);
    expect(scene.deps.journal.entries()).toEqual([]);
  });

  it('expires by the API server’s clock, an hour behind this computer’s', () => {
    const { metadata } = asObject(scene.posts[0]?.body);
    const expiresAt = Date.parse(String(asObject(asObject(metadata).annotations)['servicescope.dev/expires-at']));
    expect(expiresAt).toBe(SERVER_NOW + (deadlineSeconds(request) + TTL_SECONDS) * 1_000);
  });

  it('is deleted by its uid', () => {
    expect(scene.deletes).toMatchObject([{ body: { preconditions: { uid: 'uid-job' } } }]);
  });
});

/** A client that takes every line and answers none. */
const silent: ContainerExec = {
  exec: ({ command, signal }) => {
    const version = command.includes('--version');
    const over = new Promise<void>((resolve) => {
      if (version) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return Promise.resolve({
      stdout: {
        async *[Symbol.asyncIterator]() {
          if (version) yield Buffer.from('curl 8.7.1 (x86_64) libcurl/8.7.1 OpenSSL/3\nProtocols: http https\n');
          await over;
        },
      },
      write: () => Promise.resolve(),
      endInput: () => undefined,
      stderr: () => '',
      exit: over.then(() => ({ kind: 'exited', code: 0 }) as const),
    });
  },
};

describe('"until stopped"', () => {
  it('ends by itself after an hour, and is done', async () => {
    const scene = sceneOf(silent);
    const handle = await start(scene, aRunRequest({ requests: null }), new AbortController().signal);
    await scene.clock.advance(59 * 60_000);
    expect(handle.status().phase).toMatchObject({ phase: 'counting' });
    await scene.clock.advance(2 * 60_000);
    const { phase } = await handle.done;
    expect(phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
    expect(scene.deletes).toHaveLength(1);
  });

  it('of a number of requests that takes too long is interrupted', async () => {
    const scene = sceneOf(silent);
    const handle = await start(scene, aRunRequest({ requests: 1_000 }), new AbortController().signal);
    await scene.clock.advance(20 * 60_000);
    expect((await handle.done).phase).toEqual({ phase: 'ended', outcome: { kind: 'interrupted' } });
  });
});

/** A client whose requests are all answered at once, by nobody in particular. */
const answering: ContainerExec = {
  exec: (asked) => {
    if (asked.command.includes('--version')) return silent.exec(asked);
    const boundary = asked.command[4] ?? '';
    const stdout = new PassThrough();
    const end = (): void => void stdout.end();
    asked.signal.addEventListener('abort', end, { once: true });
    return Promise.resolve({
      stdout: stdout as AsyncIterable<Uint8Array>,
      write: (line) => {
        const [from = 0, to = 0] = line.split(' ').map(Number);
        for (let seq = from; seq <= to; seq += 1) stdout.write(`\n${boundary} 0 200 1 0.001 5  ${boundary}\n`);
        stdout.write(`\n${boundary} end ${from} ${to} 0 ${boundary}\n`);
        return Promise.resolve();
      },
      endInput: end,
      stderr: () => '',
      exit: new Promise((resolve) => stdout.on('end', () => resolve({ kind: 'exited', code: 0 }))),
    });
  },
};

const down = failure('connect.refused', { host: 'h', port: 1 });

describe('at its end a run', () => {
  const ended = async (
    exec: ContainerExec,
    request: RunRequest,
    refuse: Parameters<typeof sceneOf>[2],
  ): Promise<{ readonly scene: Scene; readonly handle: RunHandle }> => {
    const scene = sceneOf(exec, undefined, refuse);
    const handle = await start(scene, request, new AbortController().signal);
    // Longer than counting, undoing and removing may take together.
    await scene.clock.advance(90_000);
    await handle.done;
    return { scene, handle };
  };
  const patching = aRunRequest({ affinity: 'patch', requests: 2 });
  const isPatch = (request: ApiRequest): boolean => request.method === 'PATCH' && changes(request);

  it('puts back the Service it changed', async () => {
    const { scene, handle } = await ended(answering, patching, undefined);
    expect(handle.status()).toMatchObject({ left: [], unrestored: false, phase: { outcome: { kind: 'done' } } });
    expect(handle.hits()).toHaveLength(4);
    expect(scene.deps.journal.entries()).toEqual([]);
  });

  it('says that it could not, and keeps it written down', async () => {
    let patches = 0;
    const { scene, handle } = await ended(answering, patching, (request) =>
      isPatch(request) && (patches += 1) > 1 ? down : null,
    );
    expect(handle.status()).toMatchObject({ left: [], unrestored: true });
    const { from, to } = { from: { sessionAffinity: 'None' }, to: { sessionAffinity: 'ClientIP' } };
    expect(scene.deps.journal.entries()).toMatchObject([{ run: handle.run, objects: [], patch: { from, to } }]);
  });

  it('removes the rest meanwhile, and tries once more when that is done', async () => {
    // The change itself, and every half second of 20 s.
    const tries = 1 + 41;
    let patches = 0;
    let deletedFrom: number | null = null;
    const { scene, handle } = await ended(answering, patching, (request) => {
      if (isPatch(request)) return (patches += 1) > 1 && patches <= tries ? down : null;
      if (request.method !== 'DELETE') return null;
      deletedFrom ??= patches;
      return patches < tries ? down : null;
    });
    expect(deletedFrom).toBeLessThan(3);
    expect(patches).toBe(tries + 1);
    expect(handle.status()).toMatchObject({ left: [], unrestored: false });
    expect(scene.deps.journal.entries()).toEqual([]);
  });

  it('keeps written down what it asked for and nobody could look for', async () => {
    let reached = true;
    const { scene, handle } = await ended(noExec, aRunRequest(), (request) => {
      if (request.method === 'POST' && request.path.endsWith('/jobs') && changes(request)) reached = false;
      return reached ? null : down;
    });
    const { left, phase } = handle.status();
    expect(phase).toMatchObject({ outcome: { kind: 'failed' } });
    expect(left).toHaveLength(1);
    expect(scene.deps.journal.entries()).toMatchObject([{ run: handle.run, objects: [{ kind: 'Job', uid: null }] }]);
  });
});
