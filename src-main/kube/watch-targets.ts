import type { KubeObjects } from '#shared/kube/kube-object.ts';
import { isFindingKind, type NamespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import type { WorkloadKind } from '#shared/kube/workload.ts';
import { projectEndpointSlice } from './project-endpoint-slice.ts';
import { projectEndpoints } from './project-endpoints.ts';
import { projectEvent } from './project-event.ts';
import type { Projector } from './project-meta.ts';
import { projectNetworkPolicy } from './project-network-policy.ts';
import { projectNamespace, projectNode } from './project-node.ts';
import { projectPod } from './project-pod.ts';
import { projectService } from './project-service.ts';
import { projectWorkload } from './project-workload.ts';
import type { ReflectorTarget } from './reflector-options.ts';
import type { Sharer } from './share.ts';

interface KindFacts<K extends WatchedKind> {
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly api: string;
  /** Plural, as in paths and Roles. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly project: Projector<KubeObjects[K]>;
}

const KINDS: { readonly [K in WatchedKind]: KindFacts<K> } = {
  Service: { api: '/api/v1', resource: 'services', namespaced: true, project: projectService },
  EndpointSlice: {
    api: '/apis/discovery.k8s.io/v1',
    resource: 'endpointslices',
    namespaced: true,
    project: projectEndpointSlice,
  },
  Pod: { api: '/api/v1', resource: 'pods', namespaced: true, project: projectPod },
  Node: { api: '/api/v1', resource: 'nodes', namespaced: false, project: projectNode },
  Namespace: { api: '/api/v1', resource: 'namespaces', namespaced: false, project: projectNamespace },
  Endpoints: { api: '/api/v1', resource: 'endpoints', namespaced: true, project: projectEndpoints },
  Event: { api: '/api/v1', resource: 'events', namespaced: true, project: projectEvent },
  Deployment: workload('Deployment', 'deployments'),
  ReplicaSet: workload('ReplicaSet', 'replicasets'),
  StatefulSet: workload('StatefulSet', 'statefulsets'),
  DaemonSet: workload('DaemonSet', 'daemonsets'),
  NetworkPolicy: {
    api: '/apis/networking.k8s.io/v1',
    resource: 'networkpolicies',
    namespaced: true,
    project: projectNetworkPolicy,
  },
};

function workload<K extends WorkloadKind>(kind: K, resource: string): KindFacts<K> {
  return { api: '/apis/apps/v1', resource, namespaced: true, project: projectWorkload(kind) };
}

/** Path of one kind's collection; null namespace: all of them. */
export function collectionPath(kind: WatchedKind, namespace: string | null): string {
  const { api, resource, namespaced } = KINDS[kind];
  if (!namespaced || namespace === null) return `${api}/${resource}`;
  return `${api}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/** Path of one object. */
export function objectPath(kind: WatchedKind, { namespace, name }: NamespacedName): string {
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

/** A whole kind in a namespace, or in all; `name` narrows it to one object. */
export function watchTarget<K extends WatchedKind>(
  kind: K,
  namespace: string | null,
  share: Sharer,
  name?: string,
): ReflectorTarget<KubeObjects[K]> {
  const facts = KINDS[kind];
  return {
    path: collectionPath(kind, namespace),
    query: name === undefined ? {} : { fieldSelector: `metadata.name=${name}` },
    resource: facts.resource,
    namespace: facts.namespaced ? namespace : null,
    mayBeUnserved: isFindingKind(kind),
    project: (raw) => facts.project(raw, share),
  };
}
