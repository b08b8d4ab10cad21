import { setImmediate } from 'node:timers/promises';
import type { RunUpdate, TrafficBatch } from '#shared/traffic/run-update.ts';
import type { RunHandle } from '../traffic/run.ts';

/** As many hits as a live message carries: it stays below 64 KB. */
const BATCH_HITS = 200;

/** What one window has been told of one run. */
export interface RunTelling {
  /** Listener of the run: passes on what is new. */
  readonly told: (update: RunUpdate) => void;
  /** Tells the run from its first hit, and goes on from there; the last call wins. Resolves when it has caught up. */
  readonly again: (run: Pick<RunHandle, 'run' | 'status' | 'hits'>) => Promise<void>;
}

/**
 * While a run is told again, what it says meanwhile is not passed on but waits its turn among the hits still to be sent: each
 * hit is told once after the first batch, in order, however long that takes.
 */
export function createRunTelling(tell: (batch: TrafficBatch) => void): RunTelling {
  /** Hits the run has spoken of. It may hold more already: those it speaks of later, and they are not sent before. */
  let spoken = 0;
  let updates = 0;
  let catchingUp: AbortController | null = null;
  return {
    told: (update) => {
      spoken += update.hits.length;
      updates += 1;
      if (catchingUp === null) tell({ ...update, replace: false });
    },
    again: async ({ run, status, hits }) => {
      catchingUp?.abort();
      const mine = new AbortController();
      catchingUp = mine;
      let sent = 0;
      let replace = true;
      let seen: number;
      do {
        seen = updates;
        const some = hits().slice(sent, Math.min(spoken, sent + BATCH_HITS));
        tell({ run, status: status(), hits: some, replace });
        replace = false;
        sent += some.length;
        // An hour at 200/s is 720,000 hits: other work gets its turn in between.
        await setImmediate();
        if (mine.signal.aborted) return;
      } while (sent < spoken || seen < updates);
      catchingUp = null;
    },
  };
}
