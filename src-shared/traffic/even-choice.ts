/** Chance below which random choice is no longer believed: 1 run in 1000. */
export const SIGNIFICANCE = 0.001;
/** The chi-squared test is only asked where every expected count is at least this. */
export const MIN_EXPECTED = 5;
/** Two-sided 99.9 % quantile of the normal distribution. */
export const Z_999 = 3.2905;

/**
 * Requests after which random choice among `pods` has reached every one of them but for `chance`: the smallest n with
 * pods · (1 − 1/pods)^n ≤ chance. 4 Pods, 99.9 %: 29.
 */
export function requestsToReachAll(pods: number, chance: number = SIGNIFICANCE): number {
  if (pods <= 1) return 1;
  return Math.ceil(Math.log(chance / pods) / Math.log(1 - 1 / pods));
}

/** How often random choice among `pods` gives `answers` answers all of one Pod: pods^(1 − answers). */
export function chanceOfOnePod(answers: number, pods: number): number {
  return Math.min(1, pods ** (1 - answers));
}

/** Of a Pod's answers: their mean, and what they lie between 999 times of 1000. */
export interface ExpectedBand {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The band a single Pod's count lies in 999 times of 1000 when `answers` fall on `pods` at random: binomial with 1/pods,
 * normal approximation, cut at 0 and `answers`.
 */
export function expectedBand(answers: number, pods: number): ExpectedBand {
  if (pods <= 0) return { expected: 0, low: 0, high: 0 };
  const share = 1 / pods;
  const expected = answers * share;
  const reach = Z_999 * Math.sqrt(answers * share * (1 - share));
  return {
    expected,
    low: Math.max(0, Math.floor(expected - reach)),
    high: Math.min(answers, Math.ceil(expected + reach)),
  };
}
