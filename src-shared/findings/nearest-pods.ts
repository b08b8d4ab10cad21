import { selects } from '../kube/label-selector.ts';
import type { Service } from '../kube/service.ts';
import type { LabelComparison, LabelDifference, Labels, Unlike } from './compare-labels.ts';
import { compareLabels, UNLIKE } from './compare-labels.ts';
import type { Likeness } from './likeness.ts';
import { likenessOf } from './likeness.ts';
import type { PodGroup } from './pod-groups.ts';
import { asksForOnePod } from './pod-groups.ts';
import type { PodOwner } from './pod-owner.ts';

/** Pods of one owner whose labels differ from a selector in the same way. */
export interface NearestPods extends LabelComparison {
  readonly owner: PodOwner;
  /** 0: their owner is scaled to 0, and the labels are those they would have. */
  readonly pods: number;
  /** Name of one of them, the first by name; empty where there is none. */
  readonly example: string;
  /** Fit to be named, and offered, as what was meant: by a slip of the pen, and nobody else's. */
  readonly near: boolean;
  /** Other Services of the namespace that select them already. */
  readonly selectedBy: readonly string[];
  /** The selector that would select them, and how many Pods of the namespace it would; null where none is left of it. */
  readonly selectorChange: { readonly selector: Labels; readonly pods: number } | null;
  /** Labels they would need for the selector as it is. */
  readonly labelChange: Labels;
}

/** How many groups are told of; the rest is further off than all of them. */
const TOLD = 5;
/** What a slip is more likely than. */
const LIKELIEST: readonly Likeness[] = ['same', 'typo', 'part'];
/** Less than any slip: of two that may have been meant alike the one that has Pods was. */
const WITHOUT_PODS = 0.5;
/** The value to the letter, under a key of another name. */
const UNLIKELIEST = LIKELIEST.length;

/**
 * The Pods nearest to a selector, nearest first: by labels that match, differ (in key or value, by edit distance) or are
 * missing; then by how many they are. Costs as much as there are groups, not Pods. Pods with nothing in common are left out.
 * @param services those of the namespace: Pods that one of them selects are told of and never near, since they may well be
 * that Service's alone. Null, not known: no Pods are near.
 */
export function nearestPods(
  selector: Labels,
  groups: readonly PodGroup[],
  services: readonly Pick<Service, 'meta' | 'selector'>[] | null,
): readonly NearestPods[] {
  const unlike: Unlike = { keys: remembering(UNLIKE.keys), values: remembering(UNLIKE.values) };
  const told = groups
    .map((group) => ({ group, comparison: compareLabels(selector, group.labels, unlike) }))
    .filter(
      ({ comparison: { matches, differs } }) => matches.length > 0 || differs.some(({ kind }) => kind !== 'missing'),
    )
    .sort(
      (a, b) =>
        a.comparison.distance - b.comparison.distance || b.group.pods - a.group.pods || byName(a.group, b.group),
    );
  const found = merged(told)
    .slice(0, TOLD)
    .map(({ group, comparison, groups: all }) => {
      const names = (services ?? []).filter(({ selector }) => selectsAny(selector, all)).map(({ meta }) => meta.name);
      names.sort();
      const change = selectorChangeOf(selector, comparison, groups);
      const slips = services === null || names.length > 0 ? null : slipsOf(comparison.differs, change, group.pods);
      return { slips, nearest: nearest(group, comparison, change, names) };
    });
  const least = Math.min(...found.map(({ slips }) => slips ?? Number.POSITIVE_INFINITY));
  const meant = found.filter(({ slips }) => slips === least).map((each) => each.nearest);
  // Two that may have been meant alike: which one is anybody's guess.
  const selectors = new Set(meant.map(({ selectorChange }) => JSON.stringify(selectorChange?.selector)));
  if (selectors.size !== 1) return found.map((each) => each.nearest);
  return [
    ...meant.map((each) => ({ ...each, near: true })),
    ...found.filter(({ slips }) => slips !== least).map((each) => each.nearest),
  ];
}

function remembering(unlike: (a: string, b: string) => number): (a: string, b: string) => number {
  const known = new Map<string, number>();
  return (a, b) => {
    const key = `${a}\n${b}`;
    const found = known.get(key) ?? unlike(a, b);
    known.set(key, found);
    return found;
  };
}

/** How many slips, and how unlikely ones, make the selector of what the Pods have; null where it takes more than slips. */
function slipsOf(differs: readonly LabelDifference[], change: ChangedSelector | null, pods: number): number | null {
  // A value under another key may be that of something they all are part of.
  if (change === null || (change.owners > 1 && differs.some(({ kind }) => kind === 'key'))) return null;
  const ranks = differs.map(rankOf);
  const found = ranks.filter((rank) => rank !== null);
  const begin = pods === 0 ? WITHOUT_PODS : 0;
  return found.length < ranks.length ? null : found.reduce((sum, rank) => sum + UNLIKELIEST + 1 + rank, begin);
}

/** Of slips the likelier one has the lower rank; null: none. */
function rankOf(difference: LabelDifference): number | null {
  if (difference.kind === 'missing') return null;
  const { key, wanted, has } = difference;
  const value = wanted === has ? 'same' : likenessOf(wanted, has);
  if (value === null) return null;
  if (difference.kind === 'value') return LIKELIEST.indexOf(value);
  const alike = likenessOf(key, difference.hasKey);
  if (alike !== null) return Math.max(LIKELIEST.indexOf(alike), LIKELIEST.indexOf(value));
  return wanted === has ? UNLIKELIEST : null;
}

interface Told {
  readonly group: PodGroup;
  readonly comparison: LabelComparison;
}

interface Merged extends Told {
  /** What it is made of: a Service may select some of them. */
  readonly groups: readonly PodGroup[];
}

function selectsAny(selector: Service['selector'], groups: readonly PodGroup[]): boolean {
  const labels = asksForOnePod(selector)
    ? groups.flatMap(({ wholeLabels }) => wholeLabels)
    : groups.map((group) => group.labels);
  return labels.some((each) => selects(selector, each));
}

/** Groups of one owner that differ from the selector in the same way are one: their other labels do not matter here. */
function merged(told: readonly Told[]): readonly Merged[] {
  const byDifference = new Map<string, Merged & { readonly groups: PodGroup[] }>();
  for (const { group, comparison } of told) {
    const key = JSON.stringify([group.owner, comparison.differs]);
    const before = byDifference.get(key);
    const pods = group.pods + (before?.group.pods ?? 0);
    const first = before === undefined || group.example < before.group.example ? group : before.group;
    const groups = before?.groups ?? [];
    groups.push(group);
    byDifference.set(key, { group: { ...first, pods }, comparison, groups });
  }
  return [...byDifference.values()];
}

/** A selector, and whom it would select. */
interface ChangedSelector {
  readonly selector: Labels;
  readonly pods: number;
  readonly owners: number;
}

function selectorChangeOf(
  selector: Labels,
  comparison: LabelComparison,
  groups: readonly PodGroup[],
): ChangedSelector | null {
  const changed = selectorFor(selector, comparison);
  if (Object.keys(changed).length === 0) return null;
  const selected = groups.filter(({ labels }) => selects(changed, labels));
  return {
    selector: changed,
    pods: selected.reduce((sum, { pods }) => sum + pods, 0),
    owners: new Set(selected.map(({ owner }) => `${owner.kind}/${owner.name}`)).size,
  };
}

function nearest(
  { owner, pods, example }: PodGroup,
  comparison: LabelComparison,
  change: ChangedSelector | null,
  selectedBy: readonly string[],
): NearestPods {
  return {
    ...comparison,
    owner,
    pods,
    example,
    near: false,
    selectedBy,
    selectorChange: change === null ? null : { selector: change.selector, pods: change.pods },
    labelChange: Object.fromEntries(comparison.differs.map(({ key, wanted }) => [key, wanted])),
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

function byName(a: PodGroup, b: PodGroup): number {
  return a.example < b.example ? -1 : a.example > b.example ? 1 : 0;
}
