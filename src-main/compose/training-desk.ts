import { rmSync } from 'node:fs';
import { failure } from '#shared/ipc/failure.ts';
import type { Scenario, TrainingNotice, TrainingState } from '#shared/ipc/training.ts';
import type { TrainingProcess, TrainingProcessOptions } from '../app/training-process.ts';
import { FailureError } from '../kube/failure-error.ts';

export interface TrainingDesk {
  readonly state: () => TrainingState;
  /** Resolves when it is ready. Rejects with FailureError `training.failed`. */
  readonly start: (scenario: Scenario) => Promise<TrainingState>;
  /** Everything in it is deleted and the scenario made anew, over the same connections. */
  readonly reset: (scenario: Scenario) => Promise<TrainingState>;
  readonly stop: () => Promise<TrainingState>;
}

export interface TrainingDeskOptions {
  readonly fork: (options: Omit<TrainingProcessOptions, 'entry'>) => TrainingProcess;
  /** Where its kubeconfig is to stand; removed when it stops, however it stops. */
  readonly kubeconfig: string;
  readonly changed: (state: TrainingState) => void;
}

/** How long it may take to end by itself. */
const STOP_MS = 3_000;
const STOPPED: TrainingState = { phase: 'stopped' };

/** Starts, resets and stops the training cluster. To the rest of the app it is one more kube context. */
export function createTrainingDesk({ fork, kubeconfig, changed }: TrainingDeskOptions): TrainingDesk {
  const now = createWatched<TrainingState>(STOPPED, changed);
  const child = createWatched<TrainingProcess | null>(null, () => undefined);
  // Left by an app that was killed: nobody listens there any more.
  rmSync(kubeconfig, { force: true });
  const ended = (code: number, stderr: string): void => {
    rmSync(kubeconfig, { force: true });
    child.set(null);
    if (now.get().phase === 'failed') return;
    now.set(code === 0 ? STOPPED : { phase: 'failed', detail: stderr || `exit code ${String(code)}` });
  };
  const begin = (scenario: Scenario): void => {
    now.set({ phase: 'starting', scenario });
    const args = ['--scenario', scenario, '--kubeconfig', kubeconfig];
    const onNotice = (notice: TrainingNotice): void => {
      now.set(afterNotice(now.get(), notice));
    };
    try {
      child.set(fork({ args, onNotice, onExit: ended }));
    } catch (error) {
      now.set({ phase: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
  };
  const settled = async (rests: (state: TrainingState) => boolean): Promise<TrainingState> => {
    const reached = await now.until((state) => state.phase === 'failed' || state.phase === 'stopped' || rests(state));
    if (reached.phase === 'failed') throw new FailureError(failure('training.failed', { detail: reached.detail }));
    return reached;
  };
  return {
    state: now.get,
    start: async (scenario) => {
      // A reset that failed left its process there, with half a scenario in it.
      if (now.get().phase === 'failed') await end(child);
      if (child.get() === null) begin(scenario);
      return settled((state) => state.phase === 'running');
    },
    reset: (scenario) => {
      const state = now.get();
      if (state.phase === 'running') {
        now.set({ ...state, resetting: true });
        child.get()?.tell({ order: 'reset', scenario });
      }
      return settled((after) => after.phase === 'running' && !after.resetting);
    },
    stop: async () => {
      await end(child);
      now.set(STOPPED);
      return STOPPED;
    },
  };
}

function afterNotice(state: TrainingState, notice: TrainingNotice): TrainingState {
  if (notice.notice === 'failed') return { phase: 'failed', detail: notice.detail };
  if (notice.notice === 'ready' && state.phase === 'starting') {
    const { context, kubeconfig } = notice;
    return { phase: 'running', scenario: state.scenario, context, kubeconfig, resetting: false };
  }
  if (notice.notice === 'reset' && state.phase === 'running')
    return { ...state, scenario: notice.scenario, resetting: false };
  return state;
}

async function end(child: Watched<TrainingProcess | null>): Promise<void> {
  const going = child.get();
  if (going === null) return;
  going.tell({ order: 'stop' });
  const late = setTimeout(() => {
    going.kill();
  }, STOP_MS);
  await child.until((now) => now === null);
  clearTimeout(late);
}

/** A value that can be waited for. */
interface Watched<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly until: (rests: (value: T) => boolean) => Promise<T>;
}

function createWatched<T>(first: T, changed: (value: T) => void): Watched<T> {
  let value = first;
  const waiting = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      changed(next);
      for (const look of [...waiting]) look();
    },
    until: (rests) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!rests(value)) return;
          waiting.delete(look);
          resolve(value);
        };
        waiting.add(look);
        look();
      }),
  };
}
