import type { WatchState } from '#shared/ipc/watch-state.ts';
import { FINDING_KINDS, isFindingKind, WATCHED_KINDS, type WatchedKind } from '#shared/kube/object-key.ts';
import type { WatchStates } from '../state/cluster-view.svelte.ts';
import type { Tone } from '../ui/tone.ts';

export type Summary = 'live' | 'loading' | 'polling' | 'stale' | 'denied' | 'idle';

const ORDER = ['stale', 'loading', 'denied', 'polling', 'live', 'idle'] as const;

/** One kind's state as one word. */
export function summaryOf(state: WatchState): Summary {
  switch (state.phase) {
    case 'idle':
      return 'idle';
    case 'connecting':
      return 'loading';
    case 'synced':
      return 'live';
    case 'polling':
    case 'stale':
    case 'denied':
      return state.phase;
  }
}

/** All kinds as one word: the one that matters most. */
export function summaryOfAll(states: WatchStates): Summary {
  const summaries = new Set(WATCHED_KINDS.map((kind) => summaryOf(states[kind])));
  return ORDER.find((summary) => summaries.has(summary)) ?? 'idle';
}

/** Kinds as a notice names them: those read by findings alone are not worth a word beside others. */
export function kindsToName(kinds: readonly WatchedKind[]): readonly WatchedKind[] {
  const others = kinds.filter((kind) => !isFindingKind(kind));
  return others.length > 0 ? others : kinds;
}

/** Kinds that have a place of their own in the status bar. */
export function kindsInBar(states: WatchStates): readonly WatchedKind[] {
  return WATCHED_KINDS.filter((kind) => states[kind].phase !== 'idle' && !isFindingKind(kind));
}

/** Kinds read by findings alone that cannot be read as they should: one place for all of them. Null: nothing to tell. */
export function findingKindsInBar(
  states: WatchStates,
): { readonly summary: Summary; readonly first: WatchedKind; readonly more: number } | null {
  const wrong = FINDING_KINDS.filter((kind) => ['stale', 'denied', 'polling'].includes(summaryOf(states[kind])));
  const [first] = wrong;
  if (first === undefined) return null;
  const summary = ORDER.find((each) => wrong.some((kind) => summaryOf(states[kind]) === each)) ?? 'idle';
  return { summary, first, more: wrong.length - 1 };
}

export function toneOf(summary: Summary): Tone {
  switch (summary) {
    case 'live':
      return 'ok';
    case 'loading':
      return 'info';
    case 'polling':
    case 'denied':
    case 'stale':
      return 'warn';
    case 'idle':
      return 'neutral';
  }
}

export interface StaleKinds {
  readonly kinds: readonly WatchedKind[];
  readonly since: number;
  readonly state: Extract<WatchState, { phase: 'stale' }>;
}

/** Kinds that are stale for the same reason, told in one line; the longest stale first. */
export function staleKinds(states: WatchStates): readonly StaleKinds[] {
  const groups = new Map<string, StaleKinds>();
  for (const kind of WATCHED_KINDS) {
    const state = states[kind];
    if (state.phase !== 'stale') continue;
    const key = JSON.stringify(state.reason);
    const known = groups.get(key);
    groups.set(key, {
      kinds: [...(known?.kinds ?? []), kind],
      since: Math.min(state.since, known?.since ?? state.since),
      state: known?.state ?? state,
    });
  }
  return [...groups.values()].sort((a, b) => a.since - b.since);
}
