import type { Failure, FailureCode, FailureParameters } from '../ipc/failure.ts';

/** A failure in words: three short sentences for a person. */
export interface FailureText {
  /** What failed. */
  readonly what: string;
  /** Why, as far as it is known. */
  readonly why: string;
  /** What to do; may name the exact command. */
  readonly next: string;
}

/** The command a sentence ends in, after its colon, apart from the sentence; null where it ends in none. */
export function withCommand(next: string): { readonly text: string; readonly command: string | null } {
  const at = next.search(/: (?=(kubectl|npm start) )/);
  return at < 0 ? { text: next, command: null } : { text: next.slice(0, at + 1), command: next.slice(at + 2) };
}

/** One entry a failure code; a code without words does not compile. */
export type FailureSentences = {
  readonly [C in FailureCode]: (parameters: FailureParameters[C]) => FailureText;
};

/** The words for one failure in one language, `failureText(messages.failures, failure)`. */
export function failureText(sentences: FailureSentences, failure: Failure): FailureText {
  // Code and parameters belong together by the type of Failure; a union's members can't be told apart by an index.
  const sentence = sentences[failure.code] as (parameters: Failure['parameters']) => FailureText;
  return sentence(failure.parameters);
}
