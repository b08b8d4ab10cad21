import type { RunSide, RunStatus } from '#shared/traffic/run-update.ts';
import { type PodCounts, type SideCounts, sideCounts } from '#shared/traffic/side-counts.ts';
import type { SideTally } from '#shared/traffic/tally.ts';
import { type PodMark, podMark } from './marks.ts';

export interface PodNumbers extends PodCounts {
  readonly mark: PodMark;
}

/** Everything a side's chart and table show. */
export interface SideNumbers extends SideCounts {
  readonly pods: readonly PodNumbers[];
}

export function sideNumbers(status: RunStatus, side: RunSide, tally: SideTally): SideNumbers {
  const counts = sideCounts(status, side, tally);
  return { ...counts, pods: counts.pods.map((pod, index) => ({ ...pod, mark: podMark(index) })) };
}

/** The Pods a chart does not draw one by one: their mean, so that the bar stands on the same scale as the others. */
export interface OtherPods {
  readonly count: number;
  readonly meanByClient: readonly number[];
}

/** The rows a chart draws: all in order while they are few, else the largest and the rest as one. */
export function chartRows(
  numbers: SideNumbers,
  most: number,
): {
  readonly pods: readonly PodNumbers[];
  readonly others: OtherPods | null;
} {
  if (numbers.pods.length <= most) return { pods: numbers.pods, others: null };
  const sorted = numbers.pods.toSorted((a, b) => b.answers - a.answers);
  const rest = sorted.slice(most);
  const byClient = numbers.clients.map((_, client) => rest.reduce((sum, pod) => sum + (pod.byClient[client] ?? 0), 0));
  const mean = byClient.map((answers) => answers / rest.length);
  return { pods: sorted.slice(0, most), others: { count: rest.length, meanByClient: mean } };
}

/** Names without what all of them begin with, cut at a dash, so that what tells them apart is seen. */
export function shortNames(names: readonly string[]): readonly string[] {
  const [first = '', ...others] = names;
  if (others.length === 0) return names;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const cut = first.slice(0, length).lastIndexOf('-') + 1;
  return cut < 4 ? names : names.map((name) => `…${name.slice(cut)}`);
}
