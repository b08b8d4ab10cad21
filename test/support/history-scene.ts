import { vi } from 'vitest';
import type { HistoryEntry } from '../../src-shared/history/history.ts';
import { isMemberEntry } from '../../src-shared/history/history.ts';
import { failure } from '../../src-shared/ipc/failure.ts';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import type { KubeEvent } from '../../src-shared/kube/kube-event.ts';
import type { WatchedKind } from '../../src-shared/kube/object-key.ts';
import type { DirtyListener, StateListener } from '../../src-main/kube/cluster-watch.ts';
import {
  type HistoryRecorder,
  type HistoryRecorderOptions,
  recordHistory,
} from '../../src-main/kube/history-recorder.ts';
import type { ClusterStores } from '../../src-main/kube/kind-watch.ts';
import { createStore } from '../../src-main/kube/store.ts';
import { anEndpointOf, aPod, aService, aSlice } from './builders.ts';

export const WEB = { namespace: 'default', name: 'web' };
export const SYNCED: WatchState = { phase: 'synced', since: 0 };
const LOADING: WatchState = { phase: 'connecting', since: 0, loaded: 0 };
export const STALE: WatchState = {
  ...{ phase: 'stale', since: 0, whole: true, retryAt: null },
  reason: failure('connect.refused', { host: '127.0.0.1', port: 6443 }),
};
export const START = Date.parse('2026-01-01T00:00:30Z');

export interface HistoryScene {
  readonly stores: ClusterStores;
  readonly watch: HistoryRecorderOptions['watch'];
  readonly recorder: HistoryRecorder;
  readonly changed: ReturnType<typeof vi.fn>;
  state(kind: WatchedKind, state: WatchState): void;
  after(milliseconds: number): void;
  /** The entries as words. */
  said(): readonly string[];
}

/** Real stores under a recorder, without an API server: the test puts what a reflector would. */
export function aHistoryScene(more: Partial<HistoryRecorderOptions> = {}): HistoryScene {
  const dirty = new Set<DirtyListener>();
  const heard = new Set<StateListener>();
  const states = new Map<WatchedKind, WatchState>();
  const store = (kind: WatchedKind) => createStore<never>((uid) => dirty.forEach((tell) => tell(kind, uid)));
  const kinds = ['Service', 'EndpointSlice', 'Pod', 'Node', 'Namespace', 'Endpoints', 'Event'] as const;
  const stores = Object.fromEntries(kinds.map((kind) => [kind, store(kind)])) as unknown as ClusterStores;
  let now = START;
  const changed = vi.fn();
  const watch: HistoryRecorderOptions['watch'] = {
    stores,
    states: () => new Proxy({}, { get: (_, kind) => states.get(kind as WatchedKind) ?? LOADING }) as never,
    onDirty: (listener: DirtyListener) => (dirty.add(listener), () => dirty.delete(listener)),
    onState: (listener: StateListener) => (heard.add(listener), () => heard.delete(listener)),
    remember: () => undefined,
  };
  const recorder = recordHistory({ watch, now: () => now, changed, ...more });
  return {
    ...{ stores, watch, recorder, changed },
    state: (kind, state) => {
      states.set(kind, state);
      heard.forEach((tell) => tell(kind, state));
    },
    after: (milliseconds) => {
      now += milliseconds;
    },
    said: () => (recorder.read(WEB)?.entries ?? []).map(words),
  };
}

export function words(entry: HistoryEntry): string {
  if (!isMemberEntry(entry)) return [entry.what, ...entry.fields.map(({ field }) => field)].join(' ');
  const { what, member, why } = entry;
  const because = why.code === 'reason' ? why.reason.code : why.code;
  const by =
    why.code === 'deleted' && why.by !== null
      ? ` by ${why.by.kind === 'controller' ? why.by.name : why.by.reason}`
      : '';
  return `${member.name} ${what}: ${because}${by}`;
}

let version = 1;
/** The next version of an object: a store takes no notice of one it has. */
export function next<T extends { readonly meta: { readonly resourceVersion: string } }>(object: T): T {
  version += 1;
  return { ...object, meta: { ...object.meta, resourceVersion: String(version) } };
}

export const one = aPod({ meta: { name: 'web-1' } });
export const two = aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] });
export const NOT_READY = { ready: false, serving: false };
export const slice = (...endpoints: Parameters<typeof anEndpointOf>[]) =>
  next(aSlice({ endpoints: endpoints.map((args) => anEndpointOf(...args)) }));

/** Service web over web-1 and web-2, read whole. */
export function recording(more: Partial<HistoryRecorderOptions> = {}): HistoryScene {
  const scene = aHistoryScene(more);
  scene.stores.Service.put(aService());
  for (const pod of [one, two]) scene.stores.Pod.put(pod);
  scene.stores.EndpointSlice.put(slice([one], [two]));
  for (const kind of ['Service', 'EndpointSlice', 'Pod'] as const) scene.state(kind, SYNCED);
  scene.changed.mockClear();
  return scene;
}

export function anEvent(reason: string, message: string, uid: string): KubeEvent {
  const time = new Date(START).toISOString();
  const kind = reason === 'SuccessfulDelete' ? 'ReplicaSet' : 'Pod';
  return {
    ...{ kind: 'Event', type: 'Normal', reason, message, count: 1, lastSeen: time, source: 'x', container: null },
    meta: { ...aPod().meta, uid: `uid-event-${reason}`, creationTimestamp: time },
    involved: { kind, namespace: 'default', name: kind === 'Pod' ? 'web-1' : 'web-rs', uid },
  };
}
