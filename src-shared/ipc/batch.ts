import type { FlappingPod } from '../findings/diagnosis-input.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { WatchedKind } from '../kube/object-key.ts';
import type { WatchState } from './watch-state.ts';

/** What one window is looking at. Made anew by each `cluster.open`. */
export interface OpenCluster {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly user: string;
  /** Null: all namespaces. */
  readonly namespace: string | null;
}

/** State, not deltas: keyed by uid, the last one wins, applying one twice changes nothing. */
export interface KindChange {
  readonly kind: WatchedKind;
  /** True: forget every object of this kind first. Only for a view that has nothing yet. */
  readonly replace: boolean;
  readonly put: readonly KubeObject[];
  /** uids. */
  readonly remove: readonly string[];
}

/** State, as a change is: of one Service the Pods that flap, as its history tells. Empty: none does any more. */
export interface ServiceFlapping {
  /** `namespace/name`. */
  readonly service: string;
  readonly pods: readonly FlappingPod[];
}

/** One message of the `cluster` event. At most one is unacknowledged per window; each stays below 64 KB. */
export interface ClusterBatch {
  /** To be acknowledged with `cluster.acknowledge`. */
  readonly id: number;
  /** The message is full and more waits: acknowledge it on arrival. Otherwise once it is applied: a message a frame is enough. */
  readonly more: boolean;
  /** Set on the first message after `cluster.open` or a reload: everything before it is void. */
  readonly opened: OpenCluster | null;
  readonly changes: readonly KindChange[];
  readonly flapping: readonly ServiceFlapping[];
  readonly states: Partial<Readonly<Record<WatchedKind, WatchState>>>;
  /** API server's clock minus this computer's, milliseconds; null until an answer carried a Date header. */
  readonly clockSkewMs: number | null;
}
