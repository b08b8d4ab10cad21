import type { Change, KubeObject, ResourceName } from '../cluster-api.ts';
import { frozen, sameJson } from '../json.ts';
import { beginTurn } from '../turn.ts';

/** How many changes a watch may lag before its resourceVersion is too old: enough for a reset of 5,000 Pods. */
const REMEMBERED_CHANGES = 20_000;

/** Changes told in one turn however long it takes: few are never told in parts. */
const TOLD_AT_ONCE = 64;

/**
 * The objects of every kind and one resourceVersion over all of them, as etcd has. Objects are frozen. It knows nothing of
 * admission: what is written here stands.
 */
export class ObjectStore {
  #version = 1;
  /** Changes after this version are remembered. */
  #compacted = 1;
  readonly #objects = new Map<ResourceName, Map<string, KubeObject>>();
  /** Keys in order: those of a namespace stand together. */
  readonly #sorted = new Map<ResourceName, string[]>();
  readonly #history: Change[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  #untold: Change[] = [];
  #telling = false;

  constructor(private readonly remembered = REMEMBERED_CHANGES) {}

  /** The resourceVersion of the latest change. */
  get version(): number {
    return this.#version;
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(resource)?.get(keyOf(namespace, name));
  }

  /** Ordered by namespace, then name, byte by byte. */
  list(resource: ResourceName, namespace?: string): readonly KubeObject[] {
    const objects = this.#kind(resource);
    return this.#keys(resource, namespace).flatMap((key) => objects.get(key) ?? []);
  }

  /** The list as it stood at an earlier version. Undefined where that is no longer remembered. */
  listAt(resource: ResourceName, namespace: string | undefined, version: number): readonly KubeObject[] | undefined {
    if (version < this.#compacted || version > this.#version) return undefined;
    const then = new Map(this.list(resource, namespace).map((object) => [keyOfObject(object), object]));
    for (const change of this.#history.toReversed()) {
      if (versionOf(change.object) <= version) break;
      if (change.resource !== resource) continue;
      if (namespace !== undefined && change.object.metadata.namespace !== namespace) continue;
      if (change.previous === undefined) then.delete(keyOfObject(change.object));
      else then.set(keyOfObject(change.object), change.previous);
    }
    return [...then.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Writes an object, new or not; its resourceVersion is replaced. What stands there already is no change and keeps its resourceVersion. */
  put(resource: ResourceName, object: KubeObject): KubeObject {
    const { namespace, name } = object.metadata;
    const previous = this.get(resource, namespace, name);
    if (previous !== undefined && sameJson(withVersion(object, previous.metadata.resourceVersion), previous)) {
      return previous;
    }
    const stored = frozen(withVersion(object, String(++this.#version)));
    this.#kind(resource).set(keyOf(namespace, name), stored);
    this.#changed({ type: previous === undefined ? 'ADDED' : 'MODIFIED', resource, object: stored, previous });
    return stored;
  }

  /** Gives the last state, with the deletion's own resourceVersion. */
  remove(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    const previous = this.get(resource, namespace, name);
    if (previous === undefined) return undefined;
    this.#kind(resource).delete(keyOf(namespace, name));
    const last = frozen(withVersion(previous, String(++this.#version)));
    this.#changed({ type: 'DELETED', resource, object: last, previous });
    return last;
  }

  /** The changes after a version, oldest first. Undefined where some of them are no longer remembered. */
  changesSince(version: number): readonly Change[] | undefined {
    if (version < this.#compacted) return undefined;
    let from = this.#history.length;
    while (from > 0 && versionOf(this.#history[from - 1]?.object) > version) from--;
    return this.#history.slice(from);
  }

  /** The oldest version a watch may start from. */
  get oldest(): number {
    return this.#compacted;
  }

  /** Forgets all history: every older resourceVersion is too old from now on. */
  compact(): void {
    this.#history.length = 0;
    this.#compacted = this.#version;
  }

  /**
   * Told of each change in order, in a microtask after the write that made it, or where there are many, in later turns:
   * requests are answered in between. Returns the way to stop.
   */
  onChange(listener: (change: Change) => void): () => void {
    // One listener may be subscribed twice; each subscription ends by itself.
    const own = (change: Change): void => {
      listener(change);
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  #keys(resource: ResourceName, namespace: string | undefined): readonly string[] {
    const sorted = this.#sorted.get(resource) ?? [];
    if (namespace === undefined) return sorted;
    return sorted.slice(placeOf(sorted, keyOf(namespace, '')), placeOf(sorted, `${namespace}\u0001`));
  }

  /** A key that comes or goes costs its search: sorting at the next list would cost the whole for each Pod of many. */
  #resort({ type, resource, object }: Change): void {
    const sorted = this.#sorted.get(resource) ?? [];
    this.#sorted.set(resource, sorted);
    const key = keyOfObject(object);
    if (type === 'ADDED') sorted.splice(placeOf(sorted, key), 0, key);
    if (type === 'DELETED') sorted.splice(placeOf(sorted, key), 1);
  }

  #kind(resource: ResourceName): Map<string, KubeObject> {
    const known = this.#objects.get(resource);
    if (known !== undefined) return known;
    const created = new Map<string, KubeObject>();
    this.#objects.set(resource, created);
    return created;
  }

  #changed(change: Change): void {
    this.#resort(change);
    this.#history.push(change);
    // Cut a quarter at a time, so that a write costs the same on average however long the history is.
    if (this.#history.length > this.remembered * 1.25) {
      const cut = this.#history.splice(0, this.#history.length - this.remembered);
      this.#compacted = versionOf(cut.at(-1)?.object);
    }
    this.#untold.push(change);
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    const turn = beginTurn();
    const changes = this.#untold;
    this.#untold = [];
    for (const [index, change] of changes.entries()) {
      if (index >= TOLD_AT_ONCE && turn.over()) {
        this.#untold = [...changes.slice(index), ...this.#untold];
        break;
      }
      for (const listener of this.#listeners) listener(change);
    }
    this.#telling = this.#untold.length > 0;
    if (this.#telling) setImmediate(() => this.#tell());
  }
}

/** The resourceVersion as a number. Zero for no object. */
export function versionOf(object: KubeObject | undefined): number {
  return Number(object?.metadata.resourceVersion ?? 0);
}

function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

// A slash sorts below every character of a name but `-` and `.`; NUL sorts below all, so namespaces never interleave.
function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}\0${name}`;
}

function keyOfObject({ metadata }: KubeObject): string {
  return keyOf(metadata.namespace, metadata.name);
}

/** Where a key stands in sorted keys, or would stand. */
function placeOf(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
