import type { Pod } from '../kube/pod.ts';
import type { Workload } from '../kube/workload.ts';

/** Who makes a Pod; `kind` is empty for a Pod that no controller makes. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
}

/** The label a Deployment puts on the ReplicaSets and Pods it makes; the ReplicaSet's name ends in its value. */
const TEMPLATE_HASH = 'pod-template-hash';

/**
 * The controller a person knows: of a Deployment's Pods the Deployment, of others the `ownerReference` with
 * `controller: true`. Where workloads are not known, a ReplicaSet whose name ends in the Pod's `pod-template-hash` is a
 * Deployment's all the same. Source: k/k 1.34.4 pkg/controller/deployment/sync.go getNewReplicaSet.
 */
export function podOwner(pod: Pick<Pod, 'meta'>, workloads: ReadonlyMap<string, Workload>): PodOwner {
  const direct = pod.meta.ownerReferences.find(({ controller }) => controller);
  if (direct === undefined) return { kind: '', name: '' };
  const above = workloads.get(direct.uid)?.meta.ownerReferences.find(({ controller }) => controller);
  if (above !== undefined) return { kind: above.kind, name: above.name };
  const hash = pod.meta.labels[TEMPLATE_HASH];
  if (direct.kind === 'ReplicaSet' && hash !== undefined && direct.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: direct.name.slice(0, -hash.length - 1) };
  }
  return { kind: direct.kind, name: direct.name };
}

/** Workloads by uid. */
export function workloadsByUid(workloads: readonly Workload[] | null): ReadonlyMap<string, Workload> {
  return new Map(workloads?.map((workload) => [workload.meta.uid, workload]));
}
