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
 * (hostNetwork), or it names another object than that Pod, it stays by itself.
 */
export function mergeSlices(slices: readonly EndpointSlice[]): readonly SliceMember[] {
  const members = new Map<string, Entry[]>();
  const add = (key: string, entry: Entry): void => {
    const known = members.get(key);
    if (known === undefined) members.set(key, [entry]);
    else known.push(entry);
  };
  const withUid: Entry[] = [];
  const withoutUid: Entry[] = [];
  for (const entry of entriesOf(slices)) {
    const uid = entry.listing.targetRef?.uid ?? '';
    if (uid === '') withoutUid.push(entry);
    else {
      withUid.push(entry);
      add(uid, entry);
    }
  }
  const uidOf = withoutUid.length === 0 ? () => undefined : uidByAddress(withUid);
  for (const entry of withoutUid) {
    const [address = ''] = entry.listing.addresses;
    add(uidOf(address, entry.listing.targetRef) ?? address, entry);
  }
  return Array.from(members, ([key, entries]) => ({ key, listings: inOrder(entries) }));
}

/** Every endpoint of the slices that has an address, as mergeSlices takes it. */
export function listingsOf(slices: readonly EndpointSlice[]): readonly Listing[] {
  return entriesOf(slices).map(({ listing }) => listing);
}

interface Entry {
  /** What decides between listings of one member, whatever order the slices come in. */
  readonly order: string;
  readonly listing: Listing;
}

function entriesOf(slices: readonly EndpointSlice[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const slice of slices) {
    const order = `${slice.meta.name} ${slice.meta.uid}`;
    for (const endpoint of slice.endpoints) {
      if (endpoint.addresses.length > 0) entries.push({ order, listing: listingOf(slice, endpoint) });
    }
  }
  return entries;
}

/** The one Pod that has an address and may be what the reference names; undefined where there is none, or several have it. */
function uidByAddress(entries: readonly Entry[]): (address: string, named: TargetRef | null) => string | undefined {
  const refs = new Map<string, TargetRef[]>();
  for (const { listing } of entries) {
    if (listing.targetRef === null) continue;
    for (const address of listing.addresses) {
      const known = refs.get(address);
      if (known === undefined) refs.set(address, [listing.targetRef]);
      else known.push(listing.targetRef);
    }
  }
  return (address, named) => {
    const there = refs.get(address) ?? [];
    const [uid, ...others] = new Set(there.map((ref) => ref.uid));
    return others.length === 0 && there.every((ref) => named === null || mayBeSame(named, ref)) ? uid : undefined;
  };
}

/** An object goes by kind, namespace and name; what a reference leaves out speaks against nothing. */
function mayBeSame(one: TargetRef, other: TargetRef): boolean {
  return (['kind', 'namespace', 'name'] as const).every(
    (field) => one[field] === '' || other[field] === '' || one[field] === other[field],
  );
}

function inOrder(entries: readonly Entry[]): readonly Listing[] {
  const sorted = entries.length === 1 ? entries : [...entries].sort((a, b) => compare(a.order, b.order));
  return sorted.map(({ listing }) => listing);
}

/** As a row shows them: ready, serving or terminating somewhere is so everywhere. */
export function mergedConditions({ listings }: Pick<SliceMember, 'listings'>): ReadConditions {
  const [only, ...others] = listings;
  if (only !== undefined && others.length === 0) return only.conditions;
  return {
    ready: listings.some(({ conditions }) => conditions.ready),
    serving: listings.some(({ conditions }) => conditions.serving),
    terminating: listings.some(({ conditions }) => conditions.terminating),
  };
}

/** Each address once; IPv4 before IPv6. */
export function mergedAddresses({ listings }: Pick<SliceMember, 'listings'>): readonly string[] {
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
