import type { NamespacedName } from '../kube/object-key.ts';
import type { HistoryCause, HistoryEntry, ListedState, Moment, ServiceHistory } from './history.ts';
import { isMemberEntry } from './history.ts';

/** What "Export JSON" writes of a history. Times are RFC 3339, by the API server's clock. */
export interface HistoryExport {
  readonly cluster: string;
  readonly service: NamespacedName;
  readonly exported: string;
  readonly recordingSince: string;
  /** Every change since then is in `changes`. */
  readonly completeSince: string;
  readonly dropped: number;
  readonly notWatched: readonly { readonly from: string; readonly to: string | null }[];
  /** Who stood in the slices at `completeSince`. */
  readonly atFirst: readonly { readonly name: string; readonly uid: string; readonly state: ListedState }[];
  readonly changes: readonly ExportedChange[];
}

interface ExportedChange {
  readonly at: string;
  /** Where it was not seen as it happened: after this. */
  readonly after: string | null;
  readonly what: HistoryEntry['what'];
  /** Name and uid of the Pod, or its address twice; null for a change of the Service itself. */
  readonly pod: { readonly name: string; readonly uid: string } | null;
  readonly why: HistoryCause | null;
  readonly fields: readonly { readonly field: string; readonly from: string; readonly to: string }[];
}

export function exportHistory(
  cluster: string,
  service: NamespacedName,
  history: ServiceHistory,
  now: Moment,
): HistoryExport {
  return {
    cluster,
    service: { namespace: service.namespace, name: service.name },
    exported: time(now),
    recordingSince: time(history.began),
    completeSince: time(history.start),
    dropped: history.dropped,
    notWatched: history.gaps.map(({ from, to }) => ({ from: time(from), to: to === null ? null : time(to) })),
    atFirst: history.base.map(({ name, key, state }) => ({ name, uid: key, state })),
    changes: history.entries.map(exported),
  };
}

function exported(entry: HistoryEntry): ExportedChange {
  const member = isMemberEntry(entry);
  return {
    at: time(entry.at),
    after: entry.since === null ? null : time(entry.since),
    what: entry.what,
    pod: member ? { name: entry.member.name, uid: entry.member.key } : null,
    why: member ? entry.why : null,
    fields: member ? [] : entry.fields,
  };
}

function time(moment: Moment): string {
  return new Date(moment).toISOString();
}
