import type { Clock } from './clock.ts';

/** Waiting that can be cut short by "try again now". */
export interface Pause {
  /** Resolves after `ms`, at `wake`, or when the signal aborts. */
  wait(ms: number): Promise<void>;
  wake(): void;
}

export function createPause(clock: Clock, signal: AbortSignal): Pause {
  const waiting = new Set<AbortController>();
  return {
    wait: async (ms) => {
      const woken = new AbortController();
      waiting.add(woken);
      const cut = (): void => woken.abort();
      signal.addEventListener('abort', cut, { once: true });
      if (signal.aborted) woken.abort();
      await clock.sleep(ms, woken.signal);
      signal.removeEventListener('abort', cut);
      waiting.delete(woken);
    },
    wake: () => waiting.forEach((woken) => woken.abort()),
  };
}
