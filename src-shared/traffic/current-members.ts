import { readConditions, type EndpointSlice } from '../kube/endpoint-slice.ts';

/** One endpoint of a Service port now, over all slices. */
export interface CurrentMember {
  /** `targetRef.uid`, or the address where no object stands behind it. */
  readonly uid: string;
  /** The Pod's name, or the address. */
  readonly pod: string;
  readonly ips: readonly string[];
  /** Gets new connections. */
  readonly ready: boolean;
}

/**
 * Everyone in the slices that carry this port, merged: an endpoint may stand in two slices for a moment, and has one per
 * IP family. Where nobody is ready, those that still serve while terminating get the traffic (KEP-1669).
 */
export function currentMembers(slices: readonly EndpointSlice[], portName: string): readonly CurrentMember[] {
  const members = new Map<string, { pod: string; ips: Set<string>; ready: boolean; serving: boolean }>();
  for (const slice of slices) {
    if (!slice.ports.some((port) => port.name === portName)) continue;
    for (const endpoint of slice.endpoints) {
      const uid = endpoint.targetRef?.uid ?? endpoint.addresses[0];
      if (uid === undefined) continue;
      const known = members.get(uid);
      const { ready, serving, terminating } = readConditions(endpoint.conditions);
      members.set(uid, {
        pod: endpoint.targetRef?.kind === 'Pod' ? endpoint.targetRef.name : uid,
        ips: new Set([...(known?.ips ?? []), ...endpoint.addresses]),
        ready: ready || (known?.ready ?? false),
        serving: (terminating && serving) || (known?.serving ?? false),
      });
    }
  }
  const anyReady = [...members.values()].some((member) => member.ready);
  return [...members].map(([uid, { pod, ips, ready, serving }]) => ({
    uid,
    pod,
    ips: [...ips],
    ready: anyReady ? ready : serving,
  }));
}
