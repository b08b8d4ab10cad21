import { failure, type Failure } from '#shared/ipc/failure.ts';
import { createBackoff } from './backoff.ts';
import { recoveryFrom, type Recovery } from './recovery.ts';
import type { Progress, ReflectorOptions } from './reflector-options.ts';
import type { WatchStatus } from './watch-status.ts';

/** A watch that ended by itself after this long ended as watches do, and is opened again at once. */
const NORMAL_LIFE_MS = 60_000;
/** The same for one that some proxy in between ends early: opened again soon, without ever longer waits. */
const SHORT_LIFE_MS = 5_000;
/** A wait that is shorter does not make what is shown stale. */
const UNSAID_WAIT_MS = 2_000;
/** Two relists closer than this are a loop, and the second waits for the backoff. */
const RELIST_LOOP_MS = 10_000;

/** What a reflector does between two tries: says how it stands, and waits. */
export interface Repair {
  /** The server ended a watch in good order after `lifeMs`. */
  watchEnded(lifeMs: number): Promise<void>;
  /** Something failed after `lifeMs` of health. */
  after(reason: Failure, lifeMs: number): Promise<void>;
  /** When to try a refused watch again, in milliseconds from now. */
  refusedDelay(): number;
}

export function createRepair<T>(options: ReflectorOptions<T>, progress: Progress, status: WatchStatus): Repair {
  const { clock, pause, target, count } = options;
  const backoff = createBackoff(options.random);
  let relistedAt = -Infinity;

  const delayFor = ({ wait }: Recovery): number => {
    if (wait === 'refused') return backoff.nextRefused();
    if (typeof wait === 'number') return backoff.after(wait);
    const looping = clock.now() - relistedAt < RELIST_LOOP_MS;
    return wait === 'backoff' || looping ? backoff.next() : 0;
  };

  return {
    watchEnded: async (lifeMs) => {
      if (lifeMs >= SHORT_LIFE_MS) backoff.reset();
      if (lifeMs >= NORMAL_LIFE_MS) return;
      const delay = backoff.next();
      // Ended as soon as it began, again and again.
      if (delay > UNSAID_WAIT_MS) {
        status.stale(failure('connect.lost', { host: '', detail: { code: 'watch-closed' } }), clock.now() + delay);
      }
      await pause.wait(delay);
    },
    after: async (reason, lifeMs) => {
      backoff.healthyFor(lifeMs);
      if (reason.code === 'api.garbled') count?.('garbled');
      const recovery = recoveryFrom(reason);
      const delay = delayFor(recovery);
      if (recovery.relist) {
        progress.version = null;
        relistedAt = clock.now();
      }
      if (reason.code === 'api.not-found' && target.mayBeUnserved === true) {
        options.sink.keepOnly(new Set());
        status.synced();
      } else if (reason.code === 'api.forbidden') status.denied('list', target.resource, target.namespace);
      else status.stale(reason, clock.now() + delay);
      if (delay > 0) await pause.wait(delay);
    },
    refusedDelay: () => backoff.nextRefused(),
  };
}
