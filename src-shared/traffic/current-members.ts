import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { mergeSlices, mergedAddresses, type Listing } from '../membership/merge-slices.ts';

/** One endpoint of a Service port now, over all slices. */
export interface CurrentMember {
  /** `targetRef.uid`, or the address where none is given. */
  readonly uid: string;
  /** The Pod's name, or the address. */
  readonly pod: string;
  readonly ips: readonly string[];
  /** Gets new connections. */
  readonly ready: boolean;
  /** The slices mean it for some zones or Nodes only. */
  readonly hinted: boolean;
}

/**
 * Everyone in the slices that carry this port, merged: an endpoint may stand in two slices for a moment, has one per IP
 * family, and by hand it may name its Pod without a uid. Where nobody is ready, those that still serve while terminating
 * get the traffic (KEP-1669).
 */
export function currentMembers(slices: readonly EndpointSlice[], portName: string): readonly CurrentMember[] {
  const carrying = slices.filter(({ ports }) => ports.some((port) => port.name === portName));
  const members = mergeSlices(carrying).map((member) => {
    const { key, listings } = member;
    const name = listings.map(podName).find((each) => each !== null);
    return {
      uid: key,
      pod: name ?? key,
      ips: mergedAddresses(member),
      ready: listings.some(({ conditions }) => conditions.ready),
      serving: listings.some(({ conditions: { terminating, serving } }) => terminating && serving),
      hinted: listings.every(({ forZones, forNodes }) => forZones.length + forNodes.length > 0),
    };
  });
  const anyReady = members.some(({ ready }) => ready);
  return members.map(({ serving, ready, ...member }) => ({ ...member, ready: anyReady ? ready : serving }));
}

function podName({ targetRef }: Listing): string | null {
  return targetRef?.kind === 'Pod' ? targetRef.name : null;
}
