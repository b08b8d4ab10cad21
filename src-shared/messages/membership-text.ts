import type { ReachNote } from '../membership/reach-notes.ts';
import type { EndpointsNote, MemberReason, MemberState, NoneReason } from '../membership/member.ts';

/** One sentence a code of a coded union; a code without words does not compile. */
type Sentences<U extends { readonly code: string }> = {
  readonly [C in U['code']]: (parameters: Extract<U, { readonly code: C }>) => string;
};

/** The words of membership in one language. */
export interface MembershipMessages {
  /** A word for a cell, and a sentence that explains it. */
  readonly state: Readonly<Record<MemberState, { readonly label: string; readonly meaning: string }>>;
  readonly reason: Sentences<MemberReason>;
  /** Phrases that say all of it. */
  readonly none: Sentences<NoneReason>;
  /** The same for the cell of the Services page, beside kubectl's `<none>`: about 20 letters fit. */
  readonly noneShort: Readonly<Record<NoneReason['code'], string>>;
  readonly endpointsNote: Sentences<EndpointsNote>;
  readonly reachNote: Sentences<ReachNote>;
}

/** Why a row is in or out, as a sentence. */
export function memberReasonText(messages: MembershipMessages, reason: MemberReason): string {
  return say(messages.reason, reason);
}

/** Why a Service has nobody, as a phrase. */
export function noneReasonText(messages: MembershipMessages, reason: NoneReason): string {
  return say(messages.none, reason);
}

/** How Endpoints compare with the slices, as a sentence. */
export function endpointsNoteText(messages: MembershipMessages, note: EndpointsNote): string {
  return say(messages.endpointsNote, note);
}

/** Which clients reach which endpoints, as a sentence. */
export function reachNoteText(messages: MembershipMessages, note: ReachNote): string {
  return say(messages.reachNote, note);
}

function say<U extends { readonly code: string }>(sentences: Sentences<U>, coded: U): string {
  // Each sentence takes the member of the union that has its code; an index can't show that to the compiler.
  const sentence = sentences[coded.code as U['code']] as unknown as (parameters: U) => string;
  return sentence(coded);
}
