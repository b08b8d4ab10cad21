import type { WatchState } from '#shared/ipc/watch-state.ts';
import { FOCUS_KINDS, type NamespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import { systemClock, type Clock } from './clock.ts';
import { type FocusWatch, type FormerUids, watchFocus } from './focus-watch.ts';
import type { KindWatch, ClusterStores, StartReflector } from './kind-watch.ts';
import type { KubeApi } from './kube-api.ts';
import { createPause } from './pause.ts';
import { runReflector } from './reflector.ts';
import type { ReflectorEvent } from './reflector-options.ts';
import { createSharer } from './share.ts';
import { createStore } from './store.ts';
import { watchTarget } from './watch-targets.ts';

export interface ClusterWatchOptions {
  readonly api: KubeApi;
  /** Null: all namespaces. */
  readonly namespace: string | null;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** For tests and benches. */
  readonly count?: (kind: WatchedKind, what: ReflectorEvent) => void;
}

export type DirtyListener = (kind: WatchedKind, uid: string) => void;
export type StateListener = (kind: WatchedKind, state: WatchState) => void;

/** The objects of one namespace, or of all, kept as the API server has them. */
export interface ClusterWatch {
  readonly stores: ClusterStores;
  states(): Readonly<Record<WatchedKind, WatchState>>;
  /** Told the uid of each object that was put, changed or removed. Synchronous: gather, or do little. Returns what ends it. */
  onDirty(listener: DirtyListener): () => void;
  onState(listener: StateListener): () => void;
  /** Watches what only an open Service needs, for this one instead of the one before; null: for none. */
  focus(service: NamespacedName | null): void;
  /** Of which objects that are gone the Events are read too, whatever Service is open; asked again whenever its members change. */
  remember(formerUids: FormerUids): void;
  /** What waits for its backoff tries again at once. */
  retryNow(): void;
}

const IDLE: WatchState = { phase: 'idle' };
const IN_SCOPE = ['Service', 'EndpointSlice', 'Pod'] as const;
const OF_CLUSTER = ['Node', 'Namespace'] as const;

/** Begins to watch at once. Services, EndpointSlices and Pods in scope; Nodes and Namespaces of the whole cluster. */
export function watchCluster(options: ClusterWatchOptions): ClusterWatch {
  const { api, namespace, signal, clock = systemClock, random = Math.random } = options;
  const dirtyListeners = new Set<DirtyListener>();
  const stateListeners = new Set<StateListener>();
  const pause = createPause(clock, signal);
  const share = createSharer();
  const focused: { watch: FocusWatch | null; ends: AbortController } = { watch: null, ends: new AbortController() };
  let formerUids: FormerUids = () => [];
  const states = initialStates();
  const stores = createStores((kind, uid) => {
    focused.watch?.changed(kind);
    for (const listener of dirtyListeners) listener(kind, uid);
  });
  const tell = (kind: WatchedKind, state: WatchState): void => {
    states[kind] = state;
    for (const listener of stateListeners) listener(kind, state);
  };
  const start: StartReflector = <K extends WatchedKind>(kind: K, watch: KindWatch<K>) => {
    void runReflector({
      api,
      target: watchTarget(kind, watch.namespace, share, watch.name),
      sink: watch.sink,
      // A reflector that was told to end has nothing more to say about its kind.
      tell: (state) => watch.signal.aborted || tell(kind, state),
      clock,
      random,
      pause,
      signal: watch.signal,
      count: (what) => options.count?.(kind, what),
    });
  };

  for (const kind of IN_SCOPE) start(kind, { namespace, sink: stores[kind], signal });
  for (const kind of OF_CLUSTER) start(kind, { namespace: null, sink: stores[kind], signal });

  const unfocus = (): void => {
    focused.ends.abort();
    focused.watch = null;
    for (const kind of FOCUS_KINDS) {
      stores[kind].keepOnly(new Set());
      tell(kind, IDLE);
    }
  };
  return {
    stores,
    states: () => ({ ...states }),
    onDirty: (listener) => subscribe(dirtyListeners, listener),
    onState: (listener) => subscribe(stateListeners, listener),
    focus: (service) => {
      unfocus();
      if (service === null || signal.aborted) return;
      focused.ends = new AbortController();
      const ends = AbortSignal.any([signal, focused.ends.signal]);
      focused.watch = watchFocus(service, stores, start, ends, (name) => formerUids(name));
    },
    remember: (uids) => void (formerUids = uids),
    retryNow: () => pause.wake(),
  };
}

function subscribe<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function initialStates(): Record<WatchedKind, WatchState> {
  return {
    Service: IDLE,
    EndpointSlice: IDLE,
    Pod: IDLE,
    Node: IDLE,
    Namespace: IDLE,
    Endpoints: IDLE,
    Event: IDLE,
    Deployment: IDLE,
    ReplicaSet: IDLE,
    StatefulSet: IDLE,
    DaemonSet: IDLE,
    NetworkPolicy: IDLE,
  };
}

function createStores(changed: DirtyListener): ClusterStores {
  return {
    Service: createStore((uid) => changed('Service', uid)),
    EndpointSlice: createStore((uid) => changed('EndpointSlice', uid)),
    Pod: createStore((uid) => changed('Pod', uid)),
    Node: createStore((uid) => changed('Node', uid)),
    Namespace: createStore((uid) => changed('Namespace', uid)),
    Endpoints: createStore((uid) => changed('Endpoints', uid)),
    Event: createStore((uid) => changed('Event', uid)),
    Deployment: createStore((uid) => changed('Deployment', uid)),
    ReplicaSet: createStore((uid) => changed('ReplicaSet', uid)),
    StatefulSet: createStore((uid) => changed('StatefulSet', uid)),
    DaemonSet: createStore((uid) => changed('DaemonSet', uid)),
    NetworkPolicy: createStore((uid) => changed('NetworkPolicy', uid)),
  };
}
