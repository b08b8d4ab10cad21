import type { HistoryCause, HistoryEntry } from '../history/history.ts';
import type { MembershipMessages } from './membership-text.ts';
import { memberReasonText } from './membership-text.ts';

/** One sentence a cause; what membership says is said in its words. */
type CauseSentences = {
  readonly [C in Exclude<HistoryCause['code'], 'reason'>]: (
    cause: Extract<HistoryCause, { readonly code: C }>,
  ) => string;
};

/** The words of a history in one language. */
export interface HistoryWords {
  readonly what: Readonly<Record<HistoryEntry['what'], string>>;
  /** Entered without getting traffic. */
  readonly enteredUnready: string;
  readonly cause: CauseSentences;
  readonly field: (change: { readonly field: string; readonly from: string; readonly to: string }) => string;
}

interface Words {
  readonly history: HistoryWords;
  readonly membership: MembershipMessages;
}

/** What happened, as a word for a cell. */
export function whatText({ history }: Pick<Words, 'history'>, entry: HistoryEntry): string {
  return entry.what === 'entered' && entry.state === 'not-ready' ? history.enteredUnready : history.what[entry.what];
}

/** Why, as a sentence; empty where the entry has no more to say. */
export function whyText({ history, membership }: Words, entry: HistoryEntry): string {
  if (!('why' in entry)) return entry.fields.map(history.field).join(' ');
  const { why } = entry;
  if (why.code === 'reason') return memberReasonText(membership, why.reason);
  // Each sentence takes the cause of its code; an index can't show that to the compiler.
  const sentence = history.cause[why.code] as unknown as (cause: HistoryCause) => string;
  return sentence(why);
}
