import { corePortHash, subsetHash } from './go-hash.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from './membership-shapes.ts';

interface Offer {
  readonly port: EndpointPort | undefined;
  /** By identity; whether ready. Not ready wins. */
  readonly addresses: Map<string, boolean>;
}

/**
 * The fewest subsets that say the same: addresses that offer the same ports together, all in Kubernetes' order.
 * Source: k/k pkg/api/v1/endpoints RepackSubsets.
 */
export function repackSubsets(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  const known = new Map<string, EndpointAddress>();
  const offers = new Map<string, Offer>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    for (const port of ports.length === 0 ? [undefined] : ports) {
      const key = port === undefined ? '' : corePortHash(port);
      const offer = offers.get(key) ?? { port, addresses: new Map<string, boolean>() };
      offers.set(key, offer);
      for (const [list, ready] of [[addresses, true] as const, [notReadyAddresses, false] as const]) {
        for (const address of list) {
          const identity = `${address.ip} ${address.targetRef?.uid ?? ''}`;
          if (!known.has(identity)) known.set(identity, address);
          offer.addresses.set(identity, ready && offer.addresses.get(identity) !== false);
        }
      }
    }
  }
  const groups = new Map<string, { readonly offer: Offer; readonly ports: EndpointPort[] }>();
  for (const offer of offers.values()) {
    const key = [...offer.addresses]
      .map(([identity, ready]) => `${identity} ${ready}`)
      .sort()
      .join();
    const group = groups.get(key) ?? { offer, ports: [] };
    groups.set(key, group);
    if (offer.port !== undefined) group.ports.push(offer.port);
  }
  const packed = [...groups.values()].map(({ offer, ports }): EndpointSubset => {
    const pick = (ready: boolean): readonly EndpointAddress[] =>
      [...offer.addresses]
        .flatMap(([identity, state]) => (state === ready ? [known.get(identity)] : []))
        .filter((address) => address !== undefined)
        .sort(byAddressAndUid);
    const [addresses, notReadyAddresses] = [pick(true), pick(false)];
    return {
      ...(addresses.length > 0 ? { addresses } : {}),
      ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
      ...(ports.length > 0 ? { ports: sortedBy(ports, corePortHash) } : {}),
    };
  });
  return sortedBy(packed, subsetHash);
}

function sortedBy<T>(values: readonly T[], hash: (value: T) => string): readonly T[] {
  return values
    .map((value) => ({ value, key: hash(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ value }) => value);
}

function byAddressAndUid(a: EndpointAddress, b: EndpointAddress): number {
  const [left, right] = a.ip === b.ip ? [a.targetRef?.uid ?? '', b.targetRef?.uid ?? ''] : [a.ip, b.ip];
  return left < right ? -1 : left > right ? 1 : 0;
}
