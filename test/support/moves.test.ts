import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// What moves for as long as it is shown must not lay the page out for each of its frames: a run until stopped lasts for hours.

const RENDERER = join(import.meta.dirname, '../../src-renderer');
const STYLES = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(?:svelte|css)$/.test(file),
);
/** What the compositor moves by itself. */
const FREE = ['transform', 'opacity'];
/** Paint alone: it takes no layout. */
const PAINTED = ['background', 'background-color', 'color', 'border-color', 'stroke', 'fill', 'box-shadow'];
/** Moves once, for a quarter of a second, when Pods come or go. */
const MOVES_ONCE = new Map([['service/PathPicture.svelte', ['height', 'd']]]);

function read(file: string): string {
  const text = readFileSync(join(RENDERER, file), 'utf8');
  if (file.endsWith('.css')) return text;
  const style = text.indexOf('<style');
  return style === -1 ? '' : text.slice(style);
}

/** `FILE: PROPERTY` of each that moves and may not. */
function faults(moved: (text: string) => readonly string[], allowed: (file: string) => readonly string[]): string[] {
  return STYLES.flatMap((file) =>
    moved(read(file))
      .filter((property) => !allowed(file).includes(property))
      .map((property) => `${file}: ${property}`),
  );
}

/** The properties that the keyframes of a style sheet change. */
function movedByKeyframes(text: string): readonly string[] {
  const blocks = text.match(/@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g) ?? [];
  return blocks.flatMap((block) => [...block.matchAll(/([\w-]+)\s*:/g)].map(([, property = '']) => property));
}

/** The properties that have a transition. */
function movedByTransitions(text: string): readonly string[] {
  const lists = [...text.matchAll(/[\s{;]transition(?:-property)?:([^;}]+)[;}]/g)].map(([, list = '']) => list);
  return lists.flatMap((list) => list.split(',').map((each) => each.trim().split(/\s+/)[0] ?? ''));
}

describe('what moves in the window', () => {
  it('is found at all', () => {
    const all = STYLES.map(read).join('\n');
    expect(movedByKeyframes(all).length).toBeGreaterThan(2);
    expect(movedByTransitions(all)).toEqual(expect.arrayContaining(['transform', 'height', 'stroke', 'd']));
    expect(movedByKeyframes('@keyframes a {\n from {\n margin-left: 0;\n }\n to { left: 1px; }\n }')).toEqual([
      'margin-left',
      'left',
    ]);
  });

  it('moves for ever by transform and opacity alone', () => {
    expect(faults(movedByKeyframes, () => FREE)).toEqual([]);
  });

  it('moves for a moment without a layout', () => {
    expect(faults(movedByTransitions, (file) => [...FREE, ...PAINTED, ...(MOVES_ONCE.get(file) ?? [])])).toEqual([]);
  });
});
