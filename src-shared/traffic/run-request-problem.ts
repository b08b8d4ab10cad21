import type { RunRequest } from './run-request.ts';

/** What is wrong with one field of a RunRequest. The sentence stands in messages/traffic.*.ts under `problems`. */
export interface RunRequestProblem {
  readonly field: keyof RunRequest;
  readonly code: RunRequestProblemCode;
  /** The bound that was crossed, in the field's own unit; null where the code has none. */
  readonly limit: number | null;
}

export type RunRequestProblemCode =
  | 'not-a-number'
  | 'not-whole'
  | 'below'
  | 'above'
  /** Both sides together are asked at the same time and pass RATE_CAP_PER_SECOND. */
  | 'above-cap-of-both-sides'
  /** At this rate the run would last more than UNTIL_STOPPED_LIMIT_SECONDS. */
  | 'lasts-too-long'
  | 'not-a-name'
  | 'path-start'
  | 'path-characters'
  | 'too-long'
  | 'pattern-invalid'
  | 'pattern-without-group'
  | 'not-one-of';
