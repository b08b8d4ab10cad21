import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
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

/** A cluster with one client Pod that runs at once. @param exec of the client Pod */
function sceneOf(exec: ContainerExec, posted: () => void = () => undefined): Scene {
  const clock = createFakeClock(SERVER_NOW - SKEW_MS);
  const written: string[] = [];
  const [posts, deletes]: [ApiRequest[], ApiRequest[]] = [[], []];
  const gone = new Set<string>();
  const answer = (request: ApiRequest): unknown => {
    const { method, path, query } = request;
    if (path.endsWith('/services/web')) return SERVICE;
    if (path.endsWith('selfsubjectaccessreviews')) return { status: { allowed: true } };
    if (method === 'POST' && query?.dryRun === undefined) {
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
