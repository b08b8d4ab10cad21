import { describe, expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/support/fake-clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { cleanUp } from './clean-up.ts';
import { RUN_LABEL } from './run-marks.ts';

const POD = '/api/v1/namespaces/n/pods/client-0';

interface Scene {
  readonly clock: FakeClock;
  /** Whether the API server can be reached. */
  up: boolean;
  /** The run whose label the Pod `client-0` carries; null where it is not there. */
  podOf: string | null;
  requests: number;
  left: readonly string[];
  /** What it resolved to; null: it goes on. */
  ended: readonly string[] | null;
}

/** Cleans up after a run that asked for a Pod and never heard of it. */
async function clean(change: Partial<Scene> = {}): Promise<Scene> {
  const start = { clock: createFakeClock(), up: true, podOf: null, requests: 0, left: [], ended: null };
  const scene: Scene = { ...start, ...change };
  const json = ({ method, path }: ApiRequest): unknown => {
    scene.requests += 1;
    if (!scene.up) throw new FailureError(failure('connect.refused', { host: 'h', port: 1 }));
    if (path !== POD) return { items: [] };
    if (scene.podOf === null) throw new FailureError(failure('api.not-found', { kind: 'pods', name: 'client-0' }));
    if (method === 'DELETE') scene.podOf = null;
    return { metadata: { uid: 'uid', labels: { [RUN_LABEL]: scene.podOf } } };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => json(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  void cleanUp({
    ...{ api, clock: scene.clock, namespace: 'n', run: 'r', objects: [] },
    unanswered: [{ kind: 'Pod', namespace: 'n', name: 'client-0' }],
    tell: (left) => (scene.left = left),
  }).then((left) => (scene.ended = left));
  await settle();
  return scene;
}

describe('an object whose create was never answered', () => {
  it('that is not there is asked for once, and nothing is left', async () => {
    const scene = await clean();
    expect([scene.ended, scene.requests]).toEqual([[], 1]);
  });

  it('is looked for again once the API server is back, and deleted', async () => {
    const scene = await clean({ up: false, podOf: 'r' });
    await scene.clock.advance(5_000);
    expect(scene.ended).toBeNull();
    scene.up = true;
    await scene.clock.advance(1_000);
    expect([scene.ended, scene.podOf]).toEqual([[], null]);
  });

  it('counts as left where nobody could look', async () => {
    const scene = await clean({ up: false });
    await scene.clock.advance(31_000);
    expect(scene.ended).toEqual(['client-0']);
  });

  it('is left alone where it is another run’s', async () => {
    const scene = await clean({ podOf: 'other' });
    expect([scene.ended, scene.podOf]).toEqual([[], 'other']);
  });
});
