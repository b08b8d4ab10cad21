import type { Change, ClusterApi, Draft, KubeObject, ResourceName } from '../../../src-main/training/cluster-api.ts';

/** A ClusterApi of a map: what the network reads, with no admission. */
export interface SmallCluster extends ClusterApi {
  put(resource: ResourceName, object: Draft): KubeObject;
  remove(resource: ResourceName, namespace: string | undefined, name: string): void;
}

export function smallCluster(now: () => number = () => 0): SmallCluster {
  const objects = new Map<string, { readonly resource: ResourceName; readonly object: KubeObject }>();
  const listeners = new Set<(change: Change) => void>();
  let version = 0;
  const keyOf = (resource: string, namespace: string | undefined, name: string) =>
    `${resource}|${namespace ?? ''}|${name}`;
  const refuse = (): never => {
    throw new Error('not part of the small cluster');
  };
  const tell = (change: Change): void => listeners.forEach((listener) => listener(change));
  return {
    now,
    get: (resource, namespace, name) => objects.get(keyOf(resource, namespace, name))?.object,
    list: (resource, namespace) =>
      [...objects.values()]
        .filter((one) => one.resource === resource)
        .map((one) => one.object)
        .filter((object) => namespace === undefined || object.metadata.namespace === namespace),
    put: (resource, draft) => {
      version += 1;
      const given = draft.metadata as { readonly name: string; readonly namespace?: string; readonly uid?: string };
      const metadata = { uid: `uid-${given.name}`, ...given, resourceVersion: String(version), creationTimestamp: '' };
      const object: KubeObject = { apiVersion: 'v1', kind: 'Any', ...draft, metadata };
      const key = keyOf(resource, given.namespace, given.name);
      const previous = objects.get(key)?.object;
      objects.set(key, { resource, object });
      tell({ type: previous === undefined ? 'ADDED' : 'MODIFIED', resource, object, previous });
      return object;
    },
    remove: (resource, namespace, name) => {
      const key = keyOf(resource, namespace, name);
      const found = objects.get(key);
      objects.delete(key);
      if (found !== undefined) tell({ type: 'DELETED', resource, object: found.object, previous: found.object });
    },
    create: refuse,
    update: refuse,
    updateStatus: refuse,
    bind: refuse,
    finalizeNamespace: refuse,
    delete: refuse,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
