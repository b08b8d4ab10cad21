import { failure, type Failure } from '#shared/ipc/failure.ts';
import { FailureError } from './failure-error.ts';
import { initialStream, listAll } from './initial-load.ts';
import type { Identified, Progress, ReflectorOptions } from './reflector-options.ts';
import { createRepair, type Repair } from './repair.ts';
import { followWatch } from './watch-stream.ts';
import { createWatchStatus, type WatchStatus } from './watch-status.ts';

/** Where `watch` is refused and `list` is not. */
const POLL_EVERY_MS = 10_000;

/**
 * Mirrors one collection into the sink until the signal aborts: reads it whole, watches it from there, and mends what
 * breaks. Eventually consistent; in order per object only. Never rejects.
 */
export async function runReflector<T extends Identified>(options: ReflectorOptions<T>): Promise<void> {
  const { clock, signal } = options;
  const over = (): boolean => signal.aborted;
  const status = createWatchStatus(() => clock.now(), options.tell);
  const progress: Progress = { version: null, canStream: true };
  const repair = createRepair(options, progress, status);
  while (!over()) {
    let healthySince = Infinity;
    const life = (): number => Math.max(0, clock.now() - healthySince);
    const healthy = (): void => {
      healthySince = Math.min(healthySince, clock.now());
      status.synced();
    };
    try {
      if (await readOrWatch(options, progress, status, healthy)) await repair.watchEnded(life());
    } catch (error) {
      if (over()) return;
      await mend(options, { progress, status, repair }, reasonOf(error), life());
    }
  }
}

/** One watch or one list. Resolves to true where a watch was ended by the server. Rejects with FailureError. */
async function readOrWatch<T extends Identified>(
  options: ReflectorOptions<T>,
  progress: Progress,
  status: WatchStatus,
  healthy: () => void,
): Promise<boolean> {
  if (progress.version !== null) {
    await followWatch(options, progress, healthy);
    return true;
  }
  if (progress.canStream && (await initialStream(options, progress, status, healthy))) return true;
  await listAll(options, progress, status);
  return false;
}

interface Mending {
  readonly progress: Progress;
  readonly status: WatchStatus;
  readonly repair: Repair;
}

/** Never rejects. A watch that is refused after a list that was not is replaced by polling for a while. */
async function mend<T extends Identified>(
  options: ReflectorOptions<T>,
  mending: Mending,
  reason: Failure,
  lifeMs: number,
): Promise<void> {
  if (reason.code !== 'api.forbidden' || mending.progress.version === null) {
    await mending.repair.after(reason, lifeMs);
    return;
  }
  try {
    await poll(options, mending);
  } catch (error) {
    if (!options.signal.aborted) await mending.repair.after(reasonOf(error), 0);
  }
}

/** Lists every 10 s, until it is time to ask for a watch again. Rejects with FailureError where listing fails. */
async function poll<T extends Identified>(
  options: ReflectorOptions<T>,
  { progress, status, repair }: Mending,
): Promise<void> {
  const { clock, pause, signal } = options;
  const until = clock.now() + repair.refusedDelay();
  while (clock.now() < until && !signal.aborted) {
    await listAll(options, progress, status);
    status.polling(POLL_EVERY_MS / 1_000);
    await pause.wait(POLL_EVERY_MS);
  }
}

function reasonOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  return failure('internal', { detail: error instanceof Error ? error.message : String(error) });
}
