import { isReady } from '../pod-facts.ts';
import { namespaceOf, type Pod } from '../shapes.ts';
import { findPort } from './find-port.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Service } from './membership-shapes.ts';
import { addressesOf, hasPlace, hostnameOf } from './pod-endpoint.ts';
import { repackSubsets } from './repack-subsets.ts';

/** More addresses than these are cut off. Source: k/k pkg/controller/endpoint maxCapacity. */
const CAPACITY = 1_000;

/** The subsets of a Service's Endpoints. Source: k/k pkg/controller/endpoint syncService. */
export function endpointsSubsets(service: Service, pods: readonly Pod[]): readonly EndpointSubset[] {
  const publish = service.spec.publishNotReadyAddresses === true;
  const family = service.spec.ipFamilies?.[0] ?? 'IPv4';
  const ports = service.spec.ports ?? [];
  const subsets = pods.flatMap((pod): EndpointSubset[] => {
    const ip = hasPlace(pod, publish) ? addressesOf(pod, family)[0] : undefined;
    if (ip === undefined) return [];
    const address = endpointAddress(service, pod, ip);
    const subset = (port: EndpointPort | undefined): EndpointSubset => ({
      [publish || isReady(pod) ? 'addresses' : 'notReadyAddresses']: [address],
      ...(port === undefined ? {} : { ports: [port] }),
    });
    if (ports.length === 0) return service.spec.clusterIP === 'None' ? [subset(undefined)] : [];
    return ports.flatMap((each) => {
      const number = findPort(pod, each);
      if (number === undefined) return [];
      const { name, protocol, appProtocol } = each;
      return [
        subset({
          ...(name ? { name } : {}),
          port: number,
          protocol,
          ...(appProtocol === undefined ? {} : { appProtocol }),
        }),
      ];
    });
  });
  return repackSubsets(subsets);
}

function endpointAddress(service: Service, pod: Pod, ip: string): EndpointAddress {
  const hostname = hostnameOf(pod, service);
  const { name, uid } = pod.metadata;
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    nodeName: pod.spec.nodeName ?? '',
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name, uid },
  };
}

/**
 * At most 1000 addresses, ready ones before the others, each subset's share kept.
 * Source: k/k pkg/controller/endpoint truncateEndpoints.
 */
export function truncated(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] | undefined {
  const total = (field: 'addresses' | 'notReadyAddresses'): number =>
    subsets.reduce((sum, subset) => sum + (subset[field]?.length ?? 0), 0);
  const [ready, notReady] = [total('addresses'), total('notReadyAddresses')];
  if (ready + notReady <= CAPACITY) return undefined;
  const cutReady = ready > CAPACITY;
  const field = cutReady ? 'addresses' : 'notReadyAddresses';
  const most = cutReady ? CAPACITY : CAPACITY - ready;
  let left = most;
  return subsets.map((subset) => {
    const list = subset[field] ?? [];
    const share = Math.min(left, Math.ceil((list.length / (cutReady ? ready : notReady)) * most));
    const kept = list.slice(0, share);
    left -= kept.length;
    const { notReadyAddresses: _cut, ...readyOnly } = subset;
    return { ...(cutReady ? readyOnly : subset), [field]: kept };
  });
}
