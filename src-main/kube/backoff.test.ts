import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe('backoff', () => {
  it('doubles from 800 ms to 30 s', () => {
    const { next } = createBackoff(() => 0);
    expect(take(8, next)).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('adds up to half at random, and never passes 30 s', () => {
    const { next } = createBackoff(() => 0.999);
    expect(take(7, next)).toEqual([1_200, 2_399, 4_798, 9_597, 19_194, 30_000, 30_000]);
  });

  it('stays at its limit however often it is asked', () => {
    const { next } = createBackoff(() => 0);
    expect(take(3_000, next).at(-1)).toBe(30_000);
  });

  it('forgets after two healthy minutes, not before', () => {
    const backoff = createBackoff(() => 0);
    take(4, backoff.next);
    backoff.healthyFor(119_999);
    expect(backoff.next()).toBe(12_800);
    backoff.healthyFor(120_000);
    expect(backoff.next()).toBe(800);
  });

  it('asks about a refusal every 30 s at first, every 10 min at last', () => {
    const { nextRefused } = createBackoff(() => 0);
    expect(take(7, nextRefused)).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });

  it.each([
    [3, 0, 3_000],
    [3, 0.999, 4_499],
    [0, 0, 800],
  ])('waits Retry-After %i s', (seconds, random, expected) => {
    expect(createBackoff(() => random).after(seconds)).toBe(expected);
  });
});
