import { expect, it } from 'vitest';
import { FakeTime } from '../../../test/support/training-scene.ts';
import { Timetable } from './timetable.ts';
import { WorkQueue } from './work-queue.ts';

function aQueue(reconcile: (key: string, at: number) => number | undefined) {
  const end = new AbortController();
  const time = new FakeTime();
  const start = time.now();
  const failed: string[] = [];
  const queue = new WorkQueue({
    timetable: new Timetable(time, end.signal),
    delayMs: 10,
    reconcile: (key) => reconcile(key, time.now() - start),
    failed: (key) => failed.push(key),
  });
  return { end, time, queue, failed };
}

it('reconciles a key once, however often it changed meanwhile', async () => {
  const seen: [string, number][] = [];
  const { time, queue } = aQueue((key, at) => {
    seen.push([key, at]);
    return undefined;
  });
  for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
  await time.advance(100);
  expect(seen).toEqual([
    ['a', 10],
    ['b', 10],
  ]);
});

it('tries a failing key again with growing delay, and looks again when it is asked to', async () => {
  const times: number[] = [];
  const { time, queue, failed } = aQueue((_key, at) => {
    times.push(at);
    if (times.length < 4) throw new Error('conflict');
    return times.length === 4 ? 1_000 : undefined;
  });
  queue.add('a');
  await time.advance(5_000);
  expect(times).toEqual([10, 15, 25, 45, 1_045]);
  expect(failed).toEqual(['a', 'a', 'a']);
});

it('does nothing after its end', async () => {
  const times: number[] = [];
  const { time, queue, end } = aQueue((_key, at) => {
    times.push(at);
    return 10;
  });
  queue.add('a');
  await time.advance(25);
  end.abort();
  await time.advance(100);
  expect(times).toEqual([10, 20]);
});
