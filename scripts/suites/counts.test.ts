import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, lastLine, sum } from './counts.mjs';

describe('counting', () => {
  it('takes the numbers of the runners', () => {
    const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
    expect(countVitest(vitest, true)).toEqual({ passed: 3, failed: 1, skipped: 2 });
    const playwright = { stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 } };
    expect(countPlaywright(playwright, false)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });

  it('counts a failure where a runner failed outside its tests, or left no report', () => {
    const green = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    expect(countVitest(green, true).failed).toBe(1);
    expect(countVitest(null, false).failed).toBe(1);
    expect(countPlaywright(null, true).failed).toBe(1);
  });

  it('sums up in the agreed form', () => {
    const one = { passed: 1, failed: 0, skipped: 2 };
    expect(lastLine(sum([one, one]))).toBe('2 passed, 0 failed, 4 skipped');
  });
});
