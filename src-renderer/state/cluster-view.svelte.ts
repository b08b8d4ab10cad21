import type { FlappingPod } from '#shared/findings/diagnosis-input.ts';
import type { ClusterBatch, KindChange, OpenCluster } from '#shared/ipc/batch.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { KubeObjects } from '#shared/kube/kube-object.ts';
import { WATCHED_KINDS, type WatchedKind } from '#shared/kube/object-key.ts';
import type { Api } from '../api.ts';
import { createFrameBatch, type FrameSource } from './frame-batch.ts';

type Objects = { readonly [K in WatchedKind]: Map<string, KubeObjects[K]> };
export type WatchStates = Readonly<Record<WatchedKind, WatchState>>;

/** Reads what changed since the last frame, before anything is drawn. */
export type ChangeListener = (change: KindChange) => void;

/**
 * What the window knows of the cluster that is open: the objects by kind and uid, and how fresh each kind is. Level-triggered:
 * a batch carries state, so applying one twice changes nothing. One flush a frame; a reader of one kind is only woken by that kind.
 */
export class ClusterView {
  opened: OpenCluster | null = $state.raw(null);
  states: WatchStates = $state.raw(idleStates());
  /** API server's clock minus this computer's, milliseconds. */
  clockSkewMs: number = $state(0);
  /** Of the Services that have any, by `namespace/name`, as they last turned. */
  flapping: ReadonlyMap<string, readonly FlappingPod[]> = $state.raw(new Map());
  readonly #revisions: Record<WatchedKind, number> = $state(everyKind(() => 0));
  readonly #objects: Objects = {
    Service: new Map(),
    EndpointSlice: new Map(),
    Pod: new Map(),
    Node: new Map(),
    Namespace: new Map(),
    Endpoints: new Map(),
    Event: new Map(),
    Deployment: new Map(),
    ReplicaSet: new Map(),
    StatefulSet: new Map(),
    DaemonSet: new Map(),
    NetworkPolicy: new Map(),
  };
  readonly #api: Api;
  readonly #listeners: ChangeListener[] = [];

  constructor(api: Api, frames: FrameSource) {
    this.#api = api;
    const batch = createFrameBatch<ClusterBatch>(frames, (batches) => this.#apply(batches));
    api.on('cluster', (message) => {
      batch.push(message);
      // A long list comes in many messages: waiting for a frame each would make the load as slow as the screen.
      if (message.more) void api.acknowledge(message.id);
    });
  }

  /** The objects of a kind, by uid. The same Map as long as the view lives: read it again after each change. */
  all<K extends WatchedKind>(kind: K): ReadonlyMap<string, KubeObjects[K]> {
    // Reading the revision is what wakes the reader.
    void this.#revisions[kind];
    return this.#objects[kind];
  }

  /** Changes whenever an object of the kind did. */
  revision(kind: WatchedKind): number {
    return this.#revisions[kind];
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  #apply(batches: readonly ClusterBatch[]): void {
    const touched = new Set<WatchedKind>();
    const states: Partial<Record<WatchedKind, WatchState>> = {};
    for (const batch of batches) {
      if (batch.opened !== null) this.#forgetAll(batch.opened, states, touched);
      for (const change of batch.changes) {
        this.#change(change);
        touched.add(change.kind);
      }
      if (batch.flapping.length > 0) this.#applyFlapping(batch.flapping);
      Object.assign(states, batch.states);
      if (batch.clockSkewMs !== null) this.clockSkewMs = batch.clockSkewMs;
    }
    if (Object.keys(states).length > 0) this.states = { ...this.states, ...states };
    for (const kind of touched) this.#revisions[kind] += 1;
    for (const batch of batches) if (!batch.more) void this.#api.acknowledge(batch.id);
  }

  #forgetAll(opened: OpenCluster, states: Partial<Record<WatchedKind, WatchState>>, touched: Set<WatchedKind>): void {
    this.opened = opened;
    this.flapping = new Map();
    for (const kind of WATCHED_KINDS) {
      this.#change({ kind, replace: true, put: [], remove: [] });
      states[kind] = { phase: 'idle' };
      touched.add(kind);
    }
  }

  #applyFlapping(changed: ClusterBatch['flapping']): void {
    const flapping = new Map(this.flapping);
    for (const { service, pods } of changed) {
      if (pods.length === 0) flapping.delete(service);
      else flapping.set(service, pods);
    }
    this.flapping = flapping;
  }

  #change(change: KindChange): void {
    const objects: Map<string, KubeObjects[WatchedKind]> = this.#objects[change.kind];
    if (change.replace) objects.clear();
    for (const uid of change.remove) objects.delete(uid);
    for (const object of change.put) objects.set(object.meta.uid, object);
    for (const listener of this.#listeners) listener(change);
  }
}

function everyKind<T>(value: () => T): Record<WatchedKind, T> {
  return {
    Service: value(),
    EndpointSlice: value(),
    Pod: value(),
    Node: value(),
    Namespace: value(),
    Endpoints: value(),
    Event: value(),
    Deployment: value(),
    ReplicaSet: value(),
    StatefulSet: value(),
    DaemonSet: value(),
    NetworkPolicy: value(),
  };
}

function idleStates(): WatchStates {
  return everyKind((): WatchState => ({ phase: 'idle' }));
}
