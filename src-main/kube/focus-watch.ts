import { selects } from '#shared/kube/label-selector.ts';
import { FINDING_KINDS, type NamespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import { createFocusedEvents } from './focused-events.ts';
import type { ClusterStores, StartReflector } from './kind-watch.ts';

/** Kinds whose change may bring another object into focus. */
const MEMBERS: ReadonlySet<WatchedKind> = new Set(['Service', 'EndpointSlice', 'Pod']);
/** Membership is looked at again this long after a change, once for however many. */
const REFRESH_AFTER_MS = 100;

export interface FocusWatch {
  /** To be told of each change in the stores. */
  changed(kind: WatchedKind): void;
}

/** uids of who stood behind a Service and of their controllers, as far as that is remembered: their Events may live on. */
export type FormerUids = (service: NamespacedName) => Iterable<string>;

/**
 * Watches the Endpoints of one Service, the Events of it, its slices, its Pods and their controllers, and what its findings read of its
 * namespace, until the signal aborts.
 */
export function watchFocus(
  service: NamespacedName,
  stores: ClusterStores,
  start: StartReflector,
  signal: AbortSignal,
  formerUids: FormerUids = () => [],
): FocusWatch {
  const wanted = (): Iterable<string> => [...memberUids(service, stores), ...formerUids(service)];
  const events = createFocusedEvents(stores.Event, wanted);
  let timer: NodeJS.Timeout | null = null;
  signal.addEventListener('abort', () => clearTimeout(timer ?? undefined), { once: true });
  start('Endpoints', { namespace: service.namespace, name: service.name, sink: stores.Endpoints, signal });
  start('Event', { namespace: service.namespace, sink: events, signal });
  for (const kind of FINDING_KINDS) start(kind, { namespace: service.namespace, sink: stores[kind], signal });
  events.refresh();
  return {
    changed: (kind) => {
      if (!MEMBERS.has(kind) || timer !== null || signal.aborted) return;
      timer = setTimeout(() => {
        timer = null;
        events.refresh();
      }, REFRESH_AFTER_MS);
    },
  };
}

/**
 * uids of the Service, of its slices (by label, whoever owns them), of who stands in them, of the Pods it selects and of
 * their controllers.
 */
export function memberUids({ namespace, name }: NamespacedName, stores: ClusterStores): ReadonlySet<string> {
  const uids = new Set<string>();
  const services = [...stores.Service.values()].filter(
    ({ meta }) => meta.name === name && meta.namespace === namespace,
  );
  for (const { meta } of services) uids.add(meta.uid);
  for (const slice of stores.EndpointSlice.values()) {
    if (slice.serviceName !== name || slice.meta.namespace !== namespace) continue;
    uids.add(slice.meta.uid);
    for (const { targetRef } of slice.endpoints) if (targetRef !== null) uids.add(targetRef.uid);
  }
  for (const pod of stores.Pod.values()) {
    if (pod.meta.namespace !== namespace) continue;
    if (!services.some(({ selector }) => selects(selector, pod.meta.labels))) continue;
    uids.add(pod.meta.uid);
    for (const { controller, uid } of pod.meta.ownerReferences) if (controller) uids.add(uid);
  }
  // An endpoint written by hand may have a targetRef without uid.
  uids.delete('');
  return uids;
}
