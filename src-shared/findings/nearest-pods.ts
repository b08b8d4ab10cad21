import { selects } from '../kube/label-selector.ts';
import type { Pod } from '../kube/pod.ts';
import type { Workload } from '../kube/workload.ts';
import type { LabelComparison, Labels } from './compare-labels.ts';
import { compareLabels } from './compare-labels.ts';
import { unlikeness } from './edit-distance.ts';
import type { PodOwner } from './pod-owner.ts';
import { podOwner, workloadsByUid } from './pod-owner.ts';

/** Pods of one owner whose labels differ from a selector in the same way. */
export interface NearestPods extends LabelComparison {
  readonly owner: PodOwner;
  readonly pods: number;
  /** Name of one of them, the first by name. */
  readonly example: string;
  /** More like the selector than not: fit to be named as what was meant. */
  readonly near: boolean;
  /** The selector that would select them, and how many Pods of the namespace it would; null where none is left of it. */
  readonly selectorChange: { readonly selector: Labels; readonly pods: number } | null;
  /** Labels they would need for the selector as it is. */
  readonly labelChange: Labels;
}

/** Pods of a namespace that have the same owner and the same labels. Made once per change of the Pods, not per keystroke. */
export interface PodGroup {
  readonly owner: PodOwner;
  readonly labels: Labels;
  readonly example: string;
  readonly pods: number;
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

/** How many groups are told of; the rest is further off than all of them. */
const TOLD = 5;
/** Up to this distance a pair that differs costs, Pods are near: a typo, an added suffix, a renamed key. */
const NEAR_A_PAIR = 1.7;

/** Groups Pods by owner and labels; of labels of single Pods only those in `asked` count. Ended Pods are left out. */
export function groupPods(
  pods: readonly Pod[],
  workloads: readonly Workload[] | null,
  asked: Labels = {},
): readonly PodGroup[] {
  const byUid = workloadsByUid(workloads);
  const groups = new Map<string, { owner: PodOwner; labels: Labels; example: string; pods: number }>();
  for (const pod of pods) {
    if (pod.phase === 'Succeeded' || pod.phase === 'Failed') continue;
    const owner = podOwner(pod, byUid);
    let key = `${owner.kind}\n${owner.name}`;
    for (const [name, value] of Object.entries(pod.meta.labels)) {
      if (!OF_ONE_POD.has(name) || Object.hasOwn(asked, name)) key += `\n${name}=${value}`;
    }
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { owner, labels: countedLabels(pod, asked), example: pod.meta.name, pods: 1 });
      continue;
    }
    group.pods += 1;
    if (pod.meta.name < group.example) group.example = pod.meta.name;
  }
  return [...groups.values()];
}

/**
 * The Pods nearest to a selector, nearest first: by labels that match, differ (in key or value, by edit distance) or are
 * missing; then by how many they are. Costs as much as there are groups, not Pods. Pods with nothing in common are left out.
 */
export function nearestPods(selector: Labels, groups: readonly PodGroup[]): readonly NearestPods[] {
  const known = new Map<string, number>();
  const unlike = (a: string, b: string): number => {
    const key = `${a}\n${b}`;
    const found = known.get(key) ?? unlikeness(a, b);
    known.set(key, found);
    return found;
  };
  const told = groups
    .map((group) => ({ group, comparison: compareLabels(selector, group.labels, unlike) }))
    .filter(
      ({ comparison: { matches, differs } }) => matches.length > 0 || differs.some(({ kind }) => kind !== 'missing'),
    )
    .sort(
      (a, b) =>
        a.comparison.distance - b.comparison.distance || b.group.pods - a.group.pods || byName(a.group, b.group),
    );
  return merged(told)
    .slice(0, TOLD)
    .map(({ group, comparison }) => nearest(selector, group, comparison, groups));
}

interface Told {
  readonly group: PodGroup;
  readonly comparison: LabelComparison;
}

/** Groups of one owner that differ from the selector in the same way are one: their other labels do not matter here. */
function merged(told: readonly Told[]): readonly Told[] {
  const byDifference = new Map<string, Told>();
  for (const { group, comparison } of told) {
    const key = JSON.stringify([group.owner, comparison.differs]);
    const before = byDifference.get(key);
    const pods = group.pods + (before?.group.pods ?? 0);
    const first = before === undefined || group.example < before.group.example ? group : before.group;
    byDifference.set(key, { group: { ...first, pods }, comparison });
  }
  return [...byDifference.values()];
}

function nearest(
  selector: Labels,
  { owner, pods, example }: PodGroup,
  comparison: LabelComparison,
  groups: readonly PodGroup[],
): NearestPods {
  const { differs, distance } = comparison;
  const changed = selectorFor(selector, comparison);
  const near = differs.every(({ kind }) => kind !== 'missing') && distance <= differs.length * NEAR_A_PAIR;
  return {
    ...comparison,
    owner,
    pods,
    example,
    near,
    selectorChange: Object.keys(changed).length === 0 ? null : { selector: changed, pods: selectedIn(groups, changed) },
    labelChange: Object.fromEntries(differs.map(({ key, wanted }) => [key, wanted])),
  };
}

function selectorFor(selector: Labels, { matches, differs }: LabelComparison): Labels {
  return Object.fromEntries([
    ...matches.map((key) => [key, selector[key] ?? ''] as const),
    ...differs.flatMap((each) =>
      each.kind === 'missing' ? [] : [[each.kind === 'key' ? each.hasKey : each.key, each.has] as const],
    ),
  ]);
}

function selectedIn(groups: readonly PodGroup[], selector: Labels): number {
  return groups.reduce((sum, { labels, pods }) => (selects(selector, labels) ? sum + pods : sum), 0);
}

function countedLabels({ meta }: Pod, asked: Labels): Labels {
  const counted = Object.entries(meta.labels).filter(([key]) => !OF_ONE_POD.has(key) || Object.hasOwn(asked, key));
  return Object.fromEntries(counted);
}

function byName(a: PodGroup, b: PodGroup): number {
  return a.example < b.example ? -1 : a.example > b.example ? 1 : 0;
}
