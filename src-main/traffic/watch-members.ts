import { SERVICE_NAME_LABEL, type EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { NamespacedName } from '#shared/kube/object-key.ts';
import { currentMembers, type CurrentMember } from '#shared/traffic/current-members.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import { createPause } from '../kube/pause.ts';
import { runReflector } from '../kube/reflector.ts';
import { createSharer } from '../kube/share.ts';
import { createStore } from '../kube/store.ts';
import { watchTarget } from '../kube/watch-targets.ts';
import type { TrafficDeps } from './traffic-deps.ts';

/** Who stands in the endpoints of one Service port, kept current. */
export interface MembersSource {
  current(): readonly CurrentMember[];
  /** Resolves with the first whole list; rejects never, ends with the signal. */
  readonly ready: Promise<void>;
}

/**
 * Watches the Service's slices for one run, apart from the windows' watches: those end when a page or a kube context
 * changes, and a run must not.
 * @param portName name of the ServicePort
 * @param changed called after each change of a slice
 */
export function watchMembers(
  { api, clock }: Pick<TrafficDeps, 'api' | 'clock'>,
  service: NamespacedName,
  portName: string,
  changed: () => void,
  signal: AbortSignal,
): MembersSource {
  const store = createStore<EndpointSlice>(changed);
  let loaded: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    loaded = resolve;
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const tell = (state: WatchState): void => {
    if (state.phase === 'synced' || state.phase === 'polling' || state.phase === 'denied') loaded();
  };
  const target = {
    ...watchTarget('EndpointSlice', service.namespace, createSharer()),
    query: { labelSelector: `${SERVICE_NAME_LABEL}=${service.name}` },
  };
  const pause = createPause(clock, signal);
  void runReflector({ api, target, sink: store, tell, clock, random: Math.random, pause, signal });
  return { ready, current: () => currentMembers([...store.values()], portName) };
}
