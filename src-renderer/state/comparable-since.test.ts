import { expect, it } from 'vitest';
import { failure } from '#shared/ipc/failure.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import { comparableSince } from './comparable-since.ts';

const SYNCED: WatchState = { phase: 'synced', since: 0 };
const POLLING: WatchState = { phase: 'polling', since: 0, everySeconds: 10 };
const LOST = failure('connect.lost', { host: '', detail: { code: 'watch-closed' } });
const STALE: WatchState = { phase: 'stale', since: 0, whole: true, reason: LOST, retryAt: null };
const DENIED: WatchState = { phase: 'denied', since: 0, verb: 'list', resource: 'endpoints', namespace: null };
const ALL = { Service: SYNCED, EndpointSlice: SYNCED, Pod: SYNCED, Endpoints: SYNCED };

it.each([
  ['what changed last, where everything is watched', {}, 5_000],
  [
    'where one kind is known again only since then',
    { EndpointSlice: { phase: 'synced', since: 8_000 } as const },
    8_000,
  ],
  ['later by as much as a list may be old', { EndpointSlice: POLLING }, 15_000],
  ['later too where only Endpoints are listed now and then', { Endpoints: POLLING }, 15_000],
  ['not known while a watch is broken', { EndpointSlice: STALE }, null],
  ['not known while that of Pods or Services is', { Pod: STALE, Service: STALE }, null],
  ['as ever without the Endpoints', { Endpoints: DENIED }, 5_000],
])('%s', (_, states, since) => {
  expect(comparableSince({ ...ALL, ...states }, 5_000)).toBe(since);
});
