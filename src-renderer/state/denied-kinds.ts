import type { DeniedKind } from '#shared/findings/diagnosis-input.ts';
import type { WatchedKind } from '#shared/kube/object-key.ts';
import type { WatchStates } from './cluster-view.svelte.ts';

/** Of these kinds the ones that may not be read, with the permission that is missing. */
export function deniedKinds(states: WatchStates, kinds: readonly WatchedKind[]): readonly DeniedKind[] {
  return kinds.flatMap((kind) => {
    const state = states[kind];
    if (state.phase !== 'denied') return [];
    const { verb, resource, namespace } = state;
    return [{ kind, verb, resource, namespace }];
  });
}
