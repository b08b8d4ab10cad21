import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, evenShares, type PaceOptions, type PaceStep } from './line-pace.ts';

const options = (change: Partial<PaceOptions> = {}): PaceOptions => ({
  quota: 100,
  rate: 20,
  single: false,
  startedAt: 0,
  ...change,
});

/** Plays a client that answers everything after `latency`, and lists the lines with the time they were given at. */
function play(change: Partial<PaceOptions>, latency: number, until = 60_000): { at: number; size: number }[] {
  const pace = createPace(options(change));
  const lines: { at: number; size: number }[] = [];
  const pending: { doneAt: number; size: number }[] = [];
  for (let now = 0; now <= until; now += 10) {
    while ((pending[0]?.doneAt ?? Number.POSITIVE_INFINITY) <= now) pending.shift();
    for (;;) {
      const step: PaceStep = pace.next(
        now,
        pending.reduce((sum, line) => sum + line.size, 0),
      );
      if (step.kind === 'finished') return lines;
      if (step.kind === 'wait') break;
      const size = step.to - step.from + 1;
      lines.push({ at: now, size });
      pending.push({ doneAt: Math.max(now, pending.at(-1)?.doneAt ?? 0) + latency * size, size });
    }
  }
  return lines;
}
const asked = (lines: readonly { size: number }[]): number => lines.reduce((sum, line) => sum + line.size, 0);

describe('createPace', () => {
  it('asks for exactly the quota, without gaps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 200 }), (quota, rate) => {
        expect(asked(play({ quota, rate }, 1, 4_000 + (1_000 * quota) / rate))).toBe(quota);
      }),
      { numRuns: 50 },
    );
  });

  it('never passes the rate, beyond one line ahead', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 200, noNaN: true }), fc.integer({ min: 0, max: 60 }), (rate, latency) => {
        const lines = play({ quota: null, rate }, latency, 5_000);
        for (const [index, line] of lines.entries())
          expect(asked(lines.slice(0, index + 1))).toBeLessThanOrEqual(
            (line.at * rate) / 1_000 + Math.max(1, rate * 0.5) + 1,
          );
      }),
      { numRuns: 50 },
    );
  });

  it('holds the rate where answers come fast', () => {
    expect(asked(play({ quota: null, rate: 50 }, 1, 10_000))).toBeGreaterThan(490);
  });

  it('waits for its first requests, and never runs more than a line ahead of a slow server', () => {
    const pace = createPace(options());
    expect(pace.next(0, 0)).toEqual({ kind: 'line', from: 1, to: 2 });
    expect(pace.next(5_000, 1)).toEqual({ kind: 'wait', ms: Number.POSITIVE_INFINITY });
    expect(pace.next(5_000, 0)).toEqual({ kind: 'line', from: 3, to: 12 });
    expect(pace.next(5_000, 10)).toEqual({ kind: 'line', from: 13, to: 22 });
    expect(pace.next(9_000, 20)).toEqual({ kind: 'wait', ms: Number.POSITIVE_INFINITY });
  });

  it('gives one request at a time while the target hangs, and lines again once it answers', () => {
    const pace = createPace(options());
    pace.next(0, 0);
    expect(pace.next(5_000, 1, true)).toEqual({ kind: 'wait', ms: Number.POSITIVE_INFINITY });
    expect(pace.next(5_000, 0, true)).toEqual({ kind: 'line', from: 3, to: 3 });
    expect(pace.next(9_000, 1, true)).toEqual({ kind: 'wait', ms: Number.POSITIVE_INFINITY });
    expect(pace.next(9_000, 0, true)).toEqual({ kind: 'line', from: 4, to: 4 });
    expect(pace.next(9_500, 0, false)).toEqual({ kind: 'line', from: 5, to: 14 });
  });

  it('does not make up in a burst for a time in which nothing was answered', () => {
    const pace = createPace(options({ quota: null, rate: 20 }));
    pace.next(0, 0);
    // Ten seconds late: one line that was missed at most, then the rate again.
    const given: number[] = [];
    for (let now = 10_000; now < 11_000; now += 10) if (pace.next(now, 0).kind === 'line') given.push(now);
    expect(given.length).toBeLessThanOrEqual(4);
  });

  it('gives lines of at most half a second of work, two at first, one where it must', () => {
    expect(play({}, 1).map((line) => line.size)).toEqual([2, ...Array<number>(9).fill(10), 8]);
    expect(play({ single: true, quota: 5 }, 1).map((line) => line.size)).toEqual([1, 1, 1, 1, 1]);
    const pace = createPace(options({ rate: null }));
    pace.next(0, 0);
    pace.makeSingle();
    expect(pace.next(0, 0)).toEqual({ kind: 'line', from: 3, to: 3 });
  });
});

it('shares evenly', () => {
  expect(evenShares(200, 3)).toEqual([67, 67, 66]);
  expect(evenShares(1, 3)).toEqual([1, 0, 0]);
});
