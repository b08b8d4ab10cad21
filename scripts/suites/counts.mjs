/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {Counts[]} all @returns {Counts} */
export function sum(all) {
  return {
    passed: all.reduce((total, { passed }) => total + passed, 0),
    failed: all.reduce((total, { failed }) => total + failed, 0),
    skipped: all.reduce((total, { skipped }) => total + skipped, 0),
  };
}

/** @param {Counts} counts the form everything that calls `npm test` reads */
export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * A runner that says it failed, or left no report, has at least one failure: a suite that could not be loaded, an error
 * outside a test, a crash.
 * @param {Counts} counts @param {boolean} runnerFailed @returns {Counts}
 */
const notBetterThan = (counts, runnerFailed) => ({ ...counts, failed: Math.max(counts.failed, runnerFailed ? 1 : 0) });

/** @param {unknown} report vitest's JSON report, or null @param {boolean} runnerFailed */
export function countVitest(report, runnerFailed) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } =
    /** @type {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>} */ (report);
  return notBetterThan(
    { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests },
    runnerFailed,
  );
}

/** @param {unknown} report Playwright's JSON report, or null @param {boolean} runnerFailed */
export function countPlaywright(report, runnerFailed) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} */ (
    report
  );
  // A test that passed only when it was run again did not pass.
  return notBetterThan(
    { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped },
    runnerFailed,
  );
}
