import type { HistoryEntry, HistoryGap, ListedState, Moment, ServiceHistory } from '#shared/history/history.ts';
import { gapsWithin, memberSpans, type Span } from '#shared/history/spans.ts';

/** A part of a line, in percent of the time that is shown. */
export interface DrawnSpan {
  readonly left: number;
  readonly width: number;
  readonly state: Span['state'];
  readonly from: Moment;
  readonly to: Moment;
}

export interface DrawnRow {
  readonly key: string;
  readonly name: string;
  readonly state: ListedState | 'out';
  /** How often it changed in the time that is shown. */
  readonly turns: number;
  readonly spans: readonly DrawnSpan[];
}

export interface Timeline {
  readonly from: Moment;
  readonly to: Moment;
  readonly rows: readonly DrawnRow[];
  /** Members that are not drawn. */
  readonly more: number;
  readonly gaps: readonly { readonly left: number; readonly width: number }[];
}

/** What a part of a line may mean, as the legend has it; `gap` too where a member was not seen though somebody watched. */
export const MARKED_STATES = ['in', 'not-ready', 'out', 'gap'] as const;
export type MarkedState = (typeof MARKED_STATES)[number];

const ROWS = { least: 3, most: 6, height: 16 };
/** Lines of the list that are to be seen without scrolling, each of so many pixels if it is not wrapped. */
const LIST = { lines: 5, height: 25 };
/** Everything of the tab that is neither: its edges, its first line, the axis, the list's headings. */
const REST = 102;

/** How many Pods are drawn, that their lines and the latest changes are both to be seen in so many pixels; 0: not known. */
export function rowsBeside(height: number, changes: number): number {
  if (height === 0) return ROWS.most;
  const left = height - REST - LIST.height * Math.min(changes, LIST.lines);
  return Math.min(Math.max(Math.floor(left / ROWS.height), ROWS.least), ROWS.most);
}

/** Of the time since the first change so much is shown before it, so that it is seen to be a change. */
const LEAD = 0.12;
const LEAST_MS = 10_000;

/** What is drawn: from a little before the first change that is known until now, those who changed last first. */
export function timelineOf(history: ServiceHistory, now: Moment, rows: number): Timeline {
  const to = Math.max(now, history.start + LEAST_MS);
  const first = firstChange(history);
  const lead = first === null ? Infinity : Math.max(LEAST_MS, (to - first) * LEAD);
  const from = Math.max(history.start, (first ?? to) - lead);
  const percent = (moment: Moment): number => (100 * (Math.min(Math.max(moment, from), to) - from)) / (to - from);
  const part = (span: { readonly from: Moment; readonly to: Moment }) => ({
    left: percent(span.from),
    width: percent(span.to) - percent(span.from),
  });
  const members = memberSpans(history, to);
  return {
    from,
    to,
    rows: members.slice(0, rows).map(({ key, name, state, spans }) => ({
      ...{ key, name, state: state ?? 'out' },
      turns: history.entries.filter((entry) => 'member' in entry && entry.member.key === key).length,
      spans: spans.filter((span) => span.to > from).map((span) => ({ ...span, ...part(span) })),
    })),
    more: Math.max(0, members.length - rows),
    gaps: gapsWithin(history.gaps, from, to).map(part),
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** What a clock's marks may be apart. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
];
const DAY = 24 * HOUR;
const MOST_TICKS = 6;
/** Percent at the right that belong to the word for now. */
const NOW_TAKES = 12;

export interface Tick {
  readonly at: Moment;
  /** Percent of the time that is shown. */
  readonly left: number;
}

/** Round times, as a clock shows them that is so far ahead of UTC. */
export function ticksOf({ from, to }: Pick<Timeline, 'from' | 'to'>, aheadMs: number): readonly Tick[] {
  const span = to - from;
  const step = STEPS.find((each) => span / each <= MOST_TICKS) ?? Math.ceil(span / DAY / MOST_TICKS) * DAY;
  const first = Math.ceil((from + aheadMs) / step) * step - aheadMs;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step)
    .map((at) => ({ at, left: (100 * (at - from)) / span }))
    .filter(({ left }) => left <= 100 - NOW_TAKES);
}

function firstChange({ entries, gaps, start }: ServiceHistory): Moment | null {
  const times = [entries[0]?.at, ...gaps.map(({ from }) => Math.max(from, start))].filter((at) => at !== undefined);
  return times.length === 0 ? null : Math.min(...times);
}

/** A line of the list: a change, or a time in which nobody watched. */
export type HistoryLine =
  | { readonly key: string; readonly at: Moment; readonly entry: HistoryEntry }
  | { readonly key: string; readonly at: Moment; readonly gap: HistoryGap };

/** Latest first. A gap stands where it ended: below what came out of it. */
export function linesOf({ entries, gaps, start }: ServiceHistory): readonly HistoryLine[] {
  const lines: HistoryLine[] = [
    ...gaps
      .filter(({ to }) => to === null || to > start)
      .map((gap) => ({ key: `gap ${String(gap.from)}`, at: gap.to ?? Infinity, gap })),
    ...entries.map((entry) => ({ key: String(entry.id), at: entry.at, entry })),
  ];
  return lines.sort((a, b) => a.at - b.at).reverse();
}
