import type { KubeObjects } from '#shared/kube/kube-object.ts';
import type { WatchedKind } from '#shared/kube/object-key.ts';
import type { ObjectSink, ObjectStore } from './store.ts';

/** The stores of everything that is watched. */
export type ClusterStores = { readonly [K in WatchedKind]: ObjectStore<KubeObjects[K]> };

/** Starts mirroring one kind into a sink, until the signal aborts. */
export type StartReflector = <K extends WatchedKind>(kind: K, watch: KindWatch<K>) => void;

export interface KindWatch<K extends WatchedKind> {
  /** Null: all namespaces. */
  readonly namespace: string | null;
  /** One object only. */
  readonly name?: string;
  readonly sink: ObjectSink<KubeObjects[K]>;
  readonly signal: AbortSignal;
}
