import type { KubeObject } from '#shared/kube/kube-object.ts';

/** What a reflector writes into. */
export interface ObjectSink<T> {
  readonly size: number;
  put(object: T): void;
  remove(uid: string): void;
  /** After a whole list was put: removes everything else. */
  keepOnly(uids: ReadonlySet<string>): void;
}

/** The objects of one kind as last seen, by uid. Readers take what they need; the listener hears only that a uid changed. */
export interface ObjectStore<T extends KubeObject> extends ObjectSink<T> {
  get(uid: string): T | undefined;
  values(): IterableIterator<T>;
}

/**
 * `changed` is called once for each real difference: putting the resourceVersion that is there already, or removing what
 * is not there, tells nobody.
 */
export function createStore<T extends KubeObject>(changed: (uid: string) => void): ObjectStore<T> {
  const objects = new Map<string, T>();
  const remove = (uid: string): void => {
    if (objects.delete(uid)) changed(uid);
  };
  return {
    get size() {
      return objects.size;
    },
    get: (uid) => objects.get(uid),
    values: () => objects.values(),
    put: (object) => {
      const { uid, resourceVersion } = object.meta;
      const known = objects.get(uid);
      // An empty version compares with nothing.
      if (known !== undefined && resourceVersion !== '' && known.meta.resourceVersion === resourceVersion) return;
      objects.set(uid, object);
      changed(uid);
    },
    remove,
    keepOnly: (uids) => {
      for (const uid of [...objects.keys()]) if (!uids.has(uid)) remove(uid);
    },
  };
}
