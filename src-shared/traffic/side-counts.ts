import { evenShareExpected } from './affinity.ts';
import { expectedBand, type ExpectedBand } from './even-choice.ts';
import type { RunMember, RunSide, RunStatus } from './run-update.ts';
import { type SideTally, total, unaccounted } from './tally.ts';

/** What one Pod answered on one side. */
export interface PodCounts {
  readonly pod: string;
  /** In the order of the run's clients. */
  readonly byClient: readonly number[];
  readonly answers: number;
  /** Left the endpoints, or joined them, while the run went on. */
  readonly change: 'gone' | 'joined' | null;
}

/** What a side's requests came to. Conservation: asked = answers + unidentified + failed + missing. */
export interface SideCounts {
  readonly pods: readonly PodCounts[];
  readonly clients: readonly string[];
  /** Answers whose Pod is known. */
  readonly answers: number;
  readonly unidentified: number;
  readonly failed: number;
  /** Asked and not reported: on the way, or unaccounted once the run has ended. */
  readonly missing: number;
  readonly asked: number;
  /** What each Pod has where each request is a choice at random among all; null where that is not to be expected. */
  readonly expected: ExpectedBand | null;
}

/** The numbers of one side, by the Pods' logs where they were counted. Everyone who was ever ready has a row. */
export function sideCounts(status: RunStatus, side: RunSide, tally: SideTally): SideCounts {
  const clients = status.clients.map(({ name }) => name);
  const counts = side.logged === null ? tally.pods : loggedCounts(side.logged);
  const names = [...new Set([...status.members.map(({ pod }) => pod), ...counts.keys()])];
  const pods = names.map((pod): PodCounts => {
    const byClient = clients.map((client) => counts.get(pod)?.get(client) ?? 0);
    const change = changeOf(status.members.filter((member) => member.pod === pod));
    return { pod, byClient, answers: total(counts.get(pod)), change };
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
    expected: even && answers > 0 ? expectedBand(answers, pods.length) : null,
  };
}

function loggedCounts(logged: NonNullable<RunSide['logged']>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(Object.entries(logged).map(([pod, clients]) => [pod, new Map(Object.entries(clients))]));
}

function changeOf(members: readonly RunMember[]): PodCounts['change'] {
  const [first] = members;
  if (first === undefined) return null;
  if (members.every(({ until }) => until !== null)) return 'gone';
  return members.every(({ from }) => from !== null) ? 'joined' : null;
}
