import type { ResourceName } from './cluster-api.ts';

/** A kind the cluster has, as discovery tells of it. */
export interface Kind {
  readonly resource: ResourceName;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  /** Where it differs from the resource's own group and version. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];

interface Extra {
  readonly short?: readonly string[];
  readonly all?: boolean;
  readonly clusterScoped?: boolean;
  /** Its storage deletes no collections. Source: k/k 1.34.4 pkg/registry/core/namespace/storage. */
  readonly oneByOne?: boolean;
  readonly subresources?: readonly Subresource[];
}

function kind(resource: ResourceName, name: string, extra: Extra = {}): Kind {
  const [group = '', plural = ''] = resource.includes('/') ? resource.split('/') : ['', resource];
  return {
    resource,
    group,
    version: 'v1',
    kind: name,
    plural,
    singular: name.toLowerCase(),
    shortNames: extra.short ?? [],
    categories: extra.all === true ? ['all'] : [],
    namespaced: extra.clusterScoped !== true,
    verbs: extra.oneByOne === true ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS,
    subresources: extra.subresources ?? [],
  };
}

function status(kindName: string): Subresource {
  return { name: 'status', kind: kindName, verbs: STATUS_VERBS };
}

const SCALE: Subresource = { name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: STATUS_VERBS };

const POD_SUBRESOURCES: readonly Subresource[] = [
  { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  { name: 'binding', kind: 'Binding', verbs: ['create'] },
  { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
  { name: 'log', kind: 'Pod', verbs: ['get'] },
  { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  status('Pod'),
];

/** Every kind, ordered by group, then plural, as discovery lists them. Short names: k/k 1.34.4 pkg/registry. */
export const KINDS: readonly Kind[] = [
  kind('configmaps', 'ConfigMap', { short: ['cm'] }),
  kind('endpoints', 'Endpoints', { short: ['ep'] }),
  kind('events', 'Event', { short: ['ev'] }),
  kind('namespaces', 'Namespace', {
    short: ['ns'],
    clusterScoped: true,
    oneByOne: true,
    subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }, status('Namespace')],
  }),
  kind('nodes', 'Node', { short: ['no'], clusterScoped: true, subresources: [status('Node')] }),
  kind('pods', 'Pod', { short: ['po'], all: true, subresources: POD_SUBRESOURCES }),
  kind('serviceaccounts', 'ServiceAccount', { short: ['sa'] }),
  kind('services', 'Service', { short: ['svc'], all: true, subresources: [status('Service')] }),
  kind('apps/deployments', 'Deployment', { short: ['deploy'], all: true, subresources: [SCALE, status('Deployment')] }),
  kind('apps/replicasets', 'ReplicaSet', { short: ['rs'], all: true, subresources: [SCALE, status('ReplicaSet')] }),
  kind('batch/jobs', 'Job', { all: true, subresources: [status('Job')] }),
  kind('discovery.k8s.io/endpointslices', 'EndpointSlice'),
  kind('networking.k8s.io/networkpolicies', 'NetworkPolicy', { short: ['netpol'] }),
];

const BY_RESOURCE = new Map(KINDS.map((each) => [each.resource, each]));

/** The kind of a resource. Total: every ResourceName has one. */
export function kindOf(resource: ResourceName): Kind {
  const found = BY_RESOURCE.get(resource);
  if (found === undefined) throw new Error(`no kind for ${resource}`);
  return found;
}

/** The kind under a path's group, version and plural. */
export function findKind(group: string, version: string, plural: string): Kind | undefined {
  return KINDS.find((each) => each.group === group && each.version === version && each.plural === plural);
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}
