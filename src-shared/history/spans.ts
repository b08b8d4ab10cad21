import type { HistoryGap, HistoryMember, ListedState, Moment, ServiceHistory } from './history.ts';
import { isMemberEntry } from './history.ts';

/** A time in which a member stood in one way. */
export interface Span {
  readonly from: Moment;
  /** `now` where it lasts. */
  readonly to: Moment;
  /** unseen: it changed some time in it, nobody watched. */
  readonly state: ListedState | 'unseen';
}

export interface MemberSpans extends HistoryMember {
  /** Oldest first, never touching the time it was out. */
  readonly spans: readonly Span[];
  /** How it stands now; null: out. */
  readonly state: ListedState | null;
  /** When it last changed; null: never since the history starts. */
  readonly changed: Moment | null;
}

/** For each Pod or address when it was in, listed without traffic, or out: who changed last comes first. */
export function memberSpans({ start, base, entries }: ServiceHistory, now: Moment): readonly MemberSpans[] {
  const members = new Map<string, Growing>(
    base.map((member) => [member.key, growing(member, { from: start, to: now, state: member.state })]),
  );
  for (const entry of entries) {
    if (!isMemberEntry(entry)) continue;
    const { member, state, at, since } = entry;
    const known = members.get(member.key) ?? growing(member, null);
    members.set(member.key, known);
    const until = since === null ? at : Math.max(since, known.open?.from ?? known.changed ?? start);
    if (known.open !== null) known.spans.push({ ...known.open, to: until });
    if (until < at) known.spans.push({ from: until, to: at, state: 'unseen' });
    known.open = state === null ? null : { from: at, to: now, state };
    known.changed = at;
  }
  return [...members.values()]
    .map(({ key, name, spans, open, changed }) => ({
      key,
      name,
      spans: open === null ? spans : [...spans, { ...open, to: Math.max(now, open.from) }],
      state: open === null || open.state === 'unseen' ? null : open.state,
      changed,
    }))
    .sort(byChangeThenName);
}

interface Growing extends HistoryMember {
  readonly spans: Span[];
  open: Span | null;
  changed: Moment | null;
}

function growing({ key, name }: HistoryMember, open: Span | null): Growing {
  return { key, name, spans: [], open, changed: null };
}

function byChangeThenName(a: MemberSpans, b: MemberSpans): number {
  const byChange = (b.changed ?? -Infinity) - (a.changed ?? -Infinity);
  if (Number.isFinite(byChange) && byChange !== 0) return byChange;
  if ((a.changed === null) !== (b.changed === null)) return a.changed === null ? 1 : -1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The gaps that fall into a time, cut to it. */
export function gapsWithin(
  gaps: readonly HistoryGap[],
  from: Moment,
  now: Moment,
): readonly { readonly from: Moment; readonly to: Moment }[] {
  return gaps
    .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to ?? now, now) }))
    .filter((gap) => gap.to > gap.from);
}
