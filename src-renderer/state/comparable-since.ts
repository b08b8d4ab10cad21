import type { WatchStates } from './cluster-view.svelte.ts';

/** Watches of their own, whose objects findings hold against one another. */
const COMPARED = ['Service', 'EndpointSlice', 'Pod'] as const;

/**
 * Since when what the window knows of Services, slices and Pods can be held against one another: a watch that is broken, or
 * a list that is fetched now and then, is behind the others, and that is no fault of the controllers'. Null: not now.
 * @param changed when something of the Service was last seen to change, milliseconds of this computer's clock, as the result
 */
export function comparableSince(
  states: Pick<WatchStates, (typeof COMPARED)[number] | 'Endpoints'>,
  changed: number,
): number | null {
  let since = changed;
  for (const kind of COMPARED) {
    const state = states[kind];
    if (state.phase === 'stale') return null;
    // What happened while it was broken comes just after it is whole again.
    if (state.phase === 'synced' || state.phase === 'polling') since = Math.max(since, state.since);
  }
  return since + Math.max(...[...COMPARED, 'Endpoints' as const].map((kind) => pollMs(states[kind])));
}

function pollMs(state: WatchStates['Pod']): number {
  return state.phase === 'polling' ? state.everySeconds * 1_000 : 0;
}
