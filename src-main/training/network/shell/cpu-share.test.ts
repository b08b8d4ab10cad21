import { expect, it } from 'vitest';
import { restMs, shareOf } from './cpu-share.ts';
import { ShellSlots } from './shell-slots.ts';

it('gives one shell half a processor, and many together no more than there are for them', () => {
  expect(shareOf(4, 0)).toBe(0.5);
  expect(shareOf(4, 1)).toBe(0.5);
  expect(shareOf(1, 8)).toBe(1 / 8);
});

it('makes who only computed rest, and not who waited', () => {
  expect(restMs({ active: 5, idle: 0 }, 0.5)).toBe(5);
  expect(restMs({ active: 5, idle: 3 }, 0.5)).toBe(2);
  expect(restMs({ active: 5, idle: 500 }, 0.5)).toBe(0);
  expect(restMs({ active: 5, idle: 0 }, 1 / 8)).toBe(35);
});

it('has so many places for shells, and gives one again that was given back, once', () => {
  const slots = new ShellSlots(2, 1);
  const first = slots.take();
  expect(slots.take()?.board.place).not.toBe(first?.board.place);
  expect(slots.take()).toBeUndefined();
  expect(slots.refusal).toContain('at most 2 shells');
  first?.release();
  first?.release();
  expect(slots.take()?.board.place).toBe(first?.board.place);
  expect(slots.take()).toBeUndefined();
});
