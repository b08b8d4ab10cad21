import type { LastTraffic } from '../findings/diagnosis-input.ts';
import type { SideTally } from './tally.ts';
import { total } from './tally.ts';

/**
 * What a run learned about a port of its Service, for the findings. Its requests went to the ClusterIP, so nobody is named:
 * of a request that fails nobody knows whom it was meant for. Null where nothing has come back.
 * @param port `port` of the ServicePort the run asked
 * @param tallies of both sides: a twin has the same endpoints, so what it met holds for the Service
 * @param at when the run ended, milliseconds since 1970 by the API server's clock
 */
export function lastTrafficOf(port: number, tallies: readonly SideTally[], at: number): LastTraffic | null {
  const sum = (of: (tally: SideTally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  if (sum(({ hits }) => hits) === 0) return null;
  const result = {
    port,
    pod: null,
    answered: sum(({ hits, failures }) => hits - total(failures)),
    refused: sum(({ failures }) => failures.get('refused') ?? 0),
    timeouts: sum(({ failures }) => failures.get('timeout') ?? 0),
  };
  return { at, results: [result] };
}
