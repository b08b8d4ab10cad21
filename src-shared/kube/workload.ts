import type { ObjectMeta } from './object-meta.ts';

/** Kinds that own Pods and can be scaled or can have none: why a selector matches nobody is often written there. */
export type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet';

/** The fields of an apps/v1 workload that findings read. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly meta: ObjectMeta;
  /** `spec.replicas`; null for a DaemonSet, which has none (its Nodes decide). */
  readonly replicas: number | null;
  /** `status.replicas`, or `status.currentNumberScheduled` of a DaemonSet: Pods that exist now. */
  readonly currentReplicas: number;
  /** `spec.template.metadata.labels`: what its Pods have, or would have. */
  readonly podLabels: Readonly<Record<string, string>>;
}
