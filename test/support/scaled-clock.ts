import { systemClock, type Clock } from '../../src-main/kube/clock.ts';

/** A clock that runs `factor` times as fast: half a minute of backoff in a second, before a real server. */
export function createScaledClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}
