import type { Endpoint, EndpointPort, EndpointSlice } from '../kube/endpoint-slice.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../kube/endpoint-slice.ts';
import { ipFamilyOf } from '../kube/ip-family.ts';
import { selects } from '../kube/label-selector.ts';
import type { Pod } from '../kube/pod.ts';
import type { IPFamily, Service } from '../kube/service.ts';
import { expectedEndpoint } from '../membership/expected-endpoint.ts';
import type { MembershipInput } from '../membership/member.ts';

/**
 * The EndpointSlices the controller would write of these Pods once it has come to rest: one an IP family and set of resolved
 * ports. How many endpoints a slice may hold (100 by default) changes nothing that anybody sees, so each is one.
 * Source: k8s.io/endpointslice v0.34.4 reconciler.go reconcileByAddressType, which sorts Pods by family and port map.
 */
export function writtenSlices(
  service: Service,
  pods: readonly Pod[],
  nodes: MembershipInput['nodes'],
): readonly EndpointSlice[] {
  const slices = new Map<string, { family: IPFamily; ports: readonly EndpointPort[]; endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const expected = selects(service.selector, pod.meta.labels) ? expectedEndpoint(service, pod, nodes) : null;
    if (expected?.kind !== 'endpoint') continue;
    let numbers = '';
    for (const { port, number } of expected.ports) numbers += `${port.name}/${port.protocol}:${number},`;
    for (const family of familiesOf(expected.addresses)) {
      const key = `${family} ${numbers}`;
      let slice = slices.get(key);
      if (slice === undefined) {
        const ports = expected.ports.map(({ port: { name, protocol, appProtocol }, number }) => {
          return { name, protocol, appProtocol, port: number };
        });
        slices.set(key, (slice = { family, ports, endpoints: [] }));
      }
      const addresses = expected.addresses.filter((address) => ipFamilyOf(address) === family);
      slice.endpoints.push(endpointOf(pod, addresses, expected.conditions));
    }
  }
  return [...slices.values()].map(({ family, ports, endpoints }, index) => ({
    kind: 'EndpointSlice',
    meta: writtenMeta(service, index),
    serviceName: service.meta.name,
    managedBy: ENDPOINT_SLICE_CONTROLLER,
    addressType: family,
    ports,
    endpoints,
  }));
}

/** Each once. Almost every Pod has one address. */
function familiesOf(addresses: readonly string[]): Iterable<IPFamily> {
  const [only, ...others] = addresses;
  return only !== undefined && others.length === 0 ? [ipFamilyOf(only)] : new Set(addresses.map(ipFamilyOf));
}

function endpointOf(pod: Pod, addresses: readonly string[], conditions: Endpoint['conditions']): Endpoint {
  const { uid, namespace, name } = pod.meta;
  return {
    addresses,
    conditions,
    targetRef: { kind: 'Pod', namespace, name, uid },
    nodeName: pod.nodeName,
    zone: null,
    forZones: [],
    forNodes: [],
  };
}

function writtenMeta(service: Service, index: number): EndpointSlice['meta'] {
  const name = `${service.meta.name}-${String(index)}`;
  return { ...service.meta, uid: `written-${name}`, name, labels: {}, ownerReferences: [], deletionTimestamp: null };
}
