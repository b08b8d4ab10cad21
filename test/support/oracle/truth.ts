import type { Look, RawEndpoint, RawEndpoints, RawPod, RawService, RawServicePort, RawSlice } from './raw.ts';

// Reads of the API's own answers, made without the product, so that the product can be held against them.

/** A Service with all that concerns it, as of one look. */
export interface RawState {
  readonly service: RawService;
  /** By the selector, read as an equality map. */
  readonly selected: readonly RawPod[];
  /** Has some of the selector's labels and not all. */
  readonly near: readonly RawPod[];
  /** By the label that names the Service. */
  readonly slices: readonly RawSlice[];
  readonly endpoints: RawEndpoints | undefined;
  readonly nodes: ReadonlySet<string>;
}

export function rawStates(look: Look, nodes: ReadonlySet<string>): readonly RawState[] {
  const slices = groupBy(look.slices, ({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] ?? '');
  const endpoints = new Map(look.endpoints.map((each) => [each.metadata.name, each]));
  return look.services.map((service) => ({
    service,
    selected: look.pods.filter((pod) => isSelected(service, pod)),
    near: look.pods.filter((pod) => !isSelected(service, pod) && pairsOf(service).some((pair) => has(pod, pair))),
    slices: slices.get(service.metadata.name) ?? [],
    endpoints: endpoints.get(service.metadata.name),
    nodes,
  }));
}

const pairsOf = ({ spec }: RawService): readonly [string, string][] => Object.entries(spec.selector ?? {});
const has = ({ metadata }: RawPod, [key, value]: [string, string]): boolean => metadata.labels?.[key] === value;

function isSelected(service: RawService, pod: RawPod): boolean {
  const pairs = pairsOf(service);
  return pairs.length > 0 && pairs.every((pair) => has(pod, pair));
}

export const isFinished = ({ status }: RawPod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed';
export const isDeleted = ({ metadata }: RawPod): boolean => metadata.deletionTimestamp !== undefined;
export const isReady = ({ status }: RawPod): boolean =>
  (status.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
export const hasNode = ({ spec }: RawPod, nodes: ReadonlySet<string>): boolean => nodes.has(spec.nodeName ?? '');
export const isHeadless = ({ spec }: RawService): boolean => spec.clusterIP === 'None';
export const publishes = ({ spec }: RawService): boolean => spec.publishNotReadyAddresses === true;

/** Where the controllers have a say: they leave ExternalName, and what has no selector, alone. */
export const isControlled = ({ spec }: RawService): boolean =>
  spec.type !== 'ExternalName' && Object.keys(spec.selector ?? {}).length > 0;

export const managedBy = ({ metadata }: RawSlice): string | undefined =>
  metadata.labels?.['endpointslice.kubernetes.io/managed-by'];
export const byController = (slice: RawSlice): boolean => managedBy(slice) === 'endpointslice-controller.k8s.io';
export const byMirror = (slice: RawSlice): boolean => managedBy(slice) === 'endpointslicemirroring-controller.k8s.io';

/** As it stands in slices. */
export function addressesOfPod({ status }: RawPod): readonly { readonly family: string; readonly address: string }[] {
  return (status.podIPs ?? []).map(({ ip }) =>
    ip.includes(':') ? { family: 'IPv6', address: canonicalV6(ip) } : { family: 'IPv4', address: ip },
  );
}

/** As the URL standard, and Go, write it. */
export const canonicalV6 = (ip: string): string => new URL(`http://[${ip}]`).hostname.slice(1, -1);

/** `containers`, then sidecars, by name and protocol. */
export function resolve({ spec }: RawPod, { targetPort, protocol }: RawServicePort): number | null {
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const ports = [...spec.containers, ...sidecars].flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === targetPort && port.protocol === protocol)?.containerPort ?? null;
}

/** One endpoint of one slice, absent conditions read as the API says. */
export interface Entry {
  readonly slice: RawSlice;
  readonly endpoint: RawEndpoint;
  readonly uid: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
}

export function entriesOf(slices: readonly RawSlice[]): readonly Entry[] {
  return slices.flatMap((slice) =>
    (slice.endpoints ?? []).map((endpoint) => ({
      slice,
      endpoint,
      uid: endpoint.targetRef?.uid ?? '',
      ready: endpoint.conditions?.ready ?? true,
      serving: endpoint.conditions?.serving ?? true,
      terminating: endpoint.conditions?.terminating ?? false,
    })),
  );
}

/**
 * All that is said of one Pod or address: by uid; without one, by address, or as the only Pod that has this address (and the
 * name it goes by, where one is given).
 */
export function grouped(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  return groupBy(entries, ({ uid, endpoint: { addresses, targetRef } }) => {
    if (uid !== '') return uid;
    const [address = ''] = addresses;
    const there = entries.filter((other) => other.uid !== '' && other.endpoint.addresses.includes(address));
    const [only, ...others] = new Set(there.map((other) => other.uid));
    const sameName =
      targetRef === undefined || there.every((other) => other.endpoint.targetRef?.name === targetRef.name);
    return only !== undefined && others.length === 0 && sameName ? only : address;
  });
}

/** The number a slice carries for a ServicePort; kube-proxy has no use for one without a number. */
export function carried({ ports }: RawSlice, { name, protocol }: RawServicePort): number | null {
  const port = (ports ?? []).find(
    (each) => (each.name ?? '') === (name ?? '') && (each.protocol ?? 'TCP') === protocol,
  );
  return port?.port ?? null;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
