import type { KubeObject } from '../../cluster-api.ts';
import type { Labels, Pod } from '../shapes.ts';
import { withHints } from './endpoint-hints.ts';
import { isHeadless, type Endpoint, type EndpointPort, type EndpointSlice, type Service } from './membership-shapes.ts';
import { placeEndpoints } from './place-endpoints.ts';
import { hasPlace, podEndpoint, podPorts, portsKey } from './pod-endpoint.ts';

/** The controller named in the label endpointslice.kubernetes.io/managed-by. */
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io';
/** Labels of a slice that are the controller's, never a Service's. */
const RESERVED = [
  'kubernetes.io/service-name',
  'endpointslice.kubernetes.io/managed-by',
  'service.kubernetes.io/headless',
];

/** A slice that is to be: with a name where it takes the place of one that stands. */
export interface SliceDraft {
  readonly replaces: EndpointSlice | undefined;
  readonly addressType: string;
  readonly labels: Labels;
  readonly endpoints: readonly Endpoint[];
  readonly ports: readonly EndpointPort[];
}

/** What has to be written and removed so that the slices tell who stands behind a Service. */
export interface SlicePlan {
  readonly write: readonly SliceDraft[];
  readonly remove: readonly EndpointSlice[];
  /** A Pod names a Node that isn't there: to be looked at again. */
  readonly incomplete: boolean;
}

export interface SliceInput {
  readonly service: Service;
  /** Those the selector selects. */
  readonly pods: readonly Pod[];
  readonly existing: readonly EndpointSlice[];
  readonly node: (name: string) => KubeObject | undefined;
  readonly limit: number;
}

/** Decides the slices of a Service, all families. Source: k8s.io/endpointslice reconciler.go. */
export function planSlices(input: SliceInput): SlicePlan {
  const families = familiesOf(input.service);
  const strangers = input.existing.filter(({ addressType }) => !families.includes(addressType));
  const plans = families.map((family) => planFamily(input, family));
  return {
    write: plans.flatMap(({ write }) => write),
    remove: [...plans.flatMap(({ remove }) => remove), ...strangers],
    incomplete: plans.some(({ incomplete }) => incomplete),
  };
}

/** Source: getAddressTypesForService. */
function familiesOf({ spec }: Service): readonly string[] {
  const families = (spec.ipFamilies ?? []).filter((family) => family === 'IPv4' || family === 'IPv6');
  if (families.length > 0) return [...new Set(families)];
  if (spec.clusterIP && spec.clusterIP !== 'None') return [spec.clusterIP.includes(':') ? 'IPv6' : 'IPv4'];
  return ['IPv4', 'IPv6'];
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Endpoint[];
}

function planFamily(input: SliceInput, family: string): SlicePlan {
  const { service, limit } = input;
  const existing = input.existing.filter(({ addressType }) => addressType === family);
  const owned = existing.filter((slice) => isOwnedBy(slice, service));
  const remove = existing.filter((slice) => !isOwnedBy(slice, service));
  const { groups, incomplete } = desiredGroups(input, family);
  const create: SliceDraft[] = [];
  const update: SliceDraft[] = [];
  const draft = (slice: EndpointSlice | undefined, ports: Group['ports'], list: readonly Endpoint[]): SliceDraft => ({
    replaces: slice,
    addressType: family,
    labels: sliceLabels(service),
    endpoints: list.map((endpoint) => withHints(endpoint, service.spec.trafficDistribution)),
    ports,
  });
  for (const [key, { ports, endpoints }] of groups) {
    const own = owned.filter((slice) => portsKey(slice.ports) === key);
    const placed = placeEndpoints(own, endpoints, limit);
    for (const slice of own) {
      if (placed.remove.includes(slice)) continue;
      const changed = placed.update.get(slice);
      const next = draft(slice, slice.ports ?? [], changed ?? slice.endpoints ?? []);
      if (changed !== undefined || !sameLabelsAndHints(slice, next)) update.push(next);
    }
    remove.push(...placed.remove);
    create.push(...placed.create.map((list) => draft(undefined, ports, list)));
  }
  remove.push(...owned.filter((slice) => !groups.has(portsKey(slice.ports))));
  if (existing.length === remove.length && create.length === 0) {
    // There is always a slice: an empty one says that there is nobody.
    const only = remove.length === 1 ? remove[0] : undefined;
    if (only !== undefined && isPlaceholder(only, service)) remove.pop();
    else create.push(draft(undefined, [], []));
  }
  return { ...reuseNames(service, { create, update, remove }), incomplete };
}

function desiredGroups(
  { service, pods, node }: SliceInput,
  family: string,
): { readonly groups: ReadonlyMap<string, Group>; readonly incomplete: boolean } {
  const groups = new Map<string, Group>();
  let incomplete = false;
  for (const pod of pods) {
    if (!hasPlace(pod, true)) continue;
    const ports = podPorts(pod, service);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    const home = node(pod.spec.nodeName ?? '');
    if (home === undefined && service.spec.publishNotReadyAddresses !== true) {
      incomplete = true;
      continue;
    }
    const endpoint = podEndpoint(pod, home, service, family);
    if (endpoint.addresses.length > 0) group.endpoints.push(endpoint);
  }
  return { groups, incomplete };
}

/** What would be made takes the name of what would go, so that readers see one change. Source: reconciler.go finalize. */
function reuseNames(
  service: Service,
  plan: { create: SliceDraft[]; update: SliceDraft[]; remove: EndpointSlice[] },
): Pick<SlicePlan, 'write' | 'remove'> {
  const remove: EndpointSlice[] = [];
  for (const slice of plan.remove) {
    const fresh = isOwnedBy(slice, service) ? plan.create.pop() : undefined;
    if (fresh === undefined) remove.push(slice);
    else plan.update.push({ ...fresh, replaces: slice });
  }
  return { write: [...plan.create, ...plan.update], remove };
}

function isOwnedBy(slice: EndpointSlice, { metadata }: Service): boolean {
  const owners = slice.metadata.ownerReferences ?? [];
  return owners.some(({ uid, kind, apiVersion }) => uid === metadata.uid && kind === 'Service' && apiVersion === 'v1');
}

function sliceLabels(service: Service): Labels {
  const own = Object.entries(service.metadata.labels ?? {}).filter(([key]) => !RESERVED.includes(key));
  return {
    ...Object.fromEntries(own),
    ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
    'kubernetes.io/service-name': service.metadata.name,
    'endpointslice.kubernetes.io/managed-by': SLICE_CONTROLLER,
  };
}

function isPlaceholder(slice: EndpointSlice, service: Service): boolean {
  const empty = (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0;
  return empty && isOwnedBy(slice, service) && sameText(slice.metadata.labels ?? {}, sliceLabels(service));
}

/** The controller's own labels alone are no reason to write. */
function sameLabelsAndHints(slice: EndpointSlice, next: SliceDraft): boolean {
  const plain = (labels: Labels): Labels =>
    Object.fromEntries(Object.entries(labels).filter(([key]) => !RESERVED.includes(key)));
  const hints = (list: readonly Endpoint[]): string => JSON.stringify(list.map((endpoint) => endpoint.hints ?? null));
  return (
    sameText(plain(slice.metadata.labels ?? {}), plain(next.labels)) &&
    hints(slice.endpoints ?? []) === hints(next.endpoints)
  );
}

function sameText(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
