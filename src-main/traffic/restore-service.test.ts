import { expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../kube/kube-api.ts';
import type { Change } from './affinity-patch.ts';
import { restoreInTime, restoreOnce } from './restore-service.ts';

const change: Change = {
  service: { namespace: 'n', name: 'web' },
  serviceUid: 'uid-web',
  patch: {
    from: { sessionAffinity: 'None', timeoutSeconds: null },
    to: { sessionAffinity: 'ClientIP', timeoutSeconds: 10_800 },
  },
};

/** An API server whose Service was changed. @param refuse what a request is refused with, by its number from 1 on */
function serverOf(refuse: (request: number, asked: ApiRequest) => Failure | null): {
  readonly api: KubeApi;
  readonly requests: () => number;
  readonly restored: () => boolean;
} {
  let requests = 0;
  let timeoutSeconds: number | null = 10_800;
  const json = (asked: ApiRequest): unknown => {
    requests += 1;
    const refusal = refuse(requests, asked);
    if (refusal !== null) throw new FailureError(refusal);
    if (asked.method === 'PATCH') timeoutSeconds = null;
    const affinity =
      timeoutSeconds === null
        ? { sessionAffinity: 'None' }
        : { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds } } };
    return {
      metadata: { namespace: 'n', name: 'web', uid: 'uid-web', resourceVersion: '7' },
      spec: { clusterIP: '10.0.0.1', ...affinity },
    };
  };
  const api: KubeApi = {
    json: async <T>(request: ApiRequest) => (await Promise.resolve().then(() => json(request))) as T,
    stream: () => Promise.reject(new Error('not asked for here')),
    clockSkewMs: () => null,
  };
  return { api, requests: () => requests, restored: () => timeoutSeconds === null };
}

const busy = failure('api.busy', { status: 429, retryAfterSeconds: 1 });
const down = failure('connect.refused', { host: 'h', port: 1 });
const forbidden = failure('api.forbidden', { verb: 'patch', resource: 'services', namespace: 'n', message: '' });
const conflict = failure('api.conflict', { kind: 'services', name: 'web', message: '' });

it.each<[string, (request: number, asked: ApiRequest) => Failure | null]>([
  ['busy when it is read', (request) => (request === 1 ? busy : null)],
  ['busy when it is changed', (request) => (request === 2 ? busy : null)],
  ['out of reach for a while', (request) => (request <= 20 ? down : null)],
  ['changed by others meanwhile', (request, { method }) => (request < 6 && method === 'PATCH' ? conflict : null)],
])('puts the Service back through an API server that is %s', async (_how, refuse) => {
  const clock = createFakeClock();
  const server = serverOf(refuse);
  const done = restoreInTime({ api: server.api, clock }, change);
  await clock.advance(15_000);
  expect([await done, server.restored()]).toEqual([true, true]);
});

it('waits between two tries, and gives up after 20 s', async () => {
  const clock = createFakeClock();
  const server = serverOf(() => down);
  let outcome: boolean | null = null;
  void restoreInTime({ api: server.api, clock }, change).then((restored) => (outcome = restored));
  await clock.advance(19_900);
  expect([outcome, server.requests()]).toEqual([null, 40]);
  await clock.advance(200);
  expect([outcome, server.requests()]).toEqual([false, 41]);
});

it('does not ask again where it would do no better', async () => {
  const server = serverOf((_request, { method }) => (method === 'PATCH' ? forbidden : null));
  expect(await restoreInTime({ api: server.api, clock: createFakeClock() }, change)).toBe(false);
});

it('tries once where that is asked for', async () => {
  const server = serverOf((request) => (request === 1 ? busy : null));
  expect([await restoreOnce(server, change), await restoreOnce(server, change)]).toEqual([false, true]);
});
