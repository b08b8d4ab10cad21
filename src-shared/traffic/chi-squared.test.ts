import fc from 'fast-check';
import { chiSquaredDistributionTable } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { chiSquaredOfEven, chiSquaredTail } from './chi-squared.ts';

describe('chiSquaredTail', () => {
  // Critical values: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
  it.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [10.828, 1, 0.001],
    [7.815, 3, 0.05],
    [16.266, 3, 0.001],
    [29.588, 10, 0.001],
    [124.342, 100, 0.05],
    [149.449, 100, 0.001],
  ])('of %f with %i degrees of freedom is %f', (statistic, df, p) => {
    expect(chiSquaredTail(statistic, df)).toBeCloseTo(p, 4);
    expect(chiSquaredTail(statistic, df) / p).toBeCloseTo(1, 2);
  });

  it("agrees with simple-statistics' table", () => {
    for (const [df, row] of Object.entries(
      chiSquaredDistributionTable as unknown as Record<string, Record<string, number>>,
    ))
      for (const [p, statistic] of Object.entries(row)) {
        // Their table has two decimals; compare where that still says something.
        if (statistic < 1) continue;
        expect(Math.abs(chiSquaredTail(statistic, Number(df)) - Number(p))).toBeLessThan(0.004);
      }
  });

  it('with two degrees of freedom is exp(-x/2) exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 200, noNaN: true }), (x) => {
        expect(chiSquaredTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('falls as the statistic grows and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), fc.double({ min: 0, max: 6_000, noNaN: true }), (df, x) => {
        const p = chiSquaredTail(x, df);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1 + 1e-12);
        expect(chiSquaredTail(x + 1, df)).toBeLessThanOrEqual(p + 1e-12);
      }),
    );
  });
});

it('chiSquaredOfEven is zero for even counts and known by hand for others', () => {
  expect(chiSquaredOfEven([25, 25, 25, 25])).toBe(0);
  expect(chiSquaredOfEven([100, 0])).toBe(100);
});
