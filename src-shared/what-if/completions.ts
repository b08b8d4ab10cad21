import type { Pod } from '../kube/pod.ts';
import type { Protocol } from '../kube/service.ts';
import type { Labels } from './change.ts';
import type { LabelIndex } from './label-index.ts';

/** Text that exists, and how many Pods of the namespace have it. */
export interface Completion {
  readonly text: string;
  readonly pods: number;
}

/** How many are worth reading. */
const OFFERED = 50;
/** Labels a controller puts on each Pod or each revision: true, and hardly ever what a selector is meant to ask for. */
const GENERATED =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|.*pod-name|.*pod-index|.*-uid)$/;

/** Keys that exist, without those in `used`; the best fit to what is typed first, then the most Pods. */
export function keyCompletions(index: LabelIndex, typed: string, used: readonly string[]): readonly Completion[] {
  const counts = new Map<string, number>();
  for (const { labels, pods } of index.groups) {
    for (const key of Object.keys(labels)) counts.set(key, (counts.get(key) ?? 0) + pods.length);
  }
  for (const key of used) counts.delete(key);
  return ranked(counts, typed);
}

/** Values that exist under a key on Pods that have the other pairs too; on any, where no Pod has those. */
export function valueCompletions(index: LabelIndex, key: string, typed: string, others: Labels): readonly Completion[] {
  const beside = valueCounts(index, key, Object.entries(others));
  return ranked(beside.size > 0 ? beside : valueCounts(index, key, []), typed);
}

/** Names and numbers of the container ports the Pods have for a protocol: what a targetPort can be. */
export function targetPortCompletions(pods: readonly Pod[], protocol: Protocol, typed: string): readonly Completion[] {
  const counts = new Map<string, number>();
  for (const { containers, initContainers } of pods) {
    const listening = [...containers, ...initContainers.filter(({ sidecar }) => sidecar)];
    const ports = listening.flatMap((container) => container.ports.filter((port) => port.protocol === protocol));
    const texts = ports.flatMap(({ name, containerPort }) => [...(name === null ? [] : [name]), String(containerPort)]);
    for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return ranked(counts, typed);
}

function valueCounts(
  { groups }: LabelIndex,
  key: string,
  others: readonly (readonly [string, string])[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { labels, pods } of groups) {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value === undefined || !others.every(([other, wanted]) => labels[other] === wanted)) continue;
    counts.set(value, (counts.get(value) ?? 0) + pods.length);
  }
  return counts;
}

function ranked(counts: ReadonlyMap<string, number>, typed: string): readonly Completion[] {
  const wanted = typed.trim().toLowerCase();
  const fit = (text: string): number => {
    const at = text.toLowerCase().indexOf(wanted);
    return (at < 0 ? 3 : at === 0 ? 0 : /[./-]/.test(text[at - 1] ?? '') ? 1 : 2) + (GENERATED.test(text) ? 4 : 0);
  };
  return [...counts]
    .map(([text, pods]) => ({ text, pods, fit: fit(text) }))
    .sort((a, b) => a.fit - b.fit || b.pods - a.pods || (a.text < b.text ? -1 : 1))
    .slice(0, OFFERED)
    .map(({ text, pods }) => ({ text, pods }));
}
