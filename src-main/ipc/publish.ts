import type { FlappingPod } from '#shared/findings/diagnosis-input.ts';
import type { ClusterBatch, KindChange, OpenCluster, ServiceFlapping } from '#shared/ipc/batch.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { KubeObject } from '#shared/kube/kube-object.ts';
import { FINDING_KINDS, WATCHED_KINDS, type WatchedKind } from '#shared/kube/object-key.ts';

/** Messages above 64 KB leave Chromium's fast path for IPC; the rest of the envelope needs a little. */
const MESSAGE_BYTES = 60_000;
/** How long changes gather while nobody is looking. */
const HIDDEN_INTERVAL_MS = 1_000;
/** Kinds in the order a page needs them: rows first, then what stands behind them. */
const ORDER: readonly WatchedKind[] = [
  ...(['Namespace', 'Service', 'EndpointSlice', 'Endpoints', 'Pod', 'Node'] as const),
  ...FINDING_KINDS,
  'Event',
];

/** What a publisher reads from; the stores of one open cluster. */
export interface PublishedStores {
  get(kind: WatchedKind, uid: string): KubeObject | undefined;
  uids(kind: WatchedKind): Iterable<string>;
  state(kind: WatchedKind): WatchState;
  clockSkewMs(): number | null;
  /** Of the Services that have any, by `namespace/name`. */
  flapping(): ReadonlyMap<string, readonly FlappingPod[]>;
}

export interface PublisherOptions {
  readonly opened: OpenCluster;
  readonly stores: PublishedStores;
  readonly send: (batch: ClusterBatch) => void;
  /** Whether nobody can see the window. */
  readonly hidden: () => boolean;
  /** Runs a function after so many milliseconds; 0: after the present burst of work. */
  readonly after: (milliseconds: number, run: () => void) => void;
  readonly signal: AbortSignal;
}

export interface Publisher {
  dirty(kind: WatchedKind, uid: string): void;
  stateChanged(kind: WatchedKind): void;
  /** Other Pods of this Service, `namespace/name`, flap than before. */
  flaps(service: string): void;
  acknowledge(id: number): void;
  /** The window has nothing (it was reloaded): everything again. */
  restart(): void;
  /** The window is seen again: no waiting for the next second. */
  shown(): void;
}

/**
 * Carries store changes to one window. Level-triggered: only keys gather, the objects are read when a message is made, so
 * a window that lags gets the latest state and the queue is bounded by the number of objects.
 */
export function createPublisher(options: PublisherOptions): Publisher {
  const queue = new PublishQueue(options);
  options.signal.addEventListener('abort', () => {
    queue.end();
  });
  queue.restart();
  return queue;
}

class PublishQueue implements Publisher {
  readonly #options: PublisherOptions;
  readonly #dirty = new Map<WatchedKind, Set<string>>();
  readonly #states = new Set<WatchedKind>();
  readonly #flapping = new Set<string>();
  /** Kinds whose first message must replace what the window had. */
  readonly #fresh = new Set<WatchedKind>();
  #announce = true;
  #nextId = 1;
  #outstanding: number | null = null;
  #scheduled = false;
  #ended = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  dirty(kind: WatchedKind, uid: string): void {
    const uids = this.#dirty.get(kind);
    if (uids === undefined) this.#dirty.set(kind, new Set([uid]));
    else uids.add(uid);
    this.#schedule();
  }

  stateChanged(kind: WatchedKind): void {
    this.#states.add(kind);
    this.#schedule();
  }

  flaps(service: string): void {
    this.#flapping.add(service);
    this.#schedule();
  }

  acknowledge(id: number): void {
    if (this.#outstanding !== id) return;
    this.#outstanding = null;
    this.#schedule();
  }

  restart(): void {
    this.#outstanding = null;
    this.#announce = true;
    for (const kind of WATCHED_KINDS) {
      this.#fresh.add(kind);
      this.#states.add(kind);
      this.#dirty.set(kind, new Set(this.#options.stores.uids(kind)));
    }
    for (const service of this.#options.stores.flapping().keys()) this.#flapping.add(service);
    this.#schedule();
  }

  shown(): void {
    this.#flush();
  }

  end(): void {
    this.#ended = true;
    this.#dirty.clear();
  }

  #schedule(): void {
    if (this.#scheduled || this.#outstanding !== null || this.#ended) return;
    this.#scheduled = true;
    this.#options.after(this.#options.hidden() && !this.#announce ? HIDDEN_INTERVAL_MS : 0, () => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#ended || this.#outstanding !== null) return;
    const batch = this.#take();
    if (batch === null) return;
    this.#outstanding = batch.id;
    this.#options.send(batch);
  }

  #take(): ClusterBatch | null {
    const { changes, left } = this.#takeChanges();
    const flapping = this.#takeFlapping(left);
    const states = this.#takeStates();
    const empty = changes.length + flapping.length + Object.keys(states).length === 0;
    if (empty && !this.#announce) return null;
    const opened = this.#announce ? this.#options.opened : null;
    this.#announce = false;
    const more = this.#flapping.size > 0 || [...this.#dirty.values()].some((uids) => uids.size > 0);
    const clockSkewMs = this.#options.stores.clockSkewMs();
    return { id: this.#nextId++, more, opened, changes, flapping, states, clockSkewMs };
  }

  #takeStates(): ClusterBatch['states'] {
    const states: Partial<Record<WatchedKind, WatchState>> = {};
    for (const kind of this.#states) {
      const state = this.#options.stores.state(kind);
      // "Synced" must not arrive before the rows it speaks of; bad news never waits.
      if (state.phase === 'synced' && (this.#dirty.get(kind)?.size ?? 0) > 0) continue;
      states[kind] = state;
      this.#states.delete(kind);
    }
    return states;
  }

  /** Takes what fits in so many bytes; into an empty message one whatever its size. */
  #takeFlapping(room: number): ServiceFlapping[] {
    const taken: ServiceFlapping[] = [];
    let left = room;
    for (const service of this.#flapping) {
      const each = { service, pods: this.#options.stores.flapping().get(service) ?? [] };
      const size = JSON.stringify(each).length;
      if (size > left && left < MESSAGE_BYTES) break;
      left -= size;
      this.#flapping.delete(service);
      taken.push(each);
    }
    return taken;
  }

  #takeChanges(): { readonly changes: readonly KindChange[]; readonly left: number } {
    const changes: KindChange[] = [];
    let room = MESSAGE_BYTES;
    for (const kind of ORDER) {
      const uids = this.#dirty.get(kind);
      if (uids === undefined || (uids.size === 0 && !this.#fresh.has(kind))) continue;
      const { put, remove, left } = this.#takeObjects(kind, uids, room);
      room = left;
      const replace = this.#fresh.delete(kind);
      changes.push({ kind, replace, put, remove });
      if (uids.size > 0) break;
    }
    return { changes, left: room };
  }

  /** Takes what fits in so many bytes. One object larger than a whole message goes alone. */
  #takeObjects(
    kind: WatchedKind,
    uids: Set<string>,
    room: number,
  ): { put: KubeObject[]; remove: string[]; left: number } {
    const put: KubeObject[] = [];
    const remove: string[] = [];
    let left = room;
    for (const uid of uids) {
      const object = this.#options.stores.get(kind, uid);
      const size = object === undefined ? uid.length + 4 : JSON.stringify(object).length;
      if (size > left && left < MESSAGE_BYTES) break;
      uids.delete(uid);
      left -= size;
      if (object === undefined) remove.push(uid);
      else put.push(object);
      if (left <= 0) break;
    }
    return { put, remove, left };
  }
}
