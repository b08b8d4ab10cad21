import { describe, expect, it } from 'vitest';
import { MAX_CLIENTS } from '#shared/traffic/run-request.ts';
import { clientTile, podMark, podTile } from './marks.ts';

type Call = readonly [name: string, ...values: unknown[]];

/** What is painted on a tile, call by call: jsdom has no canvas. */
function calls(paint: (document: Document) => unknown): readonly Call[] {
  const calls: Call[] = [];
  const tile = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...values: unknown[]) =>
          calls.push([String(name), ...values]),
      set: (_, name, value) => calls.push([String(name), value]) > 0,
    },
  );
  const document = { createElement: () => ({ getContext: () => tile }) } as unknown as Document;
  paint(document);
  return calls;
}
const podCalls = (pattern: number): readonly Call[] =>
  calls((document) => podTile(document, { pattern, colour: '#000000' }));
const clientCalls = (client: number): readonly Call[] => calls((document) => clientTile(document, client, '#000000'));
const painted = (pattern: number): string => JSON.stringify(podCalls(pattern));

/** Of each stroke whether it is a diagonal. */
function diagonals(painting: readonly Call[]): readonly boolean[] {
  return painting.flatMap(([name, x1, y1], index) => {
    if (name !== 'moveTo') return [];
    const [, x2, y2] = painting[index + 1] ?? ['none'];
    return [x1 !== x2 && y1 !== y2];
  });
}

/** Contrast of white on a colour, as WCAG 2 has it. */
function whiteOn(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
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

  it('has white letters that are read on every colour', () => {
    expect(marks.filter(({ colour }) => whiteOn(colour) < 4.5)).toEqual([]);
  });
});

describe('the patterns of a card', () => {
  const eight = Array.from({ length: 8 }, (_, index) => index);

  it('mark no Pod by a diagonal, and every client but the first by nothing else', () => {
    expect(eight.flatMap((pattern) => diagonals(podCalls(pattern))).includes(true)).toBe(false);
    for (const client of eight.slice(1)) {
      const strokes = diagonals(clientCalls(client));
      expect(strokes.length > 0 && strokes.every(Boolean), `client ${String(client)}`).toBe(true);
    }
  });

  it('tell as many clients apart as a run may have', () => {
    expect(new Set(Array.from({ length: MAX_CLIENTS }, (_, client) => JSON.stringify(clientCalls(client)))).size).toBe(
      MAX_CLIENTS,
    );
  });
});
