import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import type { Hit } from '#shared/traffic/hit.ts';
import type { RunStatus, TrafficBatch } from '#shared/traffic/run-update.ts';
import { createRunTelling } from './run-telling.ts';

const WHOLE = builtRun({ pods: ['a', 'b'], perSide: 500 });
const ENDED = WHOLE.status;
const COUNTING: RunStatus = { ...ENDED, phase: { phase: 'counting', since: 0, side: null } };

/** A run that can be stepped, and a window that can be loaded anew: it forgets what it was told. */
function aRun(): {
  readonly window: { seen: TrafficBatch[] };
  readonly known: () => readonly Hit[];
  readonly happen: (from: number, to: number) => void;
  readonly speak: (from: number, to: number, status?: RunStatus) => void;
  readonly reload: () => Promise<void>;
} {
  const window: { seen: TrafficBatch[] } = { seen: [] };
  const hits: Hit[] = [];
  let status = COUNTING;
  const telling = createRunTelling((batch) => window.seen.push(batch));
  return {
    window,
    known: () => {
      const from = window.seen.findLastIndex(({ replace }) => replace);
      return window.seen.slice(Math.max(0, from)).flatMap((batch) => batch.hits);
    },
    happen: (from, to) => hits.push(...WHOLE.hits.slice(from, to)),
    speak: (from, to, next = COUNTING) => {
      status = next;
      telling.told({ run: 'run-1', status, hits: WHOLE.hits.slice(from, to) });
    },
    reload: () => {
      window.seen = [];
      return telling.again({ run: 'run-1', status: () => status, hits: () => hits });
    },
  };
}

describe('a window that reloads', () => {
  it('is told every hit once: those of before, those spoken of meanwhile, those not spoken of yet', async () => {
    const run = aRun();
    run.happen(0, 700);
    run.speak(0, 650);
    const again = run.reload();
    run.speak(650, 700);
    run.happen(700, 760);
    await again;
    expect(run.known(), 'what the run has not spoken of waits for it').toEqual(WHOLE.hits.slice(0, 700));
    run.speak(700, 760);
    expect(run.known()).toEqual(WHOLE.hits.slice(0, 760));
    expect(run.window.seen.map(({ replace }) => replace)).toEqual([true, false, false, false, false]);
    expect(Math.max(...run.window.seen.map((batch) => JSON.stringify(batch).length))).toBeLessThan(64_000);
  });

  it('learns of an end that came in the middle', async () => {
    const run = aRun();
    run.happen(0, 100);
    run.speak(0, 100);
    const again = run.reload();
    run.speak(100, 100, ENDED);
    await again;
    expect(run.window.seen.at(-1)?.status.phase.phase).toBe('ended');
    expect(run.known()).toEqual(WHOLE.hits.slice(0, 100));
  });

  it('and at once again is told one run, not two', async () => {
    const run = aRun();
    run.happen(0, 1_000);
    run.speak(0, 1_000);
    const first = run.reload();
    await setImmediate();
    await Promise.all([run.reload(), first]);
    expect(run.known()).toEqual(WHOLE.hits);
  });
});
