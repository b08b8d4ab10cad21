import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantityValue } from '../admission/quantity.ts';
import { canonicalQuantity, inBillionths, inThousandths, isWhole } from './canonical-quantity.ts';

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
    `.${'0'.repeat(99)}1`,
  ])('gives back at once what nobody means', (given) => {
    expect(canonicalQuantity(given) === given).toBe(true);
    expect(inThousandths(given) === given).toBe(true);
    expect(isWhole(given)).toBe(true);
    expect(inBillionths(given)).toBeGreaterThan(0n);
  });

  it('tells whole bytes from parts of one', () => {
    expect(['64Mi', '100M', '0.5Ki', '1e3'].filter((bytes) => !isWhole(bytes))).toEqual([]);
    expect(['100m', '1.5', '0.1Ki', '1u'].filter(isWhole)).toEqual([]);
  });

  it('is as much as was given, and canonical itself', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'T', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-3');
    const given = fc
      .tuple(fc.constantFrom('', '-'), fc.nat({ max: 99_999 }), fc.nat({ max: 999 }), suffix)
      .map(([sign, whole, part, unit]) => `${sign}${String(whole)}.${String(part)}${unit}`);
    fc.assert(
      fc.property(given, (quantity) => {
        const canonical = canonicalQuantity(quantity);
        expect(inBillionths(canonical)).toBe(inBillionths(quantity));
        const value = quantityValue(quantity);
        if (value !== 0) expect(quantityValue(canonical) / value).toBeCloseTo(1, 9);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });
});
