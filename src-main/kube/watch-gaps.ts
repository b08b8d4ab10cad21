import { closeGap, openGap } from '#shared/history/gaps.ts';
import type { HistoryGap } from '#shared/history/history.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';

/** A dead connection is found so long after its last byte (decision 14): until then nobody knew that nothing came. */
const FOUND_DEAD_MS = 20_000;
/** What was missed comes this soon after a watch is open again. */
const CATCH_UP_MS = 2_000;

/** When the kinds a history stands on were watched, and what that means for a change that is seen now. */
export interface WatchGaps {
  /** To be told each change of any watched object: the connection is alive. */
  heard(at: number): void;
  /** To be told the states of the kinds, at each change of one of them. */
  states(states: readonly WatchState[], at: number): void;
  all(): readonly HistoryGap[];
  /** Null: what is seen now has just happened; else it happened after that. */
  since(at: number): number | null;
}

/** All that matters is watched: what is seen has happened lately. */
export function isLive(state: WatchState): boolean {
  return state.phase === 'synced' || state.phase === 'polling';
}

export function createWatchGaps(begin: number): WatchGaps {
  let gaps: readonly HistoryGap[] = [];
  let heardAt = begin;
  let everyMs = 0;
  return {
    heard: (at) => {
      heardAt = at;
    },
    states: (states, at) => {
      everyMs = Math.max(0, ...states.map((state) => (state.phase === 'polling' ? state.everySeconds * 1_000 : 0)));
      if (states.every(isLive)) gaps = closeGap(gaps, at);
      else gaps = openGap(gaps, Math.min(at, Math.max(heardAt, at - FOUND_DEAD_MS)));
    },
    all: () => gaps,
    since: (at) => {
      const last = gaps.at(-1);
      if (last !== undefined && (last.to === null || at <= last.to + CATCH_UP_MS)) return last.from;
      return everyMs > 0 ? Math.max(begin, at - everyMs) : null;
    },
  };
}
