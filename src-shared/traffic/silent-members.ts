import type { HitError } from './hit.ts';
import { evenShareExpected } from './affinity.ts';
import { requestsToReachAll, Z_999 } from './even-choice.ts';
import type { RunStatus } from './run-update.ts';
import { answersOf, type SideTally, total } from './tally.ts';

/** Members that never answered, and the failure that all requests to them came to. */
export interface SilentMembers {
  readonly pods: readonly string[];
  readonly error: HitError;
}

/**
 * Who is behind the failures of a run, where that can be told: members that were ready throughout and never answered while
 * others did, in so many requests that random choice has reached each of them with 99.9 %, with as many failures of one kind
 * as their share is. Null where it can't: with session affinity, kept connections, answers of nobody known, or endpoints that
 * came and went, who was asked is not known.
 * @param tally of the side without affinity
 */
export function silentMembers(
  tally: SideTally,
  { members, membershipChanges, caveats }: Pick<RunStatus, 'members' | 'membershipChanges' | 'caveats'>,
): SilentMembers | null {
  if (tally.side !== 'None' || membershipChanges.length > 0) return null;
  if (!evenShareExpected(caveats) || caveats.some(({ code }) => code === 'mesh')) return null;
  // Whoever gave an answer that nobody could be told from is not silent.
  if (total(tally.unidentified) > 0 || tally.failures.has('too-large')) return null;
  const ready = [...new Set(members.map(({ pod }) => pod))];
  if (ready.length < 2 || tally.hits < requestsToReachAll(ready.length)) return null;
  const pods = ready.filter((pod) => answersOf(tally, pod) === 0).sort();
  if (pods.length === 0 || pods.length === ready.length) return null;
  const share = pods.length / ready.length;
  const expected = tally.hits * share;
  const reach = Z_999 * Math.sqrt(expected * (1 - share));
  const causes = [...tally.failures].filter(([, requests]) => Math.abs(requests - expected) <= reach);
  const [cause] = causes;
  return cause === undefined || causes.length > 1 ? null : { pods, error: cause[0] };
}
