import type { Failure } from '#shared/ipc/failure.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';

/** Progress is told this often at most. */
const PROGRESS_EVERY_MS = 100;

/** Keeps the WatchState of one kind and tells each change of it. */
export interface WatchStatus {
  /** A first load has come this far. Without effect once there was a whole list: a relist is no first load. */
  loading(loaded: number): void;
  synced(): void;
  polling(everySeconds: number): void;
  /** `since` stays that of the first failure until something works again. */
  stale(reason: Failure, retryAt: number | null): void;
  denied(verb: 'list' | 'watch', resource: string, namespace: string | null): void;
}

export function createWatchStatus(now: () => number, tell: (state: WatchState) => void): WatchStatus {
  const startedAt = now();
  let everWhole = false;
  let toldAt = startedAt;
  let state: WatchState = { phase: 'connecting', since: startedAt, loaded: 0 };
  const set = (next: WatchState): void => {
    state = next;
    toldAt = now();
    tell(next);
  };
  tell(state);
  return {
    loading: (loaded) => {
      if (everWhole || (state.phase === 'connecting' && now() - toldAt < PROGRESS_EVERY_MS)) return;
      set({ phase: 'connecting', since: startedAt, loaded });
    },
    synced: () => {
      everWhole = true;
      if (state.phase !== 'synced') set({ phase: 'synced', since: now() });
    },
    polling: (everySeconds) => {
      everWhole = true;
      if (state.phase !== 'polling') set({ phase: 'polling', since: now(), everySeconds });
    },
    stale: (reason, retryAt) => {
      set({ phase: 'stale', since: state.phase === 'stale' ? state.since : now(), whole: everWhole, reason, retryAt });
    },
    denied: (verb, resource, namespace) => {
      if (state.phase === 'denied' && state.verb === verb) return;
      set({ phase: 'denied', since: state.phase === 'denied' ? state.since : now(), verb, resource, namespace });
    },
  };
}
