import type { Draft } from '../cluster-api.ts';
import { apiVersionOf, KINDS, type Kind, type Subresource } from '../kinds.ts';

/** The Kubernetes version the cluster behaves as. */
export const KUBERNETES_VERSION = '1.34.4';

/** Kinds that are answered but not stored. */
interface ReviewKind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

const REVIEWS: readonly ReviewKind[] = [
  { group: 'authentication.k8s.io', plural: 'selfsubjectreviews', kind: 'SelfSubjectReview' },
  { group: 'authorization.k8s.io', plural: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' },
  { group: 'authorization.k8s.io', plural: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview' },
];

/** The named groups, in the order kubectl lists them. */
export const GROUPS: readonly string[] = [
  ...new Set([
    'apps',
    'authentication.k8s.io',
    'authorization.k8s.io',
    'batch',
    'networking.k8s.io',
    'discovery.k8s.io',
  ]),
];

const AGGREGATED = /application\/json;.*g=apidiscovery\.k8s\.io/;

/** Whether the client takes the whole of discovery in one answer, and by which media type. */
export function aggregatedType(accept: string): string | undefined {
  const entry = accept.split(',').find((each) => AGGREGATED.test(each) && /v=v2(;|$|\s)/.test(each));
  return entry === undefined ? undefined : 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
}

export function versionInfo(): Draft {
  const [major = '', minor = ''] = KUBERNETES_VERSION.split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion: `v${KUBERNETES_VERSION}`,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: '',
    platform: 'servicescope/training',
  };
}

/** /api */
export function coreVersions(host: string): Draft {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  };
}

/** /apis */
export function groupList(): Draft {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupEntry) };
}

/** /apis/GROUP */
export function groupDocument(group: string): Draft | undefined {
  return GROUPS.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) } : undefined;
}

/** /api/v1 and /apis/GROUP/v1 */
export function resourceList(group: string): Draft | undefined {
  if (group !== '' && !GROUPS.includes(group)) return undefined;
  const kinds = KINDS.filter((kind) => kind.group === group).flatMap((kind) => [
    resourceEntry(kind),
    ...kind.subresources.map((subresource) => subresourceEntry(kind, subresource)),
  ]);
  const reviews = REVIEWS.filter((review) => review.group === group).map(({ plural, kind }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced: false,
    kind,
    verbs: ['create'],
  }));
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version: 'v1' }),
    resources: [...kinds, ...reviews],
  };
}

/** The whole of /api or /apis, as clients since 1.26 ask for it. */
export function aggregated(root: 'api' | 'apis'): Draft {
  const groups = root === 'api' ? [''] : GROUPS;
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [{ version: 'v1', resources: aggregatedResources(group), freshness: 'Current' }],
    })),
  };
}

function groupEntry(name: string): Draft {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function resourceEntry(kind: Kind): Draft {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: kind.verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
}

function subresourceEntry(kind: Kind, subresource: Subresource): Draft {
  return {
    name: `${kind.plural}/${subresource.name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...(subresource.group === undefined ? {} : { group: subresource.group, version: subresource.version }),
    kind: subresource.kind,
    verbs: subresource.verbs,
  };
}

/** A kind whose group and version are empty is of the group and version it is listed under, as in an APIResource. */
function aggregatedResources(group: string): readonly Draft[] {
  const kinds = KINDS.filter((kind) => kind.group === group).map((kind) => ({
    resource: kind.plural,
    responseKind: { group: '', version: '', kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(kind.subresources.length === 0 ? {} : { subresources: kind.subresources.map(aggregatedSubresource) }),
  }));
  const reviews = REVIEWS.filter((review) => review.group === group).map(({ plural, kind }) => ({
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: ['create'],
  }));
  return [...kinds, ...reviews];
}

function aggregatedSubresource({ name, group = '', version = '', kind, verbs }: Subresource): Draft {
  return { subresource: name, responseKind: { group, version, kind }, verbs };
}
