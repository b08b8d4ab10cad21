import { describe, expect, it } from 'vitest';
import { rowsBeside, ticksOf } from './history-look.ts';

it.each([
  // 1280×720 with four Pods in the picture above, with and without the banner of a test runtime.
  [265, 20, 3],
  [296, 20, 4],
  [296, 3, 6],
  [265, 0, 6],
  [160, 20, 3],
  [620, 300, 6],
  [0, 300, 6],
])('in %i pixels, beside %i changes, %i Pods are drawn', (height, changes, rows) => {
  expect(rowsBeside(height, changes)).toBe(rows);
});

describe('the ticks', () => {
  const at = (clock: string): number => Date.parse(`2026-01-05T${clock}Z`);
  const clocks = (from: string, to: string, aheadMs = 0): readonly string[] =>
    ticksOf({ from: at(from), to: at(to) }, aheadMs).map((tick) =>
      new Date(tick.at + aheadMs).toISOString().slice(11, 19),
    );

  it.each([
    ['seconds', '14:50:10.300', '14:50:24.900', ['14:50:15', '14:50:20']],
    ['minutes', '14:46:10', '14:58:30', ['14:50:00', '14:55:00']],
    ['hours', '01:10:00', '17:30:00', ['03:00:00', '06:00:00', '09:00:00', '12:00:00', '15:00:00']],
  ])('stand at round %s', (_, from, to, shown) => {
    expect(clocks(from, to)).toEqual(shown);
  });

  it('are round by the clock on the wall, where that is three quarters of an hour off', () => {
    const kathmandu = (5 * 60 + 45) * 60_000;
    expect(clocks('01:10:00', '17:30:00', kathmandu).every((clock) => clock.endsWith(':00:00'))).toBe(true);
  });

  it('stand where their time is, leave the end to the word for now, and are never many', () => {
    const [first] = ticksOf({ from: at('10:00:00'), to: at('10:01:00') }, 0);
    expect(first).toEqual({ at: at('10:00:00'), left: 0 });
    for (const days of [0.0001, 0.01, 1, 30, 900]) {
      const ticks = ticksOf({ from: 0, to: days * 86_400_000 }, 0);
      expect([ticks.length > 0, ticks.length <= 7, (ticks.at(-1)?.left ?? 0) <= 88]).toEqual([true, true, true]);
    }
  });
});
