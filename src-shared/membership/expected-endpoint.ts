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
  const left = leftOut(service, pod, nodes);
  if (left !== null) return left;
  const families = ipFamiliesOf(service);
  const addresses: string[] = [];
  for (const address of pod.podIPs) {
    if (families.includes(ipFamilyOf(address))) addresses.push(canonicalAddress(address));
  }
  return {
    kind: 'endpoint',
    addresses,
    conditions: expectedConditions(service, pod),
    ports: resolvedPorts(service, pod),
  };
}

/** The part of `expectedEndpoint` that says no: null where the controller would write an endpoint. */
export function leftOut(
  service: Service,
  pod: Pod,
  nodes: Nodes,
): Exclude<Expectation, { readonly kind: 'endpoint' }> | null {
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed') return { kind: 'terminal', phase: pod.phase };
  if (pod.podIPs.length === 0) return { kind: 'no-ip' };
  if (!service.publishNotReadyAddresses && nodes !== null && !nodes.has(pod.nodeName ?? '')) {
    return { kind: 'node-missing', node: pod.nodeName };
  }
  const families = ipFamiliesOf(service);
  return pod.podIPs.some((address) => families.includes(ipFamilyOf(address))) ? null : { kind: 'no-ip-of-family' };
}

function resolvedPorts(service: Service, pod: Pod): readonly { readonly port: ServicePort; readonly number: number }[] {
  const resolved: { readonly port: ServicePort; readonly number: number }[] = [];
  for (const port of service.ports) {
    const number = resolveTargetPort(pod, port);
    if (number !== null) resolved.push({ port, number });
  }
  return resolved;
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
