import type { Clock } from '../../src-main/kube/clock.ts';

/** Time that passes when the test says so. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass, waking sleepers in their order, and lets what they do settle in between. */
  advance(ms: number): Promise<void>;
  /** What is slept for now, in milliseconds from the start of each sleep. */
  sleeping(): readonly number[];
}

interface Sleeper {
  readonly until: number;
  readonly ms: number;
  readonly wake: () => void;
}

export function createFakeClock(start = 1_000_000): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const next = (end: number): Sleeper | undefined =>
    [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper: Sleeper = { until: now + ms, ms, wake };
        if (signal.aborted) {
          resolve();
          return;
        }
        sleepers.add(sleeper);
        signal.addEventListener('abort', wake, { once: true });
      }),
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let sleeper = next(end); sleeper !== undefined; sleeper = next(end)) {
        now = Math.max(now, sleeper.until);
        sleeper.wake();
        await settle();
      }
      now = end;
    },
    sleeping: () => [...sleepers].map(({ ms }) => ms),
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
