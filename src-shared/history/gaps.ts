import type { HistoryGap, Moment } from './history.ts';

/** More than these are told as longer ones: the two oldest become one. */
export const GAPS_KEPT = 100;

/** The gaps with one that begins; unchanged while the last one lasts. */
export function openGap(gaps: readonly HistoryGap[], from: Moment): readonly HistoryGap[] {
  if (gaps.at(-1)?.to === null) return gaps;
  const all = [...gaps, { from, to: null }];
  const [first, second, ...others] = all;
  if (all.length <= GAPS_KEPT || first === undefined || second === undefined) return all;
  return [{ from: first.from, to: second.to }, ...others];
}

/** The gaps with the last one ended; unchanged where none lasts. */
export function closeGap(gaps: readonly HistoryGap[], to: Moment): readonly HistoryGap[] {
  const last = gaps.at(-1);
  if (last?.to !== null) return gaps;
  return [...gaps.slice(0, -1), { from: last.from, to: Math.max(to, last.from) }];
}
