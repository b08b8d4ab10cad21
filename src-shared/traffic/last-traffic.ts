import type { BrokenBy, LastTraffic } from '../findings/diagnosis-input.ts';
import type { RunStatus } from './run-update.ts';
import { silentMembers } from './silent-members.ts';
import type { SideTally } from './tally.ts';
import { total } from './tally.ts';

/** What a run learned of a Service, and whom it asked: its word holds for those alone. */
export interface LearnedTraffic {
  readonly traffic: LastTraffic;
  readonly run: Pick<RunStatus, 'members' | 'membershipChanges'>;
  /** Milliseconds since 1970 by the API server's clock. */
  readonly began: number;
}

/** All that ends a request but a refusal, the timeout, and an answer larger than is kept, which is an answer. */
const BROKEN: readonly BrokenBy[] = ['reset', 'tls', 'unreachable', 'dns', 'other'];

/**
 * What a run learned about a port of its Service, for the findings. Its requests went to the ClusterIP: of one that fails
 * nobody knows whom it was meant for, but of all together it can often be told. Null where nothing has come back.
 * @param tallies of both sides: a twin has the same endpoints, so what it met holds for the Service
 * @param at when the run ended, milliseconds since 1970 by the API server's clock
 */
export function lastTrafficOf(
  status: Pick<RunStatus, 'members' | 'membershipChanges' | 'caveats' | 'request'>,
  tallies: readonly SideTally[],
  at: number,
): LastTraffic | null {
  const sum = (of: (tally: SideTally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  if (sum(({ hits }) => hits) === 0) return null;
  const failed = (error: BrokenBy | 'refused' | 'timeout' | 'too-large'): number =>
    sum(({ failures }) => failures.get(error) ?? 0);
  const broken = BROKEN.map((by) => ({ by, requests: failed(by) })).filter(({ requests }) => requests > 0);
  const result = {
    port: status.request.port,
    answered: sum(({ hits, failures }) => hits - total(failures)) + failed('too-large'),
    refused: failed('refused'),
    timeouts: failed('timeout'),
    broken: broken.sort((a, b) => b.requests - a.requests),
    serverErrors: serverErrors(tallies),
    silent: tallies.map((tally) => silentMembers(tally, status)).find((silent) => silent !== null) ?? null,
  };
  return { at, results: [result] };
}

/** Answers by which the server says that it failed (RFC 9110 15.6), by status, ascending. */
function serverErrors(tallies: readonly SideTally[]): LastTraffic['results'][number]['serverErrors'] {
  const counts = new Map<number, number>();
  for (const { statuses } of tallies) {
    for (const [status, requests] of statuses) {
      if (status >= 500) counts.set(status, (counts.get(status) ?? 0) + requests);
    }
  }
  return [...counts].map(([status, requests]) => ({ status, requests })).sort((a, b) => a.status - b.status);
}
