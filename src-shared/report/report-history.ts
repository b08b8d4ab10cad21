import { type HistoryEntry, isMemberEntry } from '../history/history.ts';
import { whatText, whyText } from '../messages/history-text.ts';
import { last, MOST, short, timeOf } from './bounds.ts';
import type { ReportedChange, ReportedHistory } from './report.ts';
import type { ReportInput } from './report-input.ts';

/** The latest changes behind the Service; null where nothing is recorded. */
export function reportHistory({ history, words }: ReportInput): ReportedHistory | null {
  if (history === null) return null;
  const { list, leftOut } = last(history.entries, MOST.history);
  return {
    recordingSince: timeOf(history.began),
    completeSince: timeOf(history.start),
    dropped: history.dropped,
    notWatched: history.gaps
      .slice(-MOST.gaps)
      .map(({ from, to }) => ({ from: timeOf(from), to: to === null ? null : timeOf(to) })),
    list: list.map((entry) => changeOf(words, entry)),
    leftOut,
  };
}

function changeOf(words: ReportInput['words'], entry: HistoryEntry): ReportedChange {
  return {
    at: timeOf(entry.at),
    after: entry.since === null ? null : timeOf(entry.since),
    what: { code: entry.what, text: whatText(words, entry) },
    member: isMemberEntry(entry) ? entry.member.name : null,
    why: short(whyText(words, entry)),
  };
}
