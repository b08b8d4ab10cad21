/** client-go's figures: 800 ms, doubled up to 30 s, forgotten after 2 minutes of health. Source: client-go tools/cache reflector. */
export const FIRST_DELAY_MS = 800;
export const LONGEST_DELAY_MS = 30_000;
export const HEALTHY_AFTER_MS = 120_000;
/** A refusal of credentials or rights is not asked about more often than this. */
export const REFUSED_DELAY_MS = 30_000;
const LONGEST_REFUSED_DELAY_MS = 600_000;

/** How long to wait before the next try. Time and randomness are given; nothing here waits. */
export interface Backoff {
  /** Milliseconds; grows with each call. */
  next(): number;
  /** As next, for refusals: 30 s, doubled up to 10 min. */
  nextRefused(): number;
  /** Retry-After wins over our own figures; up to half as long again, so that not all clients come back at once. */
  after(retryAfterSeconds: number): number;
  /** To be told how long the latest try was healthy: after 2 minutes the next delay is the first again. */
  healthyFor(ms: number): void;
  reset(): void;
}

/** `random` gives numbers from 0 up to 1. */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  let refusals = 0;
  const jitter = (ms: number, most: number): number => Math.min(Math.round(ms * (1 + random() / 2)), most);
  const reset = (): void => {
    failures = 0;
    refusals = 0;
  };
  return {
    // The exponent is capped too: 2 ** 2000 is Infinity, and Infinity times 0 would be NaN.
    next: () => jitter(FIRST_DELAY_MS * 2 ** Math.min(failures++, 10), LONGEST_DELAY_MS),
    nextRefused: () => jitter(REFUSED_DELAY_MS * 2 ** Math.min(refusals++, 10), LONGEST_REFUSED_DELAY_MS),
    after: (seconds) => Math.max(FIRST_DELAY_MS, jitter(seconds * 1_000, Infinity)),
    healthyFor: (ms) => {
      if (ms >= HEALTHY_AFTER_MS) reset();
    },
    reset,
  };
}
