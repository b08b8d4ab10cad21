import type { ReadConditions } from '../kube/endpoint-slice.ts';
import { canonicalAddress, ipFamiliesOf, ipFamilyOf } from '../kube/ip-family.ts';
import type { Pod } from '../kube/pod.ts';
import { isPodReady } from '../kube/pod.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import type { MembershipInput } from './member.ts';
import { resolveTargetPort } from './resolve-target-port.ts';

type Nodes = MembershipInput['nodes'];

/** What the endpoint slice controller writes for one Pod, or what keeps the Pod out of every slice. */
export type Expectation =
  | {
      readonly kind: 'endpoint';
      /** Of the Service's families, in the Pod's order. */
      readonly addresses: readonly string[];
      readonly conditions: ReadConditions;
      /** The ServicePorts the slice carries: those that resolve in this Pod. */
      readonly ports: readonly { readonly port: ServicePort; readonly number: number }[];
    }
  | { readonly kind: 'terminal'; readonly phase: 'Succeeded' | 'Failed' }
  | { readonly kind: 'no-ip' }
  | { readonly kind: 'no-ip-of-family' }
  /** `node` is null for a Pod that has an IP and no Node: the controller looks it up and finds none, all the same. */
  | { readonly kind: 'node-missing'; readonly node: string | null };

/**
 * Only Pods the Service's selector selects are to be asked about. `nodes` null: the Node is taken to exist.
 *
 * Source: k8s.io/endpointslice v0.34.4: util/controller_utils.go ShouldPodBeInEndpoints (with terminating Pods included),
 * reconciler.go reconcileByAddressType (a Pod on a Node that does not exist is skipped unless
 * publishNotReadyAddresses), utils.go podToEndpoint, getEndpointAddresses and getEndpointPorts.
 */
export function expectedEndpoint(service: Service, pod: Pod, nodes: Nodes): Expectation {
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed') return { kind: 'terminal', phase: pod.phase };
  if (pod.podIPs.length === 0) return { kind: 'no-ip' };
  if (!service.publishNotReadyAddresses && nodes !== null && !nodes.has(pod.nodeName ?? '')) {
    return { kind: 'node-missing', node: pod.nodeName };
  }
  const families = ipFamiliesOf(service);
  const addresses = pod.podIPs.filter((address) => families.includes(ipFamilyOf(address))).map(canonicalAddress);
  if (addresses.length === 0) return { kind: 'no-ip-of-family' };
  return {
    kind: 'endpoint',
    addresses,
    conditions: expectedConditions(service, pod),
    ports: service.ports.flatMap((port) => {
      const number = resolveTargetPort(pod, port);
      return number === null ? [] : [{ port, number }];
    }),
  };
}

/**
 * ready never stands beside terminating, unless publishNotReadyAddresses is set. Source: k8s.io/endpointslice v0.34.4
 * utils.go podToEndpoint.
 */
function expectedConditions(service: Service, pod: Pod): ReadConditions {
  const serving = isPodReady(pod);
  const terminating = pod.meta.deletionTimestamp !== null;
  return { ready: service.publishNotReadyAddresses || (serving && !terminating), serving, terminating };
}
