import { StatusError } from '../../cluster-api.ts';
import { controller, type ChangeListener, type ControllerParts } from '../controller.ts';
import { isNamespaceTerminating } from '../pod-control.ts';
import { keyOf, splitKey, type Labels } from '../shapes.ts';
import { endpointsSubsets, truncated } from './endpoints-subsets.ts';
import { isHeadless, type Endpoints, type EndpointSubset, type Service } from './membership-shapes.ts';
import { TriggerTimes } from './trigger-times.ts';
import { selectedPods, servicesOfPod } from './watched-services.ts';

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const HEADLESS = 'service.kubernetes.io/headless';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

/** Keeps the Endpoints of every Service with a selector. Source: k/k pkg/controller/endpoint. */
export function endpoints(parts: ControllerParts): ChangeListener {
  const { api, settings } = parts;
  const times = new TriggerTimes();
  return controller(parts, {
    name: 'endpoints',
    delayMs: settings.endpointsDelayMs,
    keysOf: (change) => {
      if (change.resource === 'services') return [keyOf(change.object)];
      // Endpoints that no Service stands before are left alone: only a Service that goes takes them along.
      if (change.resource === 'endpoints') return change.type === 'DELETED' ? [keyOf(change.object)] : [];
      return change.resource === 'pods' ? servicesOfPod(api, change) : [];
    },
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const service = api.get('services', namespace, name) as Service | undefined;
      if (service === undefined) {
        times.forget(key);
        removeEndpoints(parts, namespace, name);
        return undefined;
      }
      if (service.spec.type !== 'ExternalName' && service.spec.selector !== undefined) {
        reconcile(parts, service, key, times);
      }
      return undefined;
    },
  });
}

/** The Endpoints of a Service that is gone: of the same name, whoever made them. */
function removeEndpoints({ api }: ControllerParts, namespace: string, name: string): void {
  if (api.get('endpoints', namespace, name) === undefined) return;
  api.delete('endpoints', namespace, name);
}

function reconcile(parts: ControllerParts, service: Service, key: string, times: TriggerTimes): void {
  const { api } = parts;
  const [namespace, name] = splitKey(key);
  const pods = selectedPods(api, service);
  const trigger = times.next(key, service, pods);
  const all = endpointsSubsets(service, pods);
  const cut = truncated(all);
  const subsets = cut ?? all;
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- without it there are no subsets: it takes optional fields for nothing
  const before = api.get('endpoints', namespace, name) as Endpoints | undefined;
  const labels = wantedLabels(service);
  if (before !== undefined && sameSubsets(before.subsets ?? [], subsets) && sameLabels(before, labels)) return;
  const { [TRIGGER]: _time, [OVER_CAPACITY]: _cut, ...annotations } = before?.metadata.annotations ?? {};
  const metadata = {
    ...before?.metadata,
    namespace,
    name,
    labels,
    annotations: {
      ...annotations,
      ...(trigger === undefined ? {} : { [TRIGGER]: trigger }),
      ...(cut === undefined ? {} : { [OVER_CAPACITY]: 'truncated' }),
    },
  };
  const draft = { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets.length > 0 ? { subsets } : {}) };
  try {
    if (before === undefined) api.create('endpoints', namespace, draft);
    else api.update('endpoints', namespace, name, draft);
  } catch (error) {
    if (isNamespaceTerminating(error)) return;
    tellFailure(parts, service, before, error);
    throw error;
  }
}

function tellFailure(parts: ControllerParts, service: Service, before: Endpoints | undefined, error: unknown): void {
  const [namespace, name] = splitKey(keyOf(service));
  const text = error instanceof StatusError ? error.message : String(error);
  const [reason, verb] = before ? ['FailedToUpdateEndpoint', 'update'] : ['FailedToCreateEndpoint', 'create'];
  const subject = before ? 'endpoint' : 'endpoint for service';
  const message = `Failed to ${verb} ${subject} ${namespace}/${name}: ${text}`;
  parts.events.record(service, { component: 'endpoint-controller' }, { type: 'Warning', reason, message });
}

function wantedLabels(service: Service): Labels {
  const { [HEADLESS]: _own, ...labels } = service.metadata.labels ?? {};
  return { ...labels, ...(isHeadless(service) ? { [HEADLESS]: '' } : {}), [MANAGED_BY]: 'endpoint-controller' };
}

function sameLabels({ metadata }: Endpoints, labels: Labels): boolean {
  const before = metadata.labels ?? {};
  const keys = Object.keys(labels);
  return keys.length === Object.keys(before).length && keys.every((key) => before[key] === labels[key]);
}

function sameSubsets(a: readonly EndpointSubset[], b: readonly EndpointSubset[]): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** With the fields of each object in one order: who stored it may have put them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}
