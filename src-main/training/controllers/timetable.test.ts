import { expect, it } from 'vitest';
import { FakeTime } from '../../../test/support/training-scene.ts';
import { busy } from '../../../test/support/training/busy.ts';
import { systemClock } from '../clock.ts';
import { Timetable } from './timetable.ts';

const MANY = 40;
/** All of them together are several turns. */
const WORK_MS = 2;

it('runs what is due in order of time, then of asking, without what was called off', async () => {
  const time = new FakeTime();
  const table = new Timetable(time, new AbortController().signal);
  const ran: string[] = [];
  table.after(20, () => ran.push('c'));
  table.after(10, () => ran.push('a'));
  table.after(10, () => ran.push('never'))();
  table.after(10, () => ran.push('b'));
  await time.advance(20);
  expect(ran).toEqual(['a', 'b', 'c']);
});

it.each(['itself', 'whoever waited for it'] as const)(
  'lets others in between while much is due at once that works %s',
  async (who) => {
    const end = new AbortController();
    const table = new Timetable(systemClock, end.signal);
    let done = 0;
    const work = (): void => {
      busy(WORK_MS);
      done += 1;
    };
    const doneAtRequest = await new Promise<number>((resolve) => {
      table.after(0, () => setImmediate(() => resolve(done)));
      for (let n = 0; n < MANY; n += 1) {
        if (who === 'itself') table.after(0, work);
        else void table.wait(0).then(work);
      }
    });
    expect(doneAtRequest).toBeLessThan(MANY);
    await expect.poll(() => done).toBe(MANY);
    end.abort();
  },
);
