import type { FailureDetail, KnownDetail } from '../ipc/failure-detail.ts';

/** One sentence a code; a code without words does not compile. */
export type FailureDetailSentences = {
  readonly [C in KnownDetail['code']]: (parameters: Extract<KnownDetail, { readonly code: C }>) => string;
};

/** Why something failed, in one language. */
export function failureDetailText(sentences: FailureDetailSentences, detail: FailureDetail): string {
  if (typeof detail === 'string') return detail;
  // Code and parameters belong together by the type; a union's members can't be told apart by an index.
  const sentence = sentences[detail.code] as (parameters: KnownDetail) => string;
  return sentence(detail);
}
