import { evenShareExpected } from '#shared/traffic/affinity.ts';
import type { RunMember, RunSide, RunStatus } from '#shared/traffic/run-update.ts';
import { type SideTally, total, unaccounted } from '#shared/traffic/tally.ts';
import { type PodMark, podMark } from './marks.ts';

export interface PodNumbers {
  readonly pod: string;
  readonly mark: PodMark;
  /** In the order of the run's clients. */
  readonly byClient: readonly number[];
  readonly answers: number;
  /** Left the endpoints, or joined them, while the run went on. */
  readonly change: 'gone' | 'joined' | null;
}

/** Everything a side's chart and table show. Conservation: asked = answers + unidentified + failed + missing. */
export interface SideNumbers {
  readonly pods: readonly PodNumbers[];
  readonly clients: readonly string[];
  /** Answers whose Pod is known. */
  readonly answers: number;
  readonly unidentified: number;
  readonly failed: number;
  /** Asked and not reported: on the way, or unaccounted once the run has ended. */
  readonly missing: number;
  readonly asked: number;
  /** What each Pod would have if all shared evenly; null where that is not to be expected. */
  readonly expected: number | null;
}

export function sideNumbers(status: RunStatus, side: RunSide, tally: SideTally): SideNumbers {
  const clients = status.clients.map(({ name }) => name);
  const counts = side.logged === null ? tally.pods : loggedCounts(side.logged);
  const names = [...new Set([...status.members.map(({ pod }) => pod), ...counts.keys()])];
  const pods = names.map((pod, index): PodNumbers => {
    const byClient = clients.map((client) => counts.get(pod)?.get(client) ?? 0);
    const change = changeOf(status.members.filter((member) => member.pod === pod));
    return { pod, mark: podMark(index), byClient, answers: total(counts.get(pod)), change };
  });
  const answers = pods.reduce((sum, pod) => sum + pod.answers, 0);
  const constant = status.membershipChanges.length === 0 && pods.length > 1;
  const even = side.affinity === 'None' && constant && evenShareExpected(status.caveats);
  return {
    pods,
    clients,
    answers,
    unidentified: Math.max(0, total(tally.unidentified) - (side.logged === null ? 0 : answers)),
    failed: total(tally.failures),
    missing: unaccounted(side.asked, tally),
    asked: side.asked,
    expected: even && answers > 0 ? answers / pods.length : null,
  };
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

function loggedCounts(logged: NonNullable<RunSide['logged']>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(Object.entries(logged).map(([pod, clients]) => [pod, new Map(Object.entries(clients))]));
}

function changeOf(members: readonly RunMember[]): PodNumbers['change'] {
  const [first] = members;
  if (first === undefined) return null;
  if (members.every(({ until }) => until !== null)) return 'gone';
  return members.every(({ from }) => from !== null) ? 'joined' : null;
}
