import { expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/support/fake-clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { waitForClients } from './client-pods.ts';

const CLIENT = {
  metadata: { namespace: 'n', name: 'client-0', uid: 'uid', resourceVersion: '1' },
  spec: { nodeName: 'node-1', containers: [{ name: 'client', image: 'curl' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'client', ready: true, state: { running: {} } }] },
};

interface Scene {
  readonly clock: FakeClock;
  /** What every look is refused with. */
  refusal: Failure | null;
  pods: readonly object[];
  /** Names of the clients, or why they were given up; null while they are waited for. */
  ended: readonly string[] | string | null;
}

async function wait(change: Partial<Scene> = {}): Promise<Scene> {
  const scene: Scene = { clock: createFakeClock(), refusal: null, pods: [CLIENT], ended: null, ...change };
  const json = ({ path }: ApiRequest): unknown => {
    if (scene.refusal !== null) throw new FailureError(scene.refusal);
    return { items: path.endsWith('/pods') ? scene.pods : [] };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => json(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  void waitForClients({
    deps: { api, clock: scene.clock },
    ...{ namespace: 'n', run: 'r', clients: 1 },
    anchor: { kind: 'Job', namespace: 'n', name: 'job', uid: 'uid-job' },
    tell: () => undefined,
    signal: new AbortController().signal,
  }).then(
    (clients) => (scene.ended = clients.map(({ name }) => name)),
    (error: unknown) => (scene.ended = error instanceof Error ? error.message : 'thrown'),
  );
  await settle();
  return scene;
}

it('waits for the client Pods, and gives them up after a minute', async () => {
  expect((await wait()).ended).toEqual(['client-0']);
  const scene = await wait({ pods: [] });
  await scene.clock.advance(59_000);
  expect(scene.ended).toBeNull();
  await scene.clock.advance(1_500);
  expect(scene.ended).toBe('traffic.client-not-started');
});

it('looks again where the API server was busy for a moment', async () => {
  const scene = await wait({ refusal: failure('api.busy', { status: 429, retryAfterSeconds: 1 }) });
  await scene.clock.advance(900);
  expect(scene.ended).toBeNull();
  scene.refusal = null;
  await scene.clock.advance(200);
  expect(scene.ended).toEqual(['client-0']);
});

it('gives up with the reason where nobody could look for a minute, at once where it will not pass', async () => {
  const scene = await wait({ refusal: failure('connect.refused', { host: 'h', port: 1 }) });
  await scene.clock.advance(59_000);
  expect(scene.ended).toBeNull();
  await scene.clock.advance(2_000);
  expect(scene.ended).toBe('connect.refused');
  const refusal = failure('api.forbidden', { verb: 'list', resource: 'pods', namespace: 'n', message: '' });
  expect((await wait({ refusal })).ended).toBe('api.forbidden');
});
