import type { Endpoint, EndpointSlice } from './membership-shapes.ts';

/** Where endpoints are to stand: which slices change and to what, which go, and what new ones would hold. */
export interface Placement {
  readonly update: ReadonlyMap<EndpointSlice, readonly Endpoint[]>;
  readonly remove: readonly EndpointSlice[];
  readonly create: readonly (readonly Endpoint[])[];
}

/**
 * Places endpoints of one set of ports and one family into slices, changing as few as can be: each stays where it is;
 * new ones fill slices that change anyway, fullest first; the rest go into one unchanged slice with room for all, or into
 * new ones. Nothing is ever rebalanced. Source: k8s.io/endpointslice reconcileByPortMapping.
 */
export function placeEndpoints(
  existing: readonly EndpointSlice[],
  desired: readonly Endpoint[],
  limit: number,
): Placement {
  const open = new Map(desired.map((endpoint) => [identityOf(endpoint), endpoint]));
  const update = new Map<EndpointSlice, Endpoint[]>();
  const remove: EndpointSlice[] = [];
  const unchanged = new Set<EndpointSlice>();
  for (const slice of existing) {
    const before = slice.endpoints ?? [];
    const kept: Endpoint[] = [];
    let changed = false;
    for (const endpoint of before) {
      const identity = identityOf(endpoint);
      const wanted = open.get(identity);
      if (wanted === undefined) continue;
      open.delete(identity);
      kept.push(wanted);
      changed ||= !sameBeyondIdentity(wanted, endpoint);
    }
    if (!changed && kept.length === before.length) unchanged.add(slice);
    else if (kept.length === 0) remove.push(slice);
    else update.set(slice, kept);
  }
  const rest = [...open.values()];
  for (const [, endpoints] of [...update].sort(([, a], [, b]) => b.length - a.length)) {
    endpoints.push(...rest.splice(0, Math.max(0, limit - endpoints.length)));
  }
  const create: Endpoint[][] = [];
  while (rest.length > 0) {
    const room = rest.length < limit ? roomiest(unchanged, rest.length, limit) : undefined;
    const target = [...(room?.endpoints ?? [])];
    target.push(...rest.splice(0, limit - target.length));
    if (room === undefined) create.push(target);
    else update.set(room, target);
    if (room !== undefined) unchanged.delete(room);
  }
  return { update, remove, create };
}

/** What makes it the same endpoint, whatever its conditions. */
function identityOf({ addresses, hostname = '', targetRef }: Endpoint): string {
  return JSON.stringify([[...addresses].sort(), hostname, targetRef?.namespace ?? '', targetRef?.name ?? '']);
}

/** Source: k8s.io/endpointslice util EndpointsEqualBeyondHash. */
function sameBeyondIdentity(a: Endpoint, b: Endpoint): boolean {
  return (
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.conditions.ready === b.conditions.ready &&
    a.conditions.serving === b.conditions.serving &&
    a.conditions.terminating === b.conditions.terminating &&
    a.targetRef?.uid === b.targetRef?.uid
  );
}

/** The slice that would be fullest with that many more; none where they don't fit. */
function roomiest(slices: ReadonlySet<EndpointSlice>, more: number, limit: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined;
  let left = limit;
  for (const slice of slices) {
    const room = limit - more - (slice.endpoints?.length ?? 0);
    if (room < 0 || room >= left) continue;
    best = slice;
    left = room;
  }
  return best;
}
