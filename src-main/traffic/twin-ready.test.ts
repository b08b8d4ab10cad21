import { describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/support/fake-clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import { PROXY_SYNC_MS, TWIN_READY_SECONDS } from './run-budget.ts';
import { waitForTwin } from './twin-ready.ts';

interface Scene {
  readonly clock: FakeClock;
  /** Addresses behind each Service; changed by the test. */
  readonly addresses: Record<'web' | 'twin', readonly string[]>;
  /** Whether every client is answered through the twin. */
  answers: boolean;
  /** What every look is refused with. */
  refusal: Failure | null;
  asked: number;
  /** `ready`, or why it was given up; null while it waits. */
  ended: string | null;
}

function slicesOf(service: string, addresses: readonly string[]): object {
  const endpoints = addresses.map((address) => ({ addresses: [address], conditions: { ready: true } }));
  return {
    metadata: {
      namespace: 'n',
      name: `${service}-1`,
      uid: `uid-${service}`,
      resourceVersion: '1',
      labels: { 'kubernetes.io/service-name': service },
    },
    addressType: 'IPv4',
    ports: [{ name: '', protocol: 'TCP', port: 8080 }],
    endpoints,
  };
}

async function wait(change: Partial<Scene> = {}): Promise<Scene> {
  const scene: Scene = {
    clock: createFakeClock(),
    addresses: { web: ['10.0.0.1', '10.0.0.2'], twin: ['10.0.0.2', '10.0.0.1'] },
    answers: true,
    refusal: null,
    asked: 0,
    ended: null,
    ...change,
  };
  const json = ({ query }: ApiRequest): unknown => {
    if (scene.refusal !== null) throw new FailureError(scene.refusal);
    const service = query?.labelSelector === 'kubernetes.io/service-name=web' ? 'web' : 'twin';
    return { items: [slicesOf(service, scene.addresses[service])] };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => json(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  const ask = (): Promise<boolean> => {
    scene.asked += 1;
    return Promise.resolve(scene.answers);
  };
  const { signal } = new AbortController();
  void waitForTwin({
    deps: { api, clock: scene.clock },
    namespace: 'n',
    original: 'web',
    twin: 'twin',
    ask,
    signal,
  }).then(
    () => (scene.ended = 'ready'),
    (error: unknown) => (scene.ended = error instanceof Error ? error.message : 'thrown'),
  );
  await settle();
  return scene;
}

describe('the twin', () => {
  it('is asked once its slices have equalled the original’s for as long as kube-proxy may take, in whatever order', async () => {
    const scene = await wait();
    await scene.clock.advance(PROXY_SYNC_MS - 300);
    expect([scene.asked, scene.ended]).toEqual([0, null]);
    await scene.clock.advance(600);
    expect([scene.asked, scene.ended]).toEqual([1, 'ready']);
  });

  it('waits while its slices are not equal, and from the beginning when they are not again', async () => {
    const scene = await wait({ addresses: { web: ['10.0.0.1', '10.0.0.2'], twin: ['10.0.0.1'] } });
    await scene.clock.advance(3 * PROXY_SYNC_MS);
    expect([scene.asked, scene.ended]).toEqual([0, null]);
    scene.addresses.twin = ['10.0.0.1', '10.0.0.2'];
    await scene.clock.advance(PROXY_SYNC_MS - 500);
    scene.addresses.web = ['10.0.0.3'];
    await scene.clock.advance(500);
    scene.addresses.twin = ['10.0.0.3'];
    await scene.clock.advance(PROXY_SYNC_MS - 500);
    expect([scene.asked, scene.ended]).toEqual([0, null]);
    await scene.clock.advance(1_000);
    expect([scene.asked, scene.ended]).toEqual([1, 'ready']);
  });

  it('that nobody answers through is asked again and again, and given up after 15 s', async () => {
    expect(TWIN_READY_SECONDS).toBe(15);
    const scene = await wait({ answers: false });
    await scene.clock.advance(14_500);
    expect(scene.asked).toBeGreaterThan(5);
    expect(scene.ended).toBeNull();
    await scene.clock.advance(1_000);
    expect(scene.ended).toContain('traffic.twin-not-ready');
  });

  it('whose slices never become equal is given up after 15 s, and never asked', async () => {
    const scene = await wait({ addresses: { web: ['10.0.0.1'], twin: [] } });
    await scene.clock.advance(15_500);
    expect([scene.asked, scene.ended]).toEqual([0, expect.stringContaining('traffic.twin-not-ready')]);
  });

  it('of a Service without a ready endpoint is ready without an answer', async () => {
    const scene = await wait({ addresses: { web: [], twin: [] }, answers: false });
    await scene.clock.advance(PROXY_SYNC_MS + 500);
    expect([scene.asked, scene.ended]).toEqual([0, 'ready']);
  });

  it('is looked at again where the API server was busy for a moment', async () => {
    const scene = await wait({ refusal: failure('api.busy', { status: 429, retryAfterSeconds: 1 }) });
    await scene.clock.advance(900);
    scene.refusal = null;
    await scene.clock.advance(PROXY_SYNC_MS + 700);
    expect([scene.asked, scene.ended]).toEqual([1, 'ready']);
  });

  it('that nobody could look at for 15 s is given up with the reason, at once where it will not pass', async () => {
    const scene = await wait({ refusal: failure('connect.refused', { host: 'h', port: 1 }) });
    await scene.clock.advance(14_500);
    expect(scene.ended).toBeNull();
    await scene.clock.advance(1_000);
    expect(scene.ended).toBe('connect.refused');
    const refusal = failure('api.forbidden', { verb: 'list', resource: 'endpointslices', namespace: 'n', message: '' });
    expect((await wait({ refusal })).ended).toBe('api.forbidden');
  });
});
