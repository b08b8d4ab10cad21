import type { KubeObject } from '../../cluster-api.ts';
import { isReady, isTerminal } from '../pod-facts.ts';
import { namespaceOf, type Pod } from '../shapes.ts';
import { canonicalAddress } from './canonical-address.ts';
import { findPort } from './find-port.ts';
import { slicePortHash } from './go-hash.ts';
import { familyOf, type Endpoint, type EndpointPort, type Service } from './membership-shapes.ts';

/** Not ended and with an address; `ending`: whether one with a deletionTimestamp counts. Source: ShouldPodBeInEndpoints. */
export function hasPlace(pod: Pod, ending: boolean): boolean {
  const addressed = Boolean(pod.status?.podIP) || (pod.status?.podIPs ?? []).length > 0;
  return !isTerminal(pod) && addressed && (ending || pod.metadata.deletionTimestamp === undefined);
}

/** The Pod's addresses of that family. */
export function addressesOf(pod: Pod, family: string): readonly string[] {
  return (pod.status?.podIPs ?? []).flatMap(({ ip }) => {
    const address = canonicalAddress(ip);
    return address !== undefined && familyOf(address) === family ? [address] : [];
  });
}

/** Its hostname where the Service is its subdomain: that gives it a DNS name. */
export function hostnameOf(pod: Pod, service: Service): string | undefined {
  return pod.spec.hostname && pod.spec.subdomain === service.metadata.name ? pod.spec.hostname : undefined;
}

/** How a slice tells of a Pod. Source: k8s.io/endpointslice podToEndpoint. */
export function podEndpoint(pod: Pod, node: KubeObject | undefined, service: Service, family: string): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const hostname = hostnameOf(pod, service);
  const { name, uid } = pod.metadata;
  return {
    addresses: addressesOf(pod, family),
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name, uid },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone ? { zone } : {}),
  };
}

/** The Service's ports as this Pod has them, in a slice's order; a name it lacks is left out. */
export function podPorts(pod: Pod, service: Service): readonly EndpointPort[] {
  return inSliceOrder(
    (service.spec.ports ?? []).flatMap((port) => {
      const number = findPort(pod, port);
      if (number === undefined) return [];
      const { name = '', protocol, appProtocol } = port;
      return [{ name, protocol, port: number, ...(appProtocol === undefined ? {} : { appProtocol }) }];
    }),
  );
}

/** Ports in the order in which every slice has them: two lists are the same set if they are equal in it. */
export function inSliceOrder(ports: readonly EndpointPort[]): readonly EndpointPort[] {
  return ports
    .map((port) => ({ port, hash: slicePortHash(port) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ port }) => port);
}

/** The same for the same set of ports. */
export function portsKey(ports: readonly EndpointPort[] | null | undefined): string {
  return (ports ?? []).map(slicePortHash).sort().join();
}
