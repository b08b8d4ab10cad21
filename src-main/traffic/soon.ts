import type { Clock } from '../kube/clock.ts';

/** Gathers wishes: what is wished for is done once, some time after the first wish. */
export interface Soon {
  wish(): void;
  /** Forgets the wishes so far. */
  cancel(): void;
}

export function createSoon(clock: Clock, ms: number, act: () => void): Soon {
  let timer: AbortController | null = null;
  return {
    wish: () => {
      if (timer !== null) return;
      const mine = new AbortController();
      timer = mine;
      void clock.sleep(ms, mine.signal).then(() => {
        if (mine.signal.aborted) return;
        timer = null;
        act();
      });
    },
    cancel: () => {
      timer?.abort();
      timer = null;
    },
  };
}
