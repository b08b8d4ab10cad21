import type { FindingParameters } from './finding-parameters.ts';

/** error: requests fail because of it. warning: some do, or will. info: true, worth knowing, nothing to mend. */
export type Severity = 'error' | 'warning' | 'info';

/** Where along the debug path a finding stands: what a person looks at first comes first. */
export const STAGES = ['service', 'selector', 'pods', 'readiness', 'ports', 'endpoints', 'traffic'] as const;
export type Stage = (typeof STAGES)[number];

export type FindingCode = keyof FindingParameters;

/** One thing that is so, of the code `C`. Sentences in messages/findings*.ts, commands in commands.ts. */
export interface FindingOf<C extends FindingCode> {
  readonly code: C;
  /** The catalogue's, or less where others still get traffic or a Pod has only just been made. */
  readonly severity: Severity;
  readonly stage: Stage;
  readonly object: FoundObject;
  /** Two values that disagree, to be shown side by side: what one object asks for, and what is there. */
  readonly values: { readonly expected: string; readonly found: string } | null;
  readonly parameters: FindingParameters[C];
}

export type Finding = { readonly [C in FindingCode]: FindingOf<C> }[FindingCode];

/** The object a finding is about, and the field of it that decides. */
export interface FoundObject {
  readonly kind: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** As `kubectl explain` names it; null where the object as a whole is meant. */
  readonly field: string | null;
}
