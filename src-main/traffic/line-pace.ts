/** Work per line, in seconds of the rate: short, so that a stop is. Where a target hangs it is no measure of time. */
const LINE_SECONDS = 0.5;
/** Requests per line where nothing paces. */
const UNPACED_LINE = 500;
const TRIAL_REQUESTS = 2;

export interface PaceOptions {
  /** Requests in all; null: until stopped. */
  readonly quota: number | null;
  /** Per second, of this client; null: as fast as it goes. */
  readonly rate: number | null;
  /** True where a line must be one request. */
  readonly single: boolean;
  /** When counting began, on the clock that `next` is asked with. */
  readonly startedAt: number;
}

export type PaceStep =
  | { readonly kind: 'line'; readonly from: number; readonly to: number }
  /** Ask again after so long, or when an answer came. */
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'finished' };

/** Decides when the next line of work is due: a closed loop that never runs further ahead than one line. Pure but for its own count. */
export interface Pace {
  /**
   * @param outstanding requests asked and not reported yet
   * @param hanging the latest report is a timeout: then one request at a time, or a client that is left alone would go on
   * for as many timeouts as it was given requests
   */
  next(now: number, outstanding: number, hanging?: boolean): PaceStep;
  /** From now on a line is one request: a new curl, and so a new connection, for each. */
  makeSingle(): void;
}

export function createPace({ quota, rate, single, startedAt }: PaceOptions): Pace {
  let asked = 0;
  let due = startedAt;
  let one = single;
  const batch = rate === null ? UNPACED_LINE : Math.max(1, Math.round(rate * LINE_SECONDS));
  return {
    makeSingle: () => {
      one = true;
    },
    next: (now, outstanding, hanging = false) => {
      if (quota !== null && asked >= quota) return { kind: 'finished' };
      if (now < due) return { kind: 'wait', ms: due - now };
      // The first line is two requests at most, and is waited for: it shows whether this server lets go of connections.
      const trying = asked > 0 && asked <= TRIAL_REQUESTS;
      if (outstanding > (trying || hanging ? 0 : batch)) return { kind: 'wait', ms: Number.POSITIVE_INFINITY };
      const size = one || hanging ? 1 : Math.min(batch, asked === 0 ? TRIAL_REQUESTS : batch);
      const from = asked + 1;
      asked = Math.min(asked + size, quota ?? Number.POSITIVE_INFINITY);
      // Behind by more than a line: what was missed is not made up for in a burst.
      if (rate !== null) due = Math.max(due + (1_000 * (asked - from + 1)) / rate, now - LINE_SECONDS * 1_000);
      return { kind: 'line', from, to: asked };
    },
  };
}

/** `total` shared as evenly as whole numbers allow: 200 by 3 is 67, 67, 66. */
export function evenShares(total: number, parts: number): readonly number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor(total / parts) + (index < total % parts ? 1 : 0));
}
