import { ipFamiliesOf } from '../kube/ip-family.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import type { Listing, SliceMember } from './merge-slices.ts';
import { mergedConditions } from './merge-slices.ts';

/** A member of the slices, and what of it new connections reach. */
export interface ReachedMember {
  readonly member: SliceMember;
  /** One entry a ServicePort, in the order of `spec.ports`. */
  readonly ports: readonly ReachedPort[];
  /** Gets new connections on some port; of a headless Service: DNS answers with its address. */
  readonly reached: boolean;
  /** Gets them although it is not ready, because nobody is (KEP-1669). */
  readonly whileTerminating: boolean;
}

interface ReachedPort {
  readonly port: ServicePort;
  /** The number in the slices; null where no slice that lists the member carries the port. */
  readonly number: number | null;
  readonly traffic: boolean;
}

/**
 * Which members new connections reach, as kube-proxy decides it per ServicePort and family: the ready ones; where none is
 * ready, those that are terminating and still serving. With `internalTrafficPolicy: Local` that is decided for each Node
 * by itself. Slices of a family the Service has not, of addressType FQDN, and ports without a number have no part in it.
 * Of a headless Service DNS gives the ready addresses, with or without ports. An ExternalName Service reaches nobody.
 * Topology hints and external traffic narrow the set further and depend on the client: see reach-notes.ts.
 *
 * Source: k/k 1.34.4 pkg/proxy/topology.go CategorizeEndpoints, pkg/proxy/endpointslicecache.go; coredns
 * plugin/kubernetes/object/endpoint.go.
 */
export function reach(service: Service, members: readonly SliceMember[]): readonly ReachedMember[] {
  const ready = new Set<string>();
  for (const { listings } of members) {
    for (const listing of listings) for (const group of readyGroups(service, listing)) ready.add(group);
  }
  return members.map((member) => reachedAmong(service, member, (group) => ready.has(group)));
}

/** One member of `reach`, told in which groups somebody is ready: all that it hangs on beside the member itself. */
export function reachedAmong(
  service: Service,
  member: SliceMember,
  isReady: (group: string) => boolean,
): ReachedMember {
  if (service.type === 'ExternalName') return reachedMember(service, member, () => false);
  if (isHeadless(service)) {
    const { ports } = reachedMember(service, member, (listing) => listing.conditions.ready);
    const usable = member.listings.filter((listing) => isUsable(service, listing));
    return {
      member,
      ports,
      reached: usable.some((listing) => listing.conditions.ready),
      whileTerminating: false,
    };
  }
  return reachedMember(service, member, (listing, port) => {
    const { ready, serving, terminating } = listing.conditions;
    return ready || (serving && terminating && !isReady(groupOf(service, listing, port)));
  });
}

/** The groups a listing is ready in, one a ServicePort: see `reachedAmong`. */
export function readyGroups(service: Service, listing: Listing): readonly string[] {
  if (!listing.conditions.ready || !isUsable(service, listing)) return [];
  return service.ports.flatMap((port) => (portNumber(listing, port) === null ? [] : [groupOf(service, listing, port)]));
}

function reachedMember(
  service: Service,
  member: SliceMember,
  chosen: (listing: Listing, port: ServicePort) => boolean,
): ReachedMember {
  const usable = member.listings.filter((listing) => isUsable(service, listing));
  const ports = service.ports.map((port): ReachedPort => {
    const carrying = usable.flatMap((listing) => {
      const number = portNumber(listing, port);
      return number === null ? [] : [{ number, traffic: chosen(listing, port) }];
    });
    const shown = carrying.find(({ traffic }) => traffic) ?? carrying[0];
    return { port, number: shown?.number ?? null, traffic: shown?.traffic ?? false };
  });
  const reached = ports.some(({ traffic }) => traffic);
  return { member, ports, reached, whileTerminating: reached && !mergedConditions(member).ready };
}

/** Whether the data plane of this Service looks at the slice at all. */
export function isUsable(service: Service, { addressType }: Listing): boolean {
  return addressType !== 'FQDN' && ipFamiliesOf(service).includes(addressType);
}

/** kube-proxy keys ports by name and protocol, and skips those without a number. */
function portNumber(listing: Listing, port: ServicePort): number | null {
  const carried = listing.ports.find(({ name, protocol }) => name === port.name && protocol === port.protocol);
  return carried?.port === 0 ? null : (carried?.port ?? null);
}

/** Endpoints among which kube-proxy falls back to terminating ones together. */
function groupOf(service: Service, listing: Listing, port: ServicePort): string {
  const node = service.internalTrafficPolicy === 'Local' ? (listing.nodeName ?? '') : '';
  return `${listing.addressType} ${port.protocol} ${port.name} ${node}`;
}
