import type { KubeEvent } from '#shared/kube/kube-event.ts';
import type { ObjectSink, ObjectStore } from './store.ts';

/** Shown at most for one Service. */
const SHOWN_CAP = 500;
/** Kept of a namespace, for Pods that are not known to belong to the Service yet. */
const CANDIDATE_CAP = 2_000;
const OF_SERVICE = ['Service', 'EndpointSlice', 'Pod', 'Endpoints'];
/** What makes and deletes Pods: only their Events tell by whom a Pod was deleted. */
const KINDS: ReadonlySet<string> = new Set([
  ...OF_SERVICE,
  ...['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'],
]);

/**
 * Lets through the Events of one Service's objects and of who owns its Pods. An Event may come before the Pod it is about is known to be the
 * Service's, so those that may still matter are kept, the newest of them, and looked at again by `refresh`. What was of
 * interest once stays: the Events of a Pod that is gone are the ones that tell why.
 */
export interface FocusedEvents extends ObjectSink<KubeEvent> {
  /** To be called when the Service, its slices or its Pods may have changed. */
  refresh(): void;
}

/** `wanted` gives the uids of the Service, its slices and its Pods as they are now. */
export function createFocusedEvents(store: ObjectStore<KubeEvent>, wanted: () => Iterable<string>): FocusedEvents {
  const candidates = new Map<string, KubeEvent>();
  const interesting = new Set<string>();
  const show = (event: KubeEvent): void => {
    if (store.size >= SHOWN_CAP && store.get(event.meta.uid) === undefined) {
      const oldest = [...store.values()].reduce((a, b) => (b.lastSeen < a.lastSeen ? b : a));
      if (event.lastSeen < oldest.lastSeen) return;
      store.remove(oldest.meta.uid);
    }
    store.put(event);
  };
  return {
    get size() {
      return candidates.size;
    },
    put: (event) => {
      if (!KINDS.has(event.involved.kind)) return;
      const { uid } = event.meta;
      // Deleted first, so that the map is in the order of the latest change.
      candidates.delete(uid);
      candidates.set(uid, event);
      const oldest = candidates.keys().next();
      if (candidates.size > CANDIDATE_CAP && oldest.done !== true) candidates.delete(oldest.value);
      if (interesting.has(event.involved.uid)) show(event);
    },
    remove: (uid) => {
      candidates.delete(uid);
      store.remove(uid);
    },
    keepOnly: (uids) => {
      for (const uid of [...candidates.keys()]) if (!uids.has(uid)) candidates.delete(uid);
      store.keepOnly(uids);
    },
    refresh: () => {
      const before = interesting.size;
      for (const uid of wanted()) interesting.add(uid);
      if (interesting.size === before) return;
      for (const event of candidates.values()) if (interesting.has(event.involved.uid)) show(event);
    },
  };
}
