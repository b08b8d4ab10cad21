import type { ClusterApi } from '../../cluster-api.ts';
import { controller, type ChangeListener, type ControllerParts } from '../controller.ts';
import { controllerReference } from '../owner-references.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { keyOf, splitKey, type Labels } from '../shapes.ts';
import { canonicalAddress } from './canonical-address.ts';
import { familyOf, type Endpoint, type EndpointAddress, type EndpointPort } from './membership-shapes.ts';
import type { Endpoints, EndpointSlice, Service } from './membership-shapes.ts';
import { placeEndpoints } from './place-endpoints.ts';
import { inSliceOrder, portsKey } from './pod-endpoint.ts';
import { repackSubsets } from './repack-subsets.ts';
import { writeSlice } from './write-slice.ts';

const MIRRORING = 'endpointslicemirroring-controller.k8s.io';
const SLICES = 'discovery.k8s.io/endpointslices';
/** Addresses of one subset that are mirrored. Source: kube-controller-manager --mirroring-max-endpoints-per-subset. */
const LIMIT = 1_000;
/** Annotations that say nothing of a slice. */
const OWN = ['endpoints.kubernetes.io/last-change-trigger-time', 'kubectl.kubernetes.io/last-applied-configuration'];

interface Group {
  readonly family: string;
  readonly ports: readonly EndpointPort[];
  readonly endpoints: Endpoint[];
}

/** Slices for Endpoints made by hand, of Services without a selector. Source: k/k pkg/controller/endpointslicemirroring. */
export function endpointSliceMirroring(parts: ControllerParts): ChangeListener {
  const { api, settings } = parts;
  return controller(parts, {
    name: 'endpoint-slice-mirroring',
    delayMs: settings.endpointsDelayMs,
    keysOf: ({ resource, object }) => {
      if (resource === 'services' || resource === 'endpoints') return [keyOf(object)];
      const name = object.metadata.labels?.['kubernetes.io/service-name'];
      return resource === SLICES && isMirrored(object as EndpointSlice) && name !== undefined
        ? [`${object.metadata.namespace ?? ''}/${name}`]
        : [];
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const service = api.get('services', namespace, name) as Service | undefined;
      const object = api.get('endpoints', namespace, name);
      const wanted = service !== undefined && service.spec.selector === undefined && object !== undefined;
      if (wanted && mayMirror(object)) mirror(parts, object);
      else for (const slice of mirroredSlices(api, namespace, name)) api.delete(SLICES, namespace, slice.metadata.name);
      return undefined;
    },
  });
}

/** Endpoints that say so, and those that only elect a leader, are not mirrored. */
function mayMirror({ metadata }: Endpoints): boolean {
  const skip = metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true';
  return !skip && metadata.annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined;
}

function mirror(parts: ControllerParts, object: Endpoints): void {
  const { api } = parts;
  const [namespace, name] = splitKey(keyOf(object));
  const existing = mirroredSlices(api, namespace, name);
  const groups = desiredGroups(parts, object);
  const trigger = object.metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'];
  const remove = existing.filter((slice) => !groups.has(groupKey(slice.addressType, slice.ports ?? [])));
  const labels: Labels = {
    ...object.metadata.labels,
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': MIRRORING,
  };
  const annotations = Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(([key]) => !OWN.includes(key)),
  );
  const shape = { labels, annotations, ownerReferences: [controllerReference(object)] };
  try {
    for (const [key, { family, ports, endpoints }] of groups) {
      const own = existing.filter((slice) => groupKey(slice.addressType, slice.ports ?? []) === key);
      const placed = placeEndpoints(own, endpoints, LIMIT);
      remove.push(...placed.remove);
      for (const list of placed.create) {
        const replaces = remove.find(({ addressType }) => addressType === family);
        if (replaces !== undefined) remove.splice(remove.indexOf(replaces), 1);
        writeSlice(api, object, { ...shape, replaces, addressType: family, ports, endpoints: list }, trigger);
      }
      for (const slice of own) {
        const list = placed.update.get(slice);
        if (list === undefined && (placed.remove.includes(slice) || hasLabels(slice, labels))) continue;
        const next = list ?? slice.endpoints ?? [];
        writeSlice(api, object, { ...shape, replaces: slice, addressType: family, ports, endpoints: next }, trigger);
      }
    }
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
  for (const { metadata } of remove) api.delete(SLICES, namespace, metadata.name);
}

function desiredGroups(parts: ControllerParts, object: Endpoints): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  let invalid = 0;
  for (const subset of repackSubsets(object.subsets ?? [])) {
    // A slice names every port, if only with the empty name.
    const named = (subset.ports ?? []).map(({ name = '', protocol, port, appProtocol }) => {
      return {
        name,
        ...(protocol ? { protocol } : {}),
        ...(port ? { port } : {}),
        ...(appProtocol ? { appProtocol } : {}),
      };
    });
    const ports = inSliceOrder(named);
    const all = [
      ...(subset.addresses ?? []).map((address) => ({ address, ready: true })),
      ...(subset.notReadyAddresses ?? []).map((address) => ({ address, ready: false })),
    ];
    for (const { address, ready } of all.slice(0, LIMIT)) {
      const ip = canonicalAddress(address.ip);
      if (ip === undefined) {
        invalid += 1;
        continue;
      }
      const family = familyOf(ip);
      const key = groupKey(family, ports);
      const group = groups.get(key) ?? { family, ports, endpoints: [] };
      groups.set(key, group);
      group.endpoints.push(mirrored(address, ip, ready));
    }
  }
  if (invalid > 0) {
    const message = `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`;
    const source = { component: 'endpoint-slice-mirroring-controller' };
    parts.events.record(object, source, { type: 'Warning', reason: 'InvalidIPAddress', message });
  }
  return groups;
}

/** Only `ready` is known of an address written by hand. */
function mirrored({ hostname, nodeName, targetRef }: EndpointAddress, ip: string, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(targetRef === undefined ? {} : { targetRef }),
    ...(nodeName === undefined ? {} : { nodeName }),
  };
}

function groupKey(family: string, ports: readonly EndpointPort[]): string {
  return `${family} ${portsKey(ports)}`;
}

function isMirrored({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === MIRRORING;
}

function mirroredSlices(api: ClusterApi, namespace: string, name: string): readonly EndpointSlice[] {
  return (api.list(SLICES, namespace) as readonly EndpointSlice[]).filter(
    (slice) => isMirrored(slice) && slice.metadata.labels?.['kubernetes.io/service-name'] === name,
  );
}

function hasLabels({ metadata }: EndpointSlice, labels: Labels): boolean {
  const entries = Object.entries(labels);
  const before = metadata.labels ?? {};
  return entries.length === Object.keys(before).length && entries.every(([key, value]) => before[key] === value);
}
