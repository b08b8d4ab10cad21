import type { Evidence } from '#shared/history/cause.ts';
import type { KeptStandings } from '#shared/history/kept-standings.ts';
import { isLoose, partOf } from '#shared/history/kept-standings.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import { isWhole } from '#shared/ipc/watch-state.ts';
import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { MemberReason, MembershipInput } from '#shared/membership/member.ts';
import { membershipOf } from '#shared/membership/membership.ts';
import type { HistoryPage } from './history-book.ts';
import type { ClusterStores } from './kind-watch.ts';
import type { PodMemory } from './pod-memory.ts';

/** A change of the Service explains what its slices do for so long. */
const RECENT_MS = 60_000;

export interface EvidenceSources {
  readonly page: HistoryPage;
  readonly pods: PodMemory;
  readonly stores: Pick<ClusterStores, 'Node'>;
  readonly states: { readonly Pod: WatchState; readonly Node: WatchState };
}

/** Gathers what is known around the changes of some members, by key. Asks membership once for all of them. */
export function evidenceFrom(
  sources: EvidenceSources,
  members: readonly { readonly key: string }[],
  at: number,
): (key: string, terminating: boolean) => Evidence {
  const { page, pods } = sources;
  const { service, createdAt, selectorBefore } = page;
  const reasons = reasonsOf(sources, members);
  const recent = (moment: number): boolean => at - moment <= RECENT_MS;
  return (key, terminating) => {
    const known = pods.get(key);
    return {
      at,
      service,
      serviceCreated:
        service !== null && createdAt !== null && recent(createdAt) ? Date.parse(service.meta.creationTimestamp) : null,
      selectorBefore: selectorBefore !== null && recent(selectorBefore.at) ? selectorBefore : null,
      pod: known?.pod ?? null,
      podSeen: known?.seenAt ?? at,
      podGone: known?.gone ?? false,
      labelsBefore: pods.labelsBefore(key, at),
      terminating,
      reasons: reasons.get(key) ?? [],
    };
  };
}

function reasonsOf(
  { page: { service, standings }, pods, stores, states }: EvidenceSources,
  members: readonly { readonly key: string }[],
): ReadonlyMap<string, readonly MemberReason[]> {
  if (service === null) return new Map();
  const seen = members.flatMap(({ key }) => {
    const known = pods.get(key);
    return known === undefined || known.gone ? [] : [known.pod];
  });
  const keys = new Set(members.map(({ key }) => key));
  const nodes: MembershipInput['nodes'] = isWhole(states.Node)
    ? new Map([...stores.Node.values()].map((node) => [node.meta.name, node]))
    : null;
  const { rows } = membershipOf({
    service,
    slices: slicesFor(standings, keys),
    pods: isWhole(states.Pod) ? seen : null,
    endpoints: null,
    nodes,
  });
  return new Map(rows.map((row) => [row.key, row.reasons]));
}

/**
 * The slices with nobody but these members: why one of ten thousand turned costs what one costs. Who else is ready decides
 * only whether a Pod that is terminating still gets traffic, and of that the cause is its deletion either way. Whom a
 * listing without a uid joins is decided by all that have its address, so nobody is left out then.
 */
function slicesFor(standings: KeptStandings, keys: ReadonlySet<string>): readonly EndpointSlice[] {
  const slices = standings.slicesOf(keys);
  if (slices.some(isLoose)) return slices;
  return slices.map((slice) => partOf(slice, keys));
}
