import type { BaseMember, HistoryEntry, ListedState, MemberEntry, Moment, ServiceEntry } from './history.ts';
import { isMemberEntry } from './history.ts';

/** What is kept of one Service: who was in at `start`, and each change since. */
export interface HistoryLog {
  readonly start: Moment;
  readonly base: ReadonlyMap<string, BaseMember>;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  readonly dropped: number;
  /** Id of the latest entry there ever was. */
  readonly lastId: number;
}

type WithoutId<E> = E extends HistoryEntry ? Omit<E, 'id'> : never;
/** An entry before it stands in a log. */
export type NewEntry = WithoutId<MemberEntry> | WithoutId<ServiceEntry>;

export function beginLog(start: Moment, standings: { values(): Iterable<BaseMember> }): HistoryLog {
  const base = Array.from(standings.values(), ({ key, name, state }): [string, BaseMember] => [
    key,
    { key, name, state },
  ]);
  return { start, base: new Map(base), entries: [], dropped: 0, lastId: 0 };
}

/**
 * The log with these entries, oldest first; of more than `limit` the oldest are dropped, a tenth at once: each time costs as
 * much as there are members.
 */
export function append(log: HistoryLog, added: readonly NewEntry[], limit: number): HistoryLog {
  if (added.length === 0) return log;
  const numbered = added.map((entry, index): HistoryEntry => ({ ...entry, id: log.lastId + index + 1 }));
  const entries = [...log.entries, ...numbered];
  const longer = { ...log, entries, lastId: log.lastId + added.length };
  const over = entries.length - limit;
  return over <= 0 ? longer : dropOldest(longer, Math.max(over, Math.floor(limit / 10)));
}

/** The log without its oldest entries, which go into `base`: what is left still says who is in. */
export function dropOldest(log: HistoryLog, count: number): HistoryLog {
  if (count <= 0) return log;
  const gone = log.entries.slice(0, count);
  const last = gone.at(-1);
  if (last === undefined) return log;
  const base = new Map(log.base);
  for (const entry of gone) apply(base, entry);
  return { ...log, start: last.at, base, entries: log.entries.slice(count), dropped: log.dropped + gone.length };
}

/** Who stands in the slices after all that is told, by key. */
export function replay({ base, entries }: Pick<HistoryLog, 'base' | 'entries'>): ReadonlyMap<string, ListedState> {
  const members = new Map(base);
  for (const entry of entries) apply(members, entry);
  return new Map([...members].map(([key, { state }]) => [key, state]));
}

function apply(members: Map<string, BaseMember>, entry: HistoryEntry): void {
  if (!isMemberEntry(entry)) return;
  const { member, state } = entry;
  if (state === null) members.delete(member.key);
  else members.set(member.key, { ...member, state });
}
