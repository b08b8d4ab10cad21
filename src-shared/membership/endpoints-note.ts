import type { Endpoints } from '../kube/endpoints.ts';
import { ipFamiliesOf, joinHostPort } from '../kube/ip-family.ts';
import type { Service } from '../kube/service.ts';
import type { EndpointsNote, MembershipInput } from './member.ts';
import type { Listing, SliceMember } from './merge-slices.ts';

/**
 * How the deprecated Endpoints object compares with the slices. Endpoints are written for the Service's first family
 * only, leave out Pods with a deletionTimestamp (unless publishNotReadyAddresses) and are cut at 1,000 addresses: each of
 * these is said by its own code, and is not called a difference. Written by hand they may have both families; the mirror
 * in slices has them too. An address that is ready in one and not in the other is a difference. Absent Endpoints say
 * nothing: their controller may be off. Source: k/k 1.34.4 pkg/controller/endpoint/endpoints_controller.go,
 * pkg/controller/endpointslicemirroring/reconciler.go.
 */
export function endpointsNote(
  { service, slices, endpoints }: Pick<MembershipInput, 'service' | 'slices' | 'endpoints'>,
  members: readonly SliceMember[],
): EndpointsNote {
  if (endpoints === null) return { code: 'not-watched' };
  if (endpoints === undefined) return { code: 'absent' };
  if (slices === null) return { code: 'slices-unknown' };
  if (endpoints.truncated) return { code: 'truncated' };
  const [family = 'IPv4'] = ipFamiliesOf(service);
  const listings = members.flatMap((member) => member.listings).filter(({ addressType }) => addressType !== 'FQDN');
  const isLeftOut = (listing: Listing): boolean => listing.conditions.terminating && !service.publishNotReadyAddresses;
  const isExpected = (listing: Listing): boolean => listing.addressType === family && !isLeftOut(listing);
  const found = addressesOf(endpoints);
  const expected = readinessByAddress(service, listings.filter(isExpected));
  const allowed = readinessByAddress(
    service,
    listings.filter((listing) => !isLeftOut(listing)),
  );
  const missing = beyond(allowed, found);
  const onlyInSlices = missing.filter((key) => expected.has(key) || found.has(key));
  const onlyInEndpoints = beyond(found, allowed);
  if (onlyInSlices.length + onlyInEndpoints.length > 0) return { code: 'differ', onlyInSlices, onlyInEndpoints };
  if (missing.length > 0) return { code: 'other-family', onlyInSlices: missing };
  const leftOut = beyond(readinessByAddress(service, listings.filter(isLeftOut)), found);
  return leftOut.length > 0 ? { code: 'terminating-left-out', onlyInSlices: leftOut } : { code: 'same' };
}

/** What one side has and the other has not, or has not ready. */
function beyond(one: ReadonlyMap<string, boolean>, other: ReadonlyMap<string, boolean>): readonly string[] {
  return keys([...one].filter(([key, ready]) => !other.has(key) || (ready && other.get(key) === false)));
}

/** `ip:port` (`ip` for a headless Service without ports) to whether it is ready, over the ports of the Service. */
function readinessByAddress(service: Service, listings: readonly Listing[]): ReadonlyMap<string, boolean> {
  const readiness = new Map<string, boolean>();
  for (const { addresses, ports, conditions } of listings) {
    for (const address of addresses) {
      for (const key of service.ports.length === 0 ? [address] : withPorts(address, ports)) {
        readiness.set(key, conditions.ready || readiness.get(key) === true);
      }
    }
  }
  return readiness;
}

function withPorts(address: string, ports: Listing['ports']): readonly string[] {
  return ports.flatMap(({ port }) => (port === null ? [] : [joinHostPort(address, port)]));
}

function addressesOf({ subsets }: Endpoints): ReadonlyMap<string, boolean> {
  const readiness = new Map<string, boolean>();
  for (const { addresses, notReadyAddresses, ports } of subsets) {
    const note = (ip: string, ready: boolean): void => {
      for (const key of ports.length === 0 ? [ip] : ports.map(({ port }) => joinHostPort(ip, port))) {
        readiness.set(key, ready || readiness.get(key) === true);
      }
    };
    for (const { ip } of addresses) note(ip, true);
    for (const { ip } of notReadyAddresses) note(ip, false);
  }
  return readiness;
}

function keys(entries: Iterable<readonly [string, boolean]>): readonly string[] {
  return Array.from(entries, ([key]) => key).sort();
}
