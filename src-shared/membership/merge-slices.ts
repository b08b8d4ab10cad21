import type { Endpoint, EndpointSlice, ReadConditions, TargetRef } from '../kube/endpoint-slice.ts';
import { readConditions } from '../kube/endpoint-slice.ts';

/** One endpoint of one slice. */
export interface Listing {
  readonly addressType: EndpointSlice['addressType'];
  readonly managedBy: string | null;
  readonly ports: EndpointSlice['ports'];
  readonly addresses: readonly string[];
  readonly conditions: ReadConditions;
  readonly nodeName: string | null;
  /** Zones and Nodes it is meant for; empty where there are no hints. */
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
  readonly targetRef: TargetRef | null;
}

/** Everything the slices of a Service say about one Pod or address. */
export interface SliceMember {
  /** `targetRef.uid`, or the first address where no uid is given. */
  readonly key: string;
  /** Never empty; in an order that does not depend on the order of the slices. */
  readonly listings: readonly Listing[];
}

/**
 * All slices of a Service as one set. An endpoint may stand in two slices for a moment, a dual-stack Pod stands in one a
 * family, and Pods that resolve a named port to different numbers stand in different slices: the key is the uid of what
 * `targetRef` names, else the address. A listing without a uid joins the one Pod that has its address; where several have
 * (hostNetwork), it stays by itself.
 */
export function mergeSlices(slices: readonly EndpointSlice[]): readonly SliceMember[] {
  const listings = slices.flatMap((slice) =>
    slice.endpoints
      .filter((endpoint) => endpoint.addresses.length > 0)
      .map((endpoint) => ({ order: `${slice.meta.name} ${slice.meta.uid}`, listing: listingOf(slice, endpoint) })),
  );
  const members = new Map<string, typeof listings>();
  const add = (key: string, entry: (typeof listings)[number]): void => {
    const known = members.get(key);
    if (known === undefined) members.set(key, [entry]);
    else known.push(entry);
  };
  const uidsByAddress = new Map<string, Set<string>>();
  for (const entry of listings) {
    const uid = entry.listing.targetRef?.uid ?? '';
    if (uid === '') continue;
    add(uid, entry);
    for (const address of entry.listing.addresses) {
      uidsByAddress.set(address, (uidsByAddress.get(address) ?? new Set()).add(uid));
    }
  }
  for (const entry of listings) {
    if ((entry.listing.targetRef?.uid ?? '') !== '') continue;
    const [address = ''] = entry.listing.addresses;
    const [uid, ...others] = uidsByAddress.get(address) ?? [];
    add(uid !== undefined && others.length === 0 ? uid : address, entry);
  }
  return [...members].map(([key, entries]) => ({
    key,
    listings: entries.sort((a, b) => compare(a.order, b.order)).map((entry) => entry.listing),
  }));
}

/** As a row shows them: ready, serving or terminating somewhere is so everywhere. */
export function mergedConditions({ listings }: SliceMember): ReadConditions {
  return {
    ready: listings.some(({ conditions }) => conditions.ready),
    serving: listings.some(({ conditions }) => conditions.serving),
    terminating: listings.some(({ conditions }) => conditions.terminating),
  };
}

/** Each address once; IPv4 before IPv6. */
export function mergedAddresses({ listings }: SliceMember): readonly string[] {
  const [only, ...others] = listings;
  if (only !== undefined && others.length === 0) return only.addresses;
  const sorted = [...listings].sort((a, b) => compare(a.addressType, b.addressType));
  return [...new Set(sorted.flatMap((listing) => listing.addresses))];
}

function listingOf(slice: EndpointSlice, endpoint: Endpoint): Listing {
  return {
    addressType: slice.addressType,
    managedBy: slice.managedBy,
    ports: slice.ports,
    addresses: endpoint.addresses,
    conditions: readConditions(endpoint.conditions),
    nodeName: endpoint.nodeName,
    forZones: endpoint.forZones,
    forNodes: endpoint.forNodes,
    targetRef: endpoint.targetRef,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
