import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { Clock } from './clock.ts';
import type { KubeApi } from './kube-api.ts';
import type { Pause } from './pause.ts';
import type { ObjectSink } from './store.ts';

/** What is watched, and how an object of it is read. */
export interface ReflectorTarget<T> {
  /** Of the collection: `/api/v1/pods`. */
  readonly path: string;
  /** Label and field selectors. */
  readonly query: Readonly<Record<string, string>>;
  /** For messages: `pods`. */
  readonly resource: string;
  /** Null: all namespaces, or a kind that has none. */
  readonly namespace: string | null;
  readonly project: (raw: unknown) => T | null;
  /** Where the API server does not serve the kind (404 for the collection) there is none of it, and that is no failure. */
  readonly mayBeUnserved?: boolean;
}

/** Requests and mishaps of one reflector, counted by tests and benches. `list` is a page of one. */
export type ReflectorEvent = 'list' | 'stream' | 'watch' | 'garbled';

export interface ReflectorOptions<T> {
  readonly api: KubeApi;
  readonly target: ReflectorTarget<T>;
  readonly sink: ObjectSink<T>;
  readonly tell: (state: WatchState) => void;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly pause: Pause;
  readonly signal: AbortSignal;
  readonly count?: (what: ReflectorEvent) => void;
}

/** How far a reflector has come. */
export interface Progress {
  /** To watch on from; null: everything has to be read (again). */
  version: string | null;
  /** False once the server has shown that it cannot stream a list (WatchList). */
  canStream: boolean;
}

/** What every store is keyed by. */
export interface Identified {
  readonly meta: { readonly uid: string };
}
