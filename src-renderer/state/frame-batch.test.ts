import { describe, expect, it } from 'vitest';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { createFrameBatch } from './frame-batch.ts';

function batched() {
  const frames = manualFrames();
  const applied: (readonly string[])[] = [];
  const batch = createFrameBatch<string>(frames, (items) => applied.push(items));
  return { frames, applied, batch };
}

describe('createFrameBatch', () => {
  it('applies what came between two frames at once, and asks for one frame only', () => {
    const { frames, applied, batch } = batched();
    batch.push('a');
    batch.push('b');
    expect(applied).toEqual([]);
    expect(frames.waiting()).toBe(1);
    frames.paint();
    expect(applied).toEqual([['a', 'b']]);
    frames.paint();
    expect(applied).toHaveLength(1);
  });

  it('applies on arrival while hidden, where no frame comes', () => {
    const { frames, applied, batch } = batched();
    frames.hide(true);
    batch.push('a');
    batch.push('b');
    expect(applied).toEqual([['a'], ['b']]);
    expect(frames.waiting()).toBe(0);
  });

  it('applies what waits when the page becomes hidden', () => {
    const { frames, applied, batch } = batched();
    batch.push('a');
    frames.hide(true);
    expect(applied).toEqual([['a']]);
    frames.hide(false);
    frames.paint();
    expect(applied).toHaveLength(1);
  });

  it('forgets everything when it is disposed of', () => {
    const { frames, applied, batch } = batched();
    batch.push('a');
    batch.dispose();
    frames.paint();
    expect(applied).toEqual([]);
  });
});
