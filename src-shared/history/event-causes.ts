import { isReadinessFailure, type KubeEvent } from '../kube/kube-event.ts';
import type { HistoryCause, HistoryEntry, MemberEntry, Moment } from './history.ts';
import { isMemberEntry } from './history.ts';

/** The probe that made a Pod not ready ran before it; with the defaults (3 failures, 10 s apart) up to 30 s before. */
const PROBED_BEFORE_MS = 120_000;
/** Whole seconds, and clocks of several computers. */
const SLACK_MS = 5_000;
const DELETED_BEFORE_MS = 10 * 60_000;

/**
 * The entries with what Events add: the words of a probe that failed, and the controller that deleted a Pod. The same list
 * where they add nothing. Events live an hour and are read for one Service at a time, so what they told once is kept.
 */
export function explainByEvents(
  entries: readonly HistoryEntry[],
  events: readonly KubeEvent[],
): readonly HistoryEntry[] {
  const probes = events.filter(isReadinessFailure);
  const deletions = events.filter(({ reason }) => reason === 'SuccessfulDelete');
  if (probes.length === 0 && deletions.length === 0) return entries;
  const explained = entries.map((entry): HistoryEntry => {
    if (!isMemberEntry(entry)) return entry;
    const why = clearer(entry, probes, deletions);
    return why === entry.why ? entry : { ...entry, why };
  });
  return explained.every((entry, index) => entry === entries[index]) ? entries : explained;
}

function clearer(
  { why, at, member }: MemberEntry,
  probes: readonly KubeEvent[],
  deletions: readonly KubeEvent[],
): HistoryCause {
  if (why.code === 'reason' && why.reason.code === 'readiness-probe' && why.reason.message === null) {
    const { container } = why.reason;
    const probe = latest(
      probes.filter(
        (event) =>
          event.involved.uid === member.key &&
          (event.container === null || event.container === container) &&
          spans(event, at),
      ),
    );
    return probe === undefined ? why : { code: 'reason', reason: { ...why.reason, message: probe.message } };
  }
  if (why.code === 'deleted' && why.by === null) {
    const deletion = latest(deletions.filter((event) => names(event, member.name) && isBefore(event, at)));
    if (deletion === undefined) return why;
    const { kind, name } = deletion.involved;
    return { code: 'deleted', by: { kind: 'controller', controller: kind, name } };
  }
  return why;
}

/** The Event, which tells of its first and last time only, was going on when the Pod turned. */
function spans({ meta, lastSeen }: KubeEvent, at: Moment): boolean {
  return Date.parse(lastSeen) >= at - PROBED_BEFORE_MS && Date.parse(meta.creationTimestamp) <= at + SLACK_MS;
}

function isBefore({ lastSeen }: KubeEvent, at: Moment): boolean {
  const seen = Date.parse(lastSeen);
  return seen <= at + SLACK_MS && seen >= at - DELETED_BEFORE_MS;
}

/** "Deleted pod: web-x7k2q" of a ReplicaSet, "delete Pod web-0 in StatefulSet web successful" of a StatefulSet. */
function names({ message }: KubeEvent, pod: string): boolean {
  return message.split(/\s+/).includes(pod);
}

function latest(events: readonly KubeEvent[]): KubeEvent | undefined {
  return events.reduce<KubeEvent | undefined>(
    (last, event) => (last === undefined || event.lastSeen > last.lastSeen ? event : last),
    undefined,
  );
}
