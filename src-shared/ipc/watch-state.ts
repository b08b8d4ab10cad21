import type { Failure } from './failure.ts';

/** What is known about one watched kind. Stale is never shown as live. Times are milliseconds of this computer's clock. */
export type WatchState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'connecting'; readonly since: number; readonly loaded: number }
  | { readonly phase: 'synced'; readonly since: number }
  /** `list` is allowed and `watch` is not: the list is fetched again every 10 s. */
  | { readonly phase: 'polling'; readonly since: number; readonly everySeconds: number }
  /** The rows last known stay and are marked. `whole`: all there was had been read; otherwise nothing follows from what is absent. */
  | {
      readonly phase: 'stale';
      readonly since: number;
      readonly whole: boolean;
      readonly reason: Failure;
      readonly retryAt: number | null;
    }
  /** The API server refuses; `namespace` is null for all namespaces. Rows of a time when it did not stay and are marked. */
  | {
      readonly phase: 'denied';
      readonly since: number;
      readonly verb: 'list' | 'watch';
      readonly resource: string;
      readonly namespace: string | null;
    };

/** Whether what is absent was absent, now or when last seen: the collection was read whole, and may still be read. */
export function isWhole(state: WatchState): boolean {
  return state.phase === 'synced' || state.phase === 'polling' || (state.phase === 'stale' && state.whole);
}

/** Whether a first load is under way: nothing is known yet, and nothing has failed. */
export function isLoading(state: WatchState): boolean {
  return state.phase === 'idle' || state.phase === 'connecting';
}
