import { expect, it } from 'vitest';
import { golden } from '../../test/support/golden.ts';
import { humanDuration, printAge } from './human-duration.ts';

it('prints durations as k8s.io/apimachinery does', () => {
  const { cases } = golden<{ milliseconds: number; text: string }>('duration');
  expect(cases.length).toBeGreaterThan(500);
  expect(cases.map(({ milliseconds }) => [milliseconds, humanDuration(milliseconds)])).toEqual(
    cases.map(({ milliseconds, text }) => [milliseconds, text]),
  );
});

it('prints ages by the given clock, and <unknown> for no time', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');
  expect(printAge('2026-01-02T03:02:35Z', now)).toBe('90s');
  expect([null, '', 'yesterday'].map((timestamp) => printAge(timestamp, now))).toEqual(Array(3).fill('<unknown>'));
});
