import type { Pod } from '../kube/pod.ts';
import type { Workload } from '../kube/workload.ts';
import type { Labels } from './compare-labels.ts';
import type { PodOwner } from './pod-owner.ts';
import { podOwner, workloadsByUid } from './pod-owner.ts';

/** Pods of a namespace that have the same owner and the same labels. Made once per change of the Pods, not per keystroke. */
export interface PodGroup {
  readonly owner: PodOwner;
  readonly labels: Labels;
  /** Empty where there is no Pod. */
  readonly example: string;
  /** 0: of a workload that asks for none. */
  readonly pods: number;
  /** Of each of its Pods, all of them; of a workload without Pods those of its template. */
  readonly wholeLabels: readonly Labels[];
}

/** Labels that controllers put on each Pod or each revision: no selector is meant to ask for them unless it does. */
const OF_ONE_POD: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]);

/** Groups Pods by owner and labels; of labels of single Pods only those in `asked` count. Ended Pods are left out. */
export function groupPods(
  pods: readonly Pod[],
  workloads: readonly Workload[] | null,
  asked: Labels = {},
): readonly PodGroup[] {
  const byUid = workloadsByUid(workloads);
  const groups = new Map<string, PodGroup & { example: string; pods: number; readonly wholeLabels: Labels[] }>();
  for (const pod of pods) {
    if (pod.phase === 'Succeeded' || pod.phase === 'Failed') continue;
    const owner = podOwner(pod, byUid);
    let key = `${owner.kind}\n${owner.name}`;
    for (const [name, value] of Object.entries(pod.meta.labels)) {
      if (!OF_ONE_POD.has(name) || Object.hasOwn(asked, name)) key += `\n${name}=${value}`;
    }
    const group = groups.get(key);
    if (group === undefined) {
      const { name, labels } = pod.meta;
      groups.set(key, { owner, labels: countedLabels(labels, asked), example: name, pods: 1, wholeLabels: [labels] });
      continue;
    }
    group.pods += 1;
    group.wholeLabels.push(pod.meta.labels);
    if (pod.meta.name < group.example) group.example = pod.meta.name;
  }
  return [...groups.values()];
}

/**
 * Workloads scaled to 0 as groups of no Pods, with the labels their Pods would have. What another one of them makes is told
 * by that; one whose Pods are still there is a group already.
 */
export function groupsOfNoPods(
  workloads: readonly Workload[],
  groups: readonly PodGroup[],
  asked: Labels = {},
): readonly PodGroup[] {
  const byUid = workloadsByUid(workloads);
  const there = new Set(groups.map(({ owner: { kind, name } }) => `${kind}/${name}`));
  return workloads.flatMap(({ kind, meta, replicas, currentReplicas, podLabels }) => {
    const { name, ownerReferences } = meta;
    if (replicas !== 0 || currentReplicas !== 0 || there.has(`${kind}/${name}`)) return [];
    if (ownerReferences.some(({ controller, uid }) => controller && byUid.has(uid))) return [];
    const labels = countedLabels(podLabels, asked);
    return [{ owner: { kind, name }, labels, example: '', pods: 0, wholeLabels: [podLabels] }];
  });
}

/** Whether a selector tells Pods of one group from one another. */
export function asksForOnePod(selector: Labels | null): boolean {
  return Object.keys(selector ?? {}).some((key) => OF_ONE_POD.has(key));
}

function countedLabels(labels: Labels, asked: Labels): Labels {
  const counted = Object.entries(labels).filter(([key]) => !OF_ONE_POD.has(key) || Object.hasOwn(asked, key));
  return Object.fromEntries(counted);
}
