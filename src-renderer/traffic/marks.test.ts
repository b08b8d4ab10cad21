import { describe, expect, it } from 'vitest';
import { podMark, podTile } from './marks.ts';

/** What is painted on a tile, call by call: jsdom has no canvas. */
function painted(pattern: number): string {
  const calls: unknown[][] = [];
  const tile = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          calls.push([name, ...args]),
      set: () => true,
    },
  );
  const document = { createElement: () => ({ getContext: () => tile }) } as unknown as Document;
  podTile(document, { pattern, colour: '#000000' });
  return JSON.stringify(calls);
}

describe('podMark', () => {
  const marks = Array.from({ length: 64 }, (_, index) => podMark(index));

  it('tells any two of the first eight Pods apart by colour, and by pattern alone', () => {
    const eight = marks.slice(0, 8);
    expect(new Set(eight.map(({ colour }) => colour)).size).toBe(8);
    expect(new Set(eight.map(({ pattern }) => painted(pattern))).size).toBe(8);
  });

  it('gives no two of 64 Pods the same colour and pattern, and each its letter', () => {
    expect(new Set(marks.map(({ colour, pattern }) => `${colour} ${painted(pattern)}`)).size).toBe(64);
    expect(new Set(marks.map(({ letter }) => letter)).size).toBe(64);
    expect([marks[25]?.letter, marks[26]?.letter]).toEqual(['Z', 'AA']);
  });
});
