import type { Finding, FindingCode, FindingOf, Severity, Stage } from '../findings/finding.ts';

/** A finding in words. */
export interface FindingText {
  /** What is so, in one line. */
  readonly title: string;
  /** What it means, and why. */
  readonly explanation: string;
  /** What to do about it. */
  readonly next: string;
}

/** One entry a code; a code without words does not compile. */
export type FindingSentences<C extends FindingCode = FindingCode> = {
  readonly [K in C]: (finding: FindingOf<K>) => FindingText;
};

/** The words of findings in one language. */
export interface FindingMessages {
  readonly severity: Readonly<Record<Severity, string>>;
  /** Names of the stages of the debug path. */
  readonly stage: Readonly<Record<Stage, string>>;
  /** Over the two values that disagree. */
  readonly values: { readonly expected: string; readonly found: string };
  /** Beside the two commands. */
  readonly commands: {
    readonly show: string;
    readonly mend: string;
    /** In place of the one that mends, where there is none and something is to be mended. */
    readonly none: string;
  };
  readonly sentences: FindingSentences;
}

/** The words for one finding in one language, `findingText(messages.findings, finding)`. */
export function findingText(messages: FindingMessages, finding: Finding): FindingText {
  // Each sentence takes the finding of its code; an index can't show that to the compiler.
  const sentence = messages.sentences[finding.code] as unknown as (finding: Finding) => FindingText;
  return sentence(finding);
}
