import type { Change, Draft, KubeObject } from '../cluster-api.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { expired } from '../status-errors.ts';
import { versionOf } from '../store/object-store.ts';
import { tableOf } from '../tables/table.ts';
import type { Backing, Call, Reply, Sink } from './call.ts';
import { flag } from './call.ts';
import { checkWatchOptions, foreseenVersion } from './list-options.ts';
import { wantedOf, type Wanted } from './negotiate.ts';
import { filterOf, type Filter } from './selectors.ts';
import { includeOf, metadataOf } from './shape.ts';

/** A client that lags by more is let go, as the API server does; it can watch on from where it was. */
const LONGEST_BACKLOG = 32 * 1024 * 1024;
const BOOKMARK_EVERY_MS = 60_000;
/** The API server picks a time from here to twice as long. */
const DEFAULT_TIMEOUT_SECONDS = 1_800;

interface WatchOptions {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly filter: Filter;
  readonly wanted: Wanted;
  readonly bookmarks: boolean;
  /** Undefined: begin with the objects there are. */
  readonly since: number | undefined;
  readonly endOfInitial: boolean;
  readonly timeoutMs: number;
  readonly query: URLSearchParams;
}

export function watchObjects(
  backing: Backing,
  call: Call,
  kind: Kind,
  namespace: string | undefined,
  name?: string,
): Reply {
  const options = optionsOf(call, kind, namespace, name);
  return { kind: 'stream', type: 'application/json', run: (sink) => new WatchStream(backing, options, sink).run() };
}

function optionsOf({ query, accept }: Call, kind: Kind, namespace: string | undefined, name?: string): WatchOptions {
  const send = query.get('sendInitialEvents');
  checkWatchOptions(query);
  const version = foreseenVersion(query.get('resourceVersion') ?? '');
  const initial = send === null ? version === 0 : send === 'true';
  const selected = filterOf(kind, query);
  const seconds = Number(query.get('timeoutSeconds') ?? '0');
  return {
    kind,
    namespace,
    filter: name === undefined ? selected : (object) => object.metadata.name === name && selected(object),
    wanted: wantedOf(accept),
    bookmarks: flag(query, 'allowWatchBookmarks'),
    since: initial ? undefined : version,
    endOfInitial: send === 'true',
    timeoutMs: 1000 * (seconds > 0 ? seconds : DEFAULT_TIMEOUT_SECONDS),
    query,
  };
}

/** One watch: the objects there are, if asked for, then each change, in order, until the client or the time is gone. */
class WatchStream {
  #headers = true;
  /** Changes up to this version have been told, and no bookmark names a later one: the store tells many in several turns. */
  #told: number;

  constructor(
    private readonly backing: Backing,
    private readonly options: WatchOptions,
    private readonly sink: Sink,
  ) {
    this.#told = backing.store.version;
  }

  async run(): Promise<void> {
    if (!this.#begin()) return;
    const { promise, resolve } = deferred();
    const stop = this.backing.store.onChange((change) => {
      const version = versionOf(change.object);
      if (version <= this.#told) return;
      this.#tell(change);
      this.#told = version;
      if (this.sink.pending > LONGEST_BACKLOG) resolve();
    });
    const bookmark = setInterval(() => this.#bookmark(), BOOKMARK_EVERY_MS);
    const end = setTimeout(resolve, Math.min(this.options.timeoutMs, 2 ** 31 - 1));
    this.sink.signal.addEventListener('abort', resolve, { once: true });
    if (this.sink.signal.aborted) resolve();
    await promise;
    stop();
    clearInterval(bookmark);
    clearTimeout(end);
    if (!this.sink.signal.aborted) this.#bookmark();
  }

  /** False where the watch can't go on from the version that was asked for. */
  #begin(): boolean {
    const { store } = this.backing;
    const { since, kind, namespace, filter, endOfInitial } = this.options;
    if (since === undefined) {
      for (const object of store.list(kind.resource, namespace)) if (filter(object)) this.#event('ADDED', object);
      if (endOfInitial) this.#bookmark({ 'k8s.io/initial-events-end': 'true' });
      return true;
    }
    const missed = store.changesSince(since);
    if (missed === undefined) {
      const { status } = expired(tooOld(kind, since, store.oldest));
      this.sink.write(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
      return false;
    }
    for (const change of missed) this.#tell(change);
    // A version yet to come: nothing before it is told.
    this.#told = Math.max(this.#told, since);
    return true;
  }

  /** A change as this watch's selectors see it: an object that comes to match is ADDED, one that no longer does DELETED. */
  #tell({ resource, object, previous, type }: Change): void {
    const { kind, namespace, filter } = this.options;
    if (resource !== kind.resource) return;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return;
    const before = previous !== undefined && filter(previous);
    const after = type !== 'DELETED' && filter(object);
    if (after) this.#event(before ? 'MODIFIED' : 'ADDED', object);
    else if (before) {
      const last = type === 'DELETED' ? object : withVersion(previous, object.metadata.resourceVersion);
      this.#event('DELETED', last);
    }
  }

  #event(type: string, object: KubeObject): void {
    this.sink.write(`{"type":"${type}","object":${this.#text(object)}}\n`);
  }

  #text(object: KubeObject): string {
    const { wanted, kind, query } = this.options;
    if (wanted.shape === 'object') return textOfObject(object);
    if (wanted.shape === 'metadata') return JSON.stringify(metadataOf(object));
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const now = this.backing.cluster.now();
    const table = tableOf([object], kind, metadata, includeOf(query), now, this.#headers);
    this.#headers = false;
    return JSON.stringify(table);
  }

  #bookmark(annotations?: Draft): void {
    if (!this.options.bookmarks) return;
    const { kind, wanted } = this.options;
    const metadata = {
      resourceVersion: String(this.#told),
      creationTimestamp: null,
      ...(annotations === undefined ? {} : { annotations }),
    };
    const object: Draft = { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
    const table = {
      ...tableOf([], kind, metadata, 'None', 0, false),
      rows: [{ cells: [], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }],
    };
    const shaped = wanted.shape === 'table' ? table : object;
    this.sink.write(`${JSON.stringify({ type: 'BOOKMARK', object: shaped })}\n`);
  }
}

/** Events alone the API server watches in etcd itself, which says less than its own cache. Source: apiserver 0.34.4 etcd3/errors.go. */
function tooOld({ resource }: Kind, since: number, oldest: number): string {
  if (resource === 'events') return 'The resourceVersion for the provided watch is too old.';
  return `too old resource version: ${since} (${oldest})`;
}

/** One text for all watches that carry the same object. */
const TEXTS = new WeakMap<KubeObject, string>();

function textOfObject(object: KubeObject): string {
  const known = TEXTS.get(object);
  if (known !== undefined) return known;
  const text = JSON.stringify(object);
  TEXTS.set(object, text);
  return text;
}

function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}
