import type { Endpoints } from '#shared/kube/endpoints.ts';
import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { ObjectMeta } from '#shared/kube/object-meta.ts';
import type { Container, ContainerState, ContainerTermination, Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, listOf, numberOf, textOf, type Json } from '../json.ts';

// The printers of src-shared/kube are proved by golden vectors of kubectl's own; these give them the fields they read.

type Printed<T> = T & { readonly meta: ObjectMeta };

function metaOf({ metadata }: KubeObject): ObjectMeta {
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    resourceVersion: metadata.resourceVersion,
    creationTimestamp: metadata.creationTimestamp,
    deletionTimestamp: metadata.deletionTimestamp ?? null,
    labels: metadata.labels ?? {},
    ownerReferences: [],
  };
}

/** A Pod for printPod. */
export function podOf(object: KubeObject): Printed<Pod> {
  const spec = jsonOf(object.spec);
  const status = jsonOf(object.status);
  return {
    kind: 'Pod',
    meta: metaOf(object),
    nodeName: filled(spec.nodeName),
    hostNetwork: spec.hostNetwork === true,
    phase: textOf(status.phase) as Pod['phase'],
    reason: filled(status.reason),
    message: filled(status.message),
    podIPs: jsonListOf(status.podIPs).map(({ ip }) => textOf(ip)),
    hostIP: filled(status.hostIP),
    conditions: jsonListOf(status.conditions).map((condition) => ({
      type: textOf(condition.type),
      status: textOf(condition.status) as 'True' | 'False' | 'Unknown',
      reason: filled(condition.reason),
      message: null,
      lastTransitionTime: null,
    })),
    readinessGates: jsonListOf(spec.readinessGates).map(({ conditionType }) => textOf(conditionType)),
    containers: containersOf(spec.containers, status.containerStatuses),
    initContainers: containersOf(spec.initContainers, status.initContainerStatuses),
  };
}

function containersOf(containers: unknown, statuses: unknown): readonly Container[] {
  const reported = jsonListOf(statuses);
  return jsonListOf(containers).map((container) => {
    const status = reported.find(({ name }) => name === container.name);
    return {
      name: textOf(container.name),
      image: textOf(container.image),
      sidecar: container.restartPolicy === 'Always',
      ports: [],
      readinessProbe: null,
      readinessDelaySeconds: 0,
      status:
        status === undefined
          ? null
          : {
              ready: status.ready === true,
              started: typeof status.started === 'boolean' ? status.started : null,
              restartCount: numberOf(status.restartCount) ?? 0,
              state: stateOf(jsonOf(status.state)),
              lastTermination: terminationOf(at(status, 'lastState', 'terminated')),
            },
    };
  });
}

function stateOf(state: Json): ContainerState {
  const ended = terminationOf(state.terminated);
  if (ended !== null) return { kind: 'terminated', ...ended };
  if (state.running !== undefined) return { kind: 'running', startedAt: null };
  return { kind: 'waiting', reason: filled(at(state, 'waiting', 'reason')), message: null };
}

function terminationOf(value: unknown): ContainerTermination | null {
  if (value === undefined) return null;
  const ended = jsonOf(value);
  return {
    reason: filled(ended.reason),
    message: null,
    exitCode: numberOf(ended.exitCode) ?? 0,
    signal: numberOf(ended.signal) ?? null,
    finishedAt: filled(ended.finishedAt),
  };
}

/** A Service for the printers of print-service.ts. */
export function serviceOf(object: KubeObject): Printed<Service> {
  const spec = jsonOf(object.spec);
  return {
    kind: 'Service',
    meta: metaOf(object),
    type: textOf(spec.type) as Service['type'],
    clusterIPs: listOf(spec.clusterIPs).map(textOf),
    selector: spec.selector === undefined ? null : (spec.selector as Readonly<Record<string, string>>),
    ports: jsonListOf(spec.ports).map((port) => ({
      name: textOf(port.name),
      protocol: textOf(port.protocol) as 'TCP',
      port: numberOf(port.port) ?? 0,
      targetPort: textOf(port.targetPort),
      nodePort: numberOf(port.nodePort) ?? null,
      appProtocol: null,
    })),
    sessionAffinity: 'None',
    affinityTimeoutSeconds: null,
    externalIPs: listOf(spec.externalIPs).map(textOf),
    externalName: filled(spec.externalName),
    loadBalancerIngress: jsonListOf(at(object, 'status', 'loadBalancer', 'ingress')).map(
      ({ ip, hostname }) => filled(ip) ?? textOf(hostname),
    ),
    publishNotReadyAddresses: false,
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: null,
    trafficDistribution: null,
    ipFamilies: [],
    ipFamilyPolicy: null,
  };
}

/** Endpoints for printEndpoints. */
export function endpointsOf(object: KubeObject): Printed<Endpoints> {
  const addressesOf = (value: unknown): Endpoints['subsets'][number]['addresses'] =>
    jsonListOf(value).map(({ ip }) => ({ ip: textOf(ip), nodeName: null, targetRef: null }));
  return {
    kind: 'Endpoints',
    meta: metaOf(object),
    truncated: false,
    subsets: jsonListOf(object.subsets).map((subset) => ({
      addresses: addressesOf(subset.addresses),
      notReadyAddresses: addressesOf(subset.notReadyAddresses),
      ports: jsonListOf(subset.ports).map((port) => ({
        name: textOf(port.name),
        port: numberOf(port.port) ?? 0,
        protocol: textOf(port.protocol) as 'TCP',
      })),
    })),
  };
}

/** An EndpointSlice for printSlicePorts and printSliceEndpoints. */
export function sliceOf(object: KubeObject): Printed<EndpointSlice> {
  return {
    kind: 'EndpointSlice',
    meta: metaOf(object),
    serviceName: null,
    managedBy: null,
    addressType: textOf(object.addressType) as 'IPv4',
    ports: jsonListOf(object.ports).map((port) => ({
      name: textOf(port.name),
      protocol: textOf(port.protocol) as 'TCP',
      port: numberOf(port.port) ?? null,
      appProtocol: null,
    })),
    endpoints: jsonListOf(object.endpoints).map((endpoint) => ({
      addresses: listOf(endpoint.addresses).map(textOf),
      conditions: { ready: null, serving: null, terminating: null },
      targetRef: null,
      nodeName: null,
      zone: null,
      forZones: [],
      forNodes: [],
    })),
  };
}

function filled(value: unknown): string | null {
  return textOf(value) || null;
}
