import { describe, expect, it } from 'vitest';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import { WATCHED_KINDS, type WatchedKind } from '#shared/kube/object-key.ts';
import type { WatchStates } from '../state/cluster-view.svelte.ts';
import { findingKindsInBar, kindsInBar, kindsToName } from './watch-summary.ts';

const SYNCED: WatchState = { phase: 'synced', since: 0 };
const denied = (resource: string): WatchState => ({
  phase: 'denied',
  since: 0,
  verb: 'list',
  resource,
  namespace: 'a',
});

function states(some: Partial<Record<WatchedKind, WatchState>> = {}): WatchStates {
  const all = WATCHED_KINDS.map((kind): [WatchedKind, WatchState] => [kind, some[kind] ?? SYNCED]);
  return Object.fromEntries(all) as Record<WatchedKind, WatchState>;
}

describe('kinds that findings alone read', () => {
  it('have no place in the bar while they are live, loading or not watched', () => {
    expect(kindsInBar(states())).not.toContain('ReplicaSet');
    expect(findingKindsInBar(states())).toBeNull();
    expect(findingKindsInBar(states({ Deployment: { phase: 'idle' } }))).toBeNull();
    expect(findingKindsInBar(states({ Deployment: { phase: 'connecting', since: 0, loaded: 0 } }))).toBeNull();
  });

  it('have one for all that fail, marked with the worst', () => {
    const stale: WatchState = {
      phase: 'stale',
      since: 0,
      whole: true,
      reason: { code: 'canceled', parameters: {} },
      retryAt: null,
    };
    expect(findingKindsInBar(states({ ReplicaSet: denied('replicasets') }))).toEqual({
      summary: 'denied',
      first: 'ReplicaSet',
      more: 0,
    });
    expect(findingKindsInBar(states({ Deployment: denied('deployments'), NetworkPolicy: stale }))).toEqual({
      summary: 'stale',
      first: 'Deployment',
      more: 1,
    });
  });

  it('are named in a notice only where no other kind is', () => {
    expect(kindsToName(['Service', 'ReplicaSet'])).toEqual(['Service']);
    expect(kindsToName(['ReplicaSet'])).toEqual(['ReplicaSet']);
  });
});
