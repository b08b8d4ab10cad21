import type { OwnerReference } from '../kube/object-meta.ts';
import type { Pod } from '../kube/pod.ts';
import type { Workload } from '../kube/workload.ts';
import type { Labels } from './change.ts';
import { labelDifference } from './label-difference.ts';

/** The owner that may let a Pod go, and the labels of its template that the Pod would not have any more. */
export interface LostOwner {
  readonly owner: Pick<OwnerReference, 'kind' | 'name'>;
  readonly keys: readonly string[];
}

/**
 * Whether a Pod would lose its controller by other labels: one lets go of a Pod its selector no longer selects, and makes
 * another. Its selector asks for labels of its template only; which of them is not known here, and where the workload is
 * not known, any label that changes may be one. Null: it keeps its owner, or has none. Source: k/k 1.34.4
 * pkg/controller/controller_ref_manager.go ClaimObject.
 */
export function lostOwner(pod: Pod, labels: Labels, workloads: readonly Workload[] | null): LostOwner | null {
  const owner = pod.meta.ownerReferences.find(({ controller }) => controller);
  if (owner === undefined) return null;
  const template = workloads?.find(({ meta }) => meta.uid === owner.uid)?.podLabels;
  const changed = Object.keys(labelDifference(pod.meta.labels, labels)).filter(
    (key) => Object.hasOwn(pod.meta.labels, key) && (template === undefined || Object.hasOwn(template, key)),
  );
  return changed.length === 0 ? null : { owner: { kind: owner.kind, name: owner.name }, keys: changed };
}
