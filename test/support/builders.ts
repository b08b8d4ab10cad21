import type { Endpoint, EndpointPort, EndpointSlice, TargetRef } from '../../src-shared/kube/endpoint-slice.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../../src-shared/kube/endpoint-slice.ts';
import type { Endpoints, EndpointSubset } from '../../src-shared/kube/endpoints.ts';
import type { ObjectMeta } from '../../src-shared/kube/object-meta.ts';
import type { Container, ContainerStatus, Pod, PodCondition } from '../../src-shared/kube/pod.ts';
import type { Service, ServicePort } from '../../src-shared/kube/service.ts';

/** Fields of the projected objects, all optional: what a test does not name is what a healthy object has. */
type With<T extends { readonly meta: ObjectMeta }> = Partial<Omit<T, 'kind' | 'meta'>> & {
  readonly meta?: Partial<ObjectMeta>;
};

/** Metadata of an object in namespace `default`; the uid is made of kind and name. */
function aMeta(kind: string, meta: Partial<ObjectMeta> = {}): ObjectMeta {
  const name = meta.name ?? kind.toLowerCase();
  return {
    uid: `uid-${kind.toLowerCase()}-${name}`,
    namespace: 'default',
    name,
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: null,
    labels: {},
    ownerReferences: [],
    ...meta,
  };
}

/** TCP 80 to targetPort 8080, unnamed. */
export function aServicePort(port: Partial<ServicePort> = {}): ServicePort {
  return { name: '', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: null, appProtocol: null, ...port };
}

/** Service `web` of type ClusterIP with selector `app=web` and port 80. */
export function aService({ meta, ...fields }: With<Service> = {}): Service {
  return {
    kind: 'Service',
    meta: aMeta('Service', { name: 'web', ...meta }),
    type: 'ClusterIP',
    clusterIPs: ['10.96.0.10'],
    selector: { app: 'web' },
    ports: [aServicePort()],
    sessionAffinity: 'None',
    affinityTimeoutSeconds: null,
    externalIPs: [],
    externalName: null,
    loadBalancerIngress: [],
    publishNotReadyAddresses: false,
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: null,
    trafficDistribution: null,
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ...fields,
  };
}

export function aCondition(
  type: string,
  status: PodCondition['status'],
  more: Partial<PodCondition> = {},
): PodCondition {
  return { type, status, reason: null, message: null, lastTransitionTime: null, ...more };
}

export function aContainerStatus(status: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    ready: true,
    started: true,
    restartCount: 0,
    state: { kind: 'running', startedAt: '2026-01-01T00:00:05Z' },
    lastTermination: null,
    ...status,
  };
}

/** Container `web`, running and ready, without ports or probes. */
export function aContainer(container: Partial<Container> = {}): Container {
  return {
    name: 'web',
    image: 'nginx',
    sidecar: false,
    ports: [],
    readinessProbe: null,
    readinessDelaySeconds: 0,
    status: aContainerStatus(),
    ...container,
  };
}

/** What the kubelet reports of a Pod all of whose parts are up, or whose containers are not ready. */
export function conditionsOf(ready: boolean): readonly PodCondition[] {
  const up = ready ? 'True' : 'False';
  const why = ready ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [web]' };
  return [
    aCondition('PodScheduled', 'True'),
    aCondition('Initialized', 'True'),
    aCondition('ContainersReady', up, why),
    aCondition('Ready', up, why),
  ];
}

/** Pod `web-1` with label `app=web`: Running and Ready on node `node-1` with IP 10.244.0.1. */
export function aPod({ meta, ...fields }: With<Pod> = {}): Pod {
  return {
    kind: 'Pod',
    meta: aMeta('Pod', { name: 'web-1', labels: { app: 'web' }, ...meta }),
    nodeName: 'node-1',
    hostNetwork: false,
    phase: 'Running',
    reason: null,
    message: null,
    podIPs: ['10.244.0.1'],
    hostIP: '192.0.2.1',
    conditions: conditionsOf(true),
    readinessGates: [],
    containers: [aContainer()],
    initContainers: [],
    ...fields,
  };
}

/** Slice `web-abc` of Service `web`, written by the controller, IPv4, port 8080, without endpoints. */
export function aSlice({ meta, ...fields }: With<EndpointSlice> = {}): EndpointSlice {
  return {
    kind: 'EndpointSlice',
    meta: aMeta('EndpointSlice', { name: 'web-abc', ...meta }),
    serviceName: 'web',
    managedBy: ENDPOINT_SLICE_CONTROLLER,
    addressType: 'IPv4',
    ports: [anEndpointPort()],
    endpoints: [],
    ...fields,
  };
}

export function anEndpointPort(port: Partial<EndpointPort> = {}): EndpointPort {
  return { name: '', protocol: 'TCP', port: 8080, appProtocol: null, ...port };
}

/** A ready endpoint at 10.244.0.1 with every condition set and no targetRef. */
export function anEndpoint({
  conditions,
  ...fields
}: Partial<Omit<Endpoint, 'conditions'>> & { readonly conditions?: Partial<Endpoint['conditions']> } = {}): Endpoint {
  return {
    addresses: ['10.244.0.1'],
    conditions: { ready: true, serving: true, terminating: false, ...conditions },
    targetRef: null,
    nodeName: 'node-1',
    zone: null,
    forZones: [],
    forNodes: [],
    ...fields,
  };
}

/** The endpoint of a Pod as a slice lists it, ready unless said otherwise. */
export function anEndpointOf(pod: Pod, conditions: Partial<Endpoint['conditions']> = {}): Endpoint {
  return anEndpoint({ addresses: pod.podIPs, conditions, targetRef: aTargetRef(pod), nodeName: pod.nodeName });
}

export function aTargetRef({ meta }: Pod): TargetRef {
  return { kind: 'Pod', namespace: meta.namespace, name: meta.name, uid: meta.uid };
}

/** Endpoints of Service `web` without subsets. */
export function anEndpoints({ meta, ...fields }: With<Endpoints> = {}): Endpoints {
  return {
    kind: 'Endpoints',
    meta: aMeta('Endpoints', { name: 'web', ...meta }),
    subsets: [],
    truncated: false,
    ...fields,
  };
}

/** Addresses on port 8080. */
export function aSubset(addresses: readonly string[], more: Partial<EndpointSubset> = {}): EndpointSubset {
  return {
    addresses: addresses.map((ip) => ({ ip, nodeName: null, targetRef: null })),
    notReadyAddresses: [],
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    ...more,
  };
}
