import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { isHeadless, type Service } from '../kube/service.ts';
import type { Listing, SliceMember } from './merge-slices.ts';
import { mergeSlices } from './merge-slices.ts';
import { isUsable } from './reach.ts';

/** Who reaches which endpoints, where that depends on where a client is. Rows of members speak of the Service as a whole. */
export type ReachNote =
  /** A traffic policy Local drops connections that begin on (internal) or arrive at (external) a Node without endpoint. */
  | { readonly code: 'local-drops'; readonly policy: TrafficPolicy; readonly nodes: readonly string[] }
  /** The same where Nodes may not be read: on `nodes` there is an endpoint. */
  | { readonly code: 'local-nodes-unknown'; readonly policy: TrafficPolicy; readonly nodes: readonly string[] }
  /** Clients in a zone go only to the endpoints that are hinted for it; those of other zones go to any. */
  | { readonly code: 'zone-hints'; readonly zones: readonly ZoneHint[] }
  /** Clients on a Node go only to the endpoints that are hinted for it; those on other Nodes go to any. */
  | { readonly code: 'node-hints'; readonly nodes: readonly string[] }
  /** Some ready endpoints have hints and some have none: kube-proxy ignores them all. */
  | { readonly code: 'hints-ignored' }
  /** `spec.trafficDistribution` is set, and the endpoints carry no hints: nothing is narrowed. */
  | { readonly code: 'distribution-without-hints'; readonly distribution: string };

export type TrafficPolicy = 'internal' | 'external';
export interface ZoneHint {
  readonly zone: string;
  readonly endpoints: number;
}

/** The part of MembershipInput the answer hangs on. */
interface Input {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[] | null;
  readonly nodes: ReadonlyMap<string, unknown> | null;
}

/**
 * What traffic policies and topology hints do to the set of endpoints, as kube-proxy decides it on each Node. Nothing is
 * said of Services without kube-proxy, nor where slices are not known. Pure.
 *
 * Source: k/k 1.34.4 pkg/proxy/topology.go CategorizeEndpoints, topologyModeFromHints; KEP-2086, KEP-2433, KEP-3015.
 */
export function reachNotes({ service, slices, nodes }: Input): readonly ReachNote[] {
  if (slices === null || service.type === 'ExternalName' || isHeadless(service)) return [];
  const policies = policiesInForce(service);
  // Asked for every Service, and almost none has a policy, a distribution or a hint.
  if (policies.length === 0 && service.trafficDistribution === null && !slices.some(isHinted)) return [];
  const members = mergeSlices(slices).map(({ listings }) => listings.filter((listing) => isUsable(service, listing)));
  // Without a single endpoint the Service has nobody anywhere, which is said by its own reason.
  if (members.length === 0) return [];
  return [...policies.map((policy) => localNote(policy, members.flat(), nodes)), hintNote(service, members)].filter(
    (note) => note !== null,
  );
}

/** Some endpoint of it is meant for some zones or Nodes. */
export function isHinted({ endpoints }: EndpointSlice): boolean {
  return endpoints.some(({ forZones, forNodes }) => forZones.length + forNodes.length > 0);
}

/** externalTrafficPolicy is about NodePorts, load balancers and externalIPs: without one of them nothing arrives. */
function policiesInForce(service: Service): readonly TrafficPolicy[] {
  const fromOutside = service.type !== 'ClusterIP' || service.externalIPs.length > 0;
  const internal: readonly TrafficPolicy[] = service.internalTrafficPolicy === 'Local' ? ['internal'] : [];
  return fromOutside && service.externalTrafficPolicy === 'Local' ? [...internal, 'external'] : internal;
}

function localNote(policy: TrafficPolicy, listings: readonly Listing[], nodes: Input['nodes']): ReachNote | null {
  const withOne = new Set(
    listings.flatMap(({ conditions, nodeName }) => {
      const { ready, serving, terminating } = conditions;
      return nodeName !== null && (ready || (serving && terminating)) ? [nodeName] : [];
    }),
  );
  if (nodes === null) return { code: 'local-nodes-unknown', policy, nodes: [...withOne].sort() };
  const without = [...nodes.keys()].filter((node) => !withOne.has(node)).sort();
  return without.length === 0 ? null : { code: 'local-drops', policy, nodes: without };
}

function hintNote(
  { trafficDistribution, internalTrafficPolicy }: Service,
  members: readonly SliceMember['listings'][],
): ReachNote | null {
  const readyOf = members.map((listings) => listings.filter(({ conditions }) => conditions.ready));
  const ready = readyOf.flat();
  // Hints narrow the policy Cluster only.
  if (ready.length === 0 || internalTrafficPolicy === 'Local') return null;
  if (ready.every(({ forNodes }) => forNodes.length > 0)) {
    return { code: 'node-hints', nodes: [...new Set(ready.flatMap(({ forNodes }) => forNodes))].sort() };
  }
  if (ready.every(({ forZones }) => forZones.length > 0)) return { code: 'zone-hints', zones: zonesOf(readyOf) };
  if (ready.some(({ forZones, forNodes }) => forZones.length + forNodes.length > 0)) return { code: 'hints-ignored' };
  return trafficDistribution === null
    ? null
    : { code: 'distribution-without-hints', distribution: trafficDistribution };
}

/** A Pod of both families, or with several ports, stands in several slices and is one endpoint. */
function zonesOf(members: readonly SliceMember['listings'][]): readonly ZoneHint[] {
  const counts = new Map<string, number>();
  for (const listings of members) {
    const zones = new Set(listings.flatMap(({ forZones }) => forZones));
    for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts].map(([zone, endpoints]) => ({ zone, endpoints })).sort((a, b) => (a.zone < b.zone ? -1 : 1));
}
