import type { Change, ResourceName } from '../cluster-api.ts';

/** Which objects name an owner, by the owner's uid: kept up to date change by change, never searched for. */
export class Dependents {
  readonly #byOwner = new Map<string, Set<string>>();

  see({ type, resource, object, previous }: Change): void {
    const key = referenceKey(resource, object.metadata);
    for (const { uid } of previous?.metadata.ownerReferences ?? []) this.#drop(uid, key);
    if (type === 'DELETED') {
      for (const { uid } of object.metadata.ownerReferences ?? []) this.#drop(uid, key);
      return;
    }
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const keys = this.#byOwner.get(uid) ?? new Set<string>();
      this.#byOwner.set(uid, keys);
      keys.add(key);
    }
  }

  of(uid: string): readonly string[] {
    return [...(this.#byOwner.get(uid) ?? [])];
  }

  #drop(uid: string, key: string): void {
    const keys = this.#byOwner.get(uid);
    keys?.delete(key);
    if (keys?.size === 0) this.#byOwner.delete(uid);
  }
}

/** Resource, namespace and name as one text: none of them holds a blank. */
export function referenceKey(
  resource: ResourceName,
  { namespace, name }: { readonly namespace?: string | undefined; readonly name: string },
): string {
  return `${resource} ${namespace ?? ''} ${name}`;
}

/** The three parts of such a key. */
export function partsOfKey(key: string): readonly [ResourceName, string | undefined, string] {
  const [resource = '', namespace = '', name = ''] = key.split(' ');
  return [resource as ResourceName, namespace === '' ? undefined : namespace, name];
}
