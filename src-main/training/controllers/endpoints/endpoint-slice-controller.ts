import type { ClusterApi, KubeObject } from '../../cluster-api.ts';
import { controller, type ChangeListener, type ControllerParts } from '../controller.ts';
import { controllerReference } from '../owner-references.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { keyOf, namespaceOf, splitKey } from '../shapes.ts';
import type { EndpointSlice, Service } from './membership-shapes.ts';
import { planSlices, SLICE_CONTROLLER } from './plan-slices.ts';
import { TriggerTimes } from './trigger-times.ts';
import { writeSlice } from './write-slice.ts';
import { selectedPods, servicesOfPod } from './watched-services.ts';

/** Looked at again after a second when a Pod names a Node that isn't there. Source: endpointslice defaultSyncBackOff. */
const INCOMPLETE_MS = 1_000;

/** Keeps the slices of every Service with a selector. Source: k/k pkg/controller/endpointslice. */
export function endpointSlices(parts: ControllerParts): ChangeListener {
  const { api, settings } = parts;
  const times = new TriggerTimes();
  /** Versions this controller wrote and has not heard of yet: as with the real one's tracker, they are no news. */
  const own = new Set<string>();
  return controller(parts, {
    name: 'endpoint-slice',
    delayMs: settings.endpointsDelayMs,
    keysOf: (change) => {
      const { resource, object, type } = change;
      if (resource === 'services') return [keyOf(object)];
      if (resource === 'pods') return servicesOfPod(api, change);
      if (resource === 'discovery.k8s.io/endpointslices') {
        return own.delete(versionOf(object)) ? [] : ownedService(object as EndpointSlice);
      }
      return resource === 'nodes' && type !== 'MODIFIED' ? api.list('services').map(keyOf) : [];
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const service = api.get('services', namespace, name) as Service | undefined;
      if (service === undefined) times.forget(key);
      // Their slices go with them, by the garbage collector.
      if (service === undefined || service.spec.type === 'ExternalName' || service.spec.selector === undefined) {
        return undefined;
      }
      return reconcile(parts, service, { key, times, own });
    },
  });
}

interface Memory {
  readonly key: string;
  readonly times: TriggerTimes;
  readonly own: Set<string>;
}

function versionOf({ metadata }: KubeObject): string {
  return `${metadata.uid}/${metadata.resourceVersion}`;
}

function reconcile(parts: ControllerParts, service: Service, { key, times, own }: Memory): number | undefined {
  const { api, settings } = parts;
  const namespace = namespaceOf(service);
  const pods = selectedPods(api, service);
  const trigger = times.next(key, service, pods);
  const plan = planSlices({
    service,
    pods,
    existing: slicesOf(api, service),
    node: (name) => (name === '' ? undefined : api.get('nodes', undefined, name)),
    limit: settings.endpointsPerSlice,
  });
  for (const draft of plan.write) {
    if (draft.replaces === undefined && service.metadata.deletionTimestamp !== undefined) continue;
    try {
      const wanted = { ...draft, ownerReferences: [controllerReference(service)] };
      own.add(versionOf(writeSlice(api, service, wanted, trigger)));
    } catch (error) {
      if (isNamespaceTerminating(error)) return undefined;
      throw error;
    }
  }
  for (const { metadata } of plan.remove) api.delete('discovery.k8s.io/endpointslices', namespace, metadata.name);
  return plan.incomplete ? INCOMPLETE_MS : undefined;
}

/** This controller's slices of a Service that aren't going already. */
function slicesOf(api: ClusterApi, service: Service): readonly EndpointSlice[] {
  return (api.list('discovery.k8s.io/endpointslices', namespaceOf(service)) as readonly EndpointSlice[]).filter(
    ({ metadata }) =>
      metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name &&
      metadata.labels['endpointslice.kubernetes.io/managed-by'] === SLICE_CONTROLLER &&
      metadata.deletionTimestamp === undefined,
  );
}

function ownedService({ metadata }: EndpointSlice): readonly string[] {
  const name = metadata.labels?.['kubernetes.io/service-name'];
  const mine = metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === SLICE_CONTROLLER;
  return name !== undefined && mine ? [`${metadata.namespace ?? ''}/${name}`] : [];
}
