import { describe, expect, it } from 'vitest';
import { scrollShift, stepSelection } from './list-window.ts';

const rows = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `r${from + index}`);
const window = { rowHeight: 32, scrollTop: 320, viewport: 320 };

describe('scrollShift', () => {
  it('follows rows added above the screen', () => {
    expect(scrollShift(rows(0, 100), ['a', 'b', ...rows(0, 100)], window)).toBe(64);
  });
  it('follows rows removed above the screen', () => {
    expect(scrollShift(rows(0, 100), rows(3, 100), window)).toBe(-96);
  });
  it('stays at the top, where new rows are wanted', () => {
    expect(scrollShift(rows(0, 100), ['a', ...rows(0, 100)], { ...window, scrollTop: 0 })).toBe(0);
  });
  it('stays where rows were added below or sorted anew', () => {
    expect(scrollShift(rows(0, 100), [...rows(0, 100), 'z'], window)).toBe(0);
    expect(scrollShift(rows(0, 100), rows(0, 100).reverse(), window)).toBe(0);
  });
});

describe('stepSelection', () => {
  it.each([
    [null, 1, 'r0'],
    [null, -1, 'r4'],
    ['r2', 1, 'r3'],
    ['r4', 1, 'r4'],
    ['r0', -1, 'r0'],
    ['r2', 99, 'r4'],
  ])('from %s by %i to %s', (selected, step, expected) => {
    expect(stepSelection(rows(0, 5), selected, 0, step)).toBe(expected);
  });
  it('goes on from where a row that is gone was', () => {
    expect(stepSelection(rows(0, 5), 'gone', 2, 1)).toBe('r2');
    expect(stepSelection(rows(0, 5), 'gone', 2, -1)).toBe('r1');
    expect(stepSelection([], 'gone', 2, 1)).toBeNull();
  });
});
