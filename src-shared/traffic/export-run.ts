import { judge } from './affinity.ts';
import type { Hit } from './hit.ts';
import type { RunSide, RunStatus } from './run-update.ts';
import { newSideTally, count, total, unaccounted, type SideTally } from './tally.ts';
import type { Verdict } from './verdict.ts';

/** The file `traffic.export` writes, as JSON. Format: design.md, "State, formats, units". */
export interface RunExport {
  readonly cluster: string;
  readonly services: readonly ExportedService[];
  /** One per side. */
  readonly runs: readonly ExportedSide[];
  readonly hits: readonly Omit<Hit, 'side'>[];
}

export interface ExportedService {
  readonly namespace: string;
  readonly name: string;
  readonly clusterIP: string;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: number | string;
    readonly protocol: string;
  }[];
  readonly sessionAffinity: string;
  readonly endpoints: readonly {
    readonly pod: string;
    readonly ip: string;
    readonly port: number | null;
    readonly ready: boolean;
  }[];
}

export interface ExportedSide {
  readonly service: string;
  readonly sessionAffinity: string;
  readonly vantage: string;
  readonly requests: number;
  /** By kind, only those that occurred. */
  readonly failures: Readonly<Record<string, number>>;
  readonly unidentified: number;
  readonly unaccounted: number;
  readonly clients: readonly {
    readonly name: string;
    readonly ip: string | null;
    readonly hits: Readonly<Record<string, number>>;
  }[];
  /** Pod -> answers counted from the Pods' logs; null where logs were not asked. */
  readonly served: Readonly<Record<string, number>> | null;
  readonly verdict: Verdict;
}

/**
 * @param services the Service of the run (and nothing secret): taken by the caller from its store
 * @param hits every hit of the run, in the order they arrived
 */
export function exportRun(
  cluster: string,
  services: readonly ExportedService[],
  status: RunStatus,
  hits: readonly Hit[],
): RunExport {
  return {
    cluster,
    services,
    runs: status.sides.map((side) => exportSide(side, status, tallyOf(side, status, hits))),
    hits: hits.map(({ seq, at, client, pod, rule, status: answered, latencyMs, error }) => ({
      seq,
      at,
      client,
      pod,
      rule,
      status: answered,
      latencyMs,
      error,
    })),
  };
}

function tallyOf(side: RunSide, status: RunStatus, hits: readonly Hit[]): SideTally {
  const tally = newSideTally(side.affinity);
  for (const hit of hits) if (hit.side === side.affinity) count(tally, hit, status.membershipChanges);
  return tally;
}

function exportSide(side: RunSide, status: RunStatus, tally: SideTally): ExportedSide {
  return {
    service: side.service,
    sessionAffinity: side.affinity,
    vantage: 'client Pods in the cluster, through the ClusterIP',
    requests: side.asked,
    failures: Object.fromEntries(tally.failures),
    unidentified: total(tally.unidentified),
    unaccounted: unaccounted(side.asked, tally),
    clients: status.clients.map(({ name, ip }) => ({ name, ip, hits: hitsOfClient(tally, name) })),
    served:
      side.logged === null
        ? null
        : Object.fromEntries(Object.entries(side.logged).map(([pod, of]) => [pod, sum(Object.values(of))])),
    verdict: judge(tally, { ...status, logged: side.logged }),
  };
}

function hitsOfClient(tally: SideTally, client: string): Readonly<Record<string, number>> {
  const hits = [...tally.pods].flatMap(([pod, counts]) => {
    const number = counts.get(client);
    return number === undefined ? [] : [[pod, number] as const];
  });
  return Object.fromEntries(hits);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
