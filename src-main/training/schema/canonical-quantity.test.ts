import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuantity, inBillionths, inThousandths, isWhole, sameQuantity } from './canonical-quantity.ts';

describe('a quantity as the API server gives it back', () => {
  // What test/conformance asks of both clusters, and what no field of theirs takes.
  it.each([
    ['0.5', '500m'],
    ['8.2', '8200m'],
    ['1000m', '1'],
    ['1500', '1500'],
    ['1000', '1k'],
    ['1024Mi', '1Gi'],
    ['0.5Gi', '512Mi'],
    ['1.5Gi', '1536Mi'],
    ['100Mi', '100Mi'],
    ['1023Ki', '1023Ki'],
    ['0.5Ki', '512'],
    ['0.1Ki', '102400m'],
    ['1.0001Ki', '1024102400u'],
    ['1500.5Ki', '1536512'],
    ['1e3', '1e3'],
    ['1e4', '10e3'],
    ['1000e0', '1e3'],
    ['12E2', '1200'],
    ['0', '0'],
    ['000', '0'],
    ['0Mi', '0'],
    ['0.0', '0'],
    ['-0.5', '-500m'],
    ['+1', '+1'],
    ['1.500', '1.500'],
    ['1.', '1.'],
    ['.5', '500m'],
    ['007', '007'],
    ['0.1n', '1n'],
    ['9Ei', '9223372036854775807'],
    [' 64Mi ', '64Mi'],
  ])('%s: %s', (given, canonical) => {
    expect(canonicalQuantity(given)).toBe(canonical);
  });

  it.each([
    ['1u', '1m'],
    ['1000001n', '2m'],
    ['-1u', '-1m'],
    ['1.0001Ki', '1024103m'],
    ['1.500', '1.500'],
    ['1.1234', '1124m'],
    ['64Mi', '64Mi'],
  ])('%s of a container: %s', (given, rounded) => {
    expect(inThousandths(given)).toBe(rounded);
  });

  it.each([
    '1e999999999',
    '12e-999999999',
    `${'1'.repeat(1_000_000)}Ki`,
    `1${'0'.repeat(1_000_000)}`,
    `.${'0'.repeat(9_999)}1`,
  ])('gives back at once what nobody means', (given) => {
    expect(canonicalQuantity(given) === given).toBe(true);
    expect(inThousandths(given) === given).toBe(true);
    expect(isWhole(given)).toBe(true);
    expect(inBillionths(given)).toBeGreaterThan(0n);
  });

  it('compares what is meant by amount, and what nobody means by its letters', () => {
    expect(sameQuantity('1Mi', '1048576')).toBe(true);
    expect(sameQuantity('1Gi', '1073741823')).toBe(false);
    expect(sameQuantity('1e9999', '1e9999')).toBe(true);
    expect(sameQuantity('1e9999', '1e9998')).toBe(false);
    expect(inBillionths('1e9999')).toBeGreaterThan(inBillionths('9E'));
    expect(inBillionths('-1e9999')).toBeLessThan(inBillionths('-9E'));
  });

  it('tells whole bytes from parts of one', () => {
    expect(['64Mi', '100M', '0.5Ki', '1e3'].filter((bytes) => !isWhole(bytes))).toEqual([]);
    expect(['100m', '1.5', '0.1Ki', '1u'].filter(isWhole)).toEqual([]);
  });

  it('is as much as was given, and canonical itself', () => {
    const units = { '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, E: 1e18, e3: 1e3, 'e-3': 1e-3 };
    const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
    const unit = fc.constantFrom(...Object.entries({ ...units, ...binary }));
    const number = fc
      .tuple(fc.constantFrom('', '-'), fc.nat({ max: 99_999 }), fc.nat({ max: 999 }))
      .map(([sign, whole, part]) => `${sign}${String(whole)}.${String(part)}`);
    fc.assert(
      fc.property(number, unit, (digits, [suffix, factor]) => {
        const quantity = digits + suffix;
        const canonical = canonicalQuantity(quantity);
        const value = Number(digits) * factor;
        if (value === 0) expect(inBillionths(quantity)).toBe(0n);
        else expect(Number(inBillionths(quantity)) / 1e9 / value).toBeCloseTo(1, 9);
        expect(sameQuantity(canonical, quantity)).toBe(true);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });
});
