import type { SessionAffinity } from '../kube/service.ts';

/** One request of a run, as the client Pod saw it. */
export interface Hit {
  /** Counted from 1 per side and client. */
  readonly seq: number;
  /**
   * Milliseconds from the beginning of counting until its record arrived, by this computer's clock. A record arrives with
   * the next one's head: up to one request later.
   */
  readonly at: number;
  readonly side: SessionAffinity;
  /** Name of the client Pod. */
  readonly client: string;
  /** Milliseconds from the start of the connection to the last byte; null where nothing was measured. */
  readonly latencyMs: number | null;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** Name of the Pod that answered; null where it is not known for certain. Never guessed. */
  readonly pod: string | null;
  readonly rule: IdentificationRule | null;
  /** Null where an answer came, whatever its status. */
  readonly error: HitError | null;
}

/** Which rule told the Pod; null in a Hit that stays unidentified. */
export type IdentificationRule = 'name' | 'ip' | 'pattern' | 'logs';

export type HitError = 'refused' | 'timeout' | 'reset' | 'dns' | 'unreachable' | 'tls' | 'too-large' | 'other';
