import { explainByEvents } from '#shared/history/event-causes.ts';
import type { ServiceHistory } from '#shared/history/history.ts';
import { isMemberEntry } from '#shared/history/history.ts';
import { causeOf, mayBecomeClearer } from '#shared/history/cause.ts';
import type { NewEntry } from '#shared/history/history-log.ts';
import { changedFields } from '#shared/history/service-fields.ts';
import { KeptStandings } from '#shared/history/kept-standings.ts';
import type { StandingChange } from '#shared/history/standings.ts';
import { namespacedName, type NamespacedName, type WatchedKind } from '#shared/kube/object-key.ts';
import type { Service } from '#shared/kube/service.ts';
import { type AffectedServices, ServiceIndex } from '#shared/membership/service-index.ts';
import { BoundedMap } from './bounded-map.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import { blankPage, createHistoryBook, type HistoryBook, type HistoryPage } from './history-book.ts';
import { evidenceFrom } from './history-evidence.ts';
import { createPodMemory } from './pod-memory.ts';
import { createWatchGaps, isLive, type WatchGaps } from './watch-gaps.ts';

/** How long what a Pod says later may explain a change in the slices. */
const EXPLAINED_WITHIN_MS = 10_000;
const UNEXPLAINED_KEPT = 1_000;

export interface HistoryRecorderOptions {
  readonly watch: Pick<ClusterWatch, 'stores' | 'states' | 'onDirty' | 'onState' | 'remember'>;
  /** Milliseconds since 1970 by the API server's clock. */
  readonly now: () => number;
  /** Told `namespace/name` of a Service there is more to tell of; null: of the one that is open, Events came. */
  readonly changed: (service: string | null) => void;
  readonly book?: HistoryBook;
}

export interface HistoryRecorder {
  /** Null until Services and slices have been read whole, and of a Service that never was. */
  read(service: NamespacedName): ServiceHistory | null;
}

/**
 * Keeps who entered, left and turned behind every Service in scope, as long as the watch lasts. Fed by each change of a
 * slice or Service as it comes, before anything is gathered for a window: a Pod that turns twice between two messages turned
 * twice. A change costs what the slice holds that changed; a Pod's own event costs nothing.
 */
export function recordHistory(options: HistoryRecorderOptions): HistoryRecorder {
  const recorder = new Recorder(options);
  options.watch.onDirty((kind, uid) => {
    recorder.dirty(kind, uid);
  });
  options.watch.onState((kind) => {
    recorder.stateChanged(kind);
  });
  // Of a Pod that left while nobody looked the Events alone may tell why.
  options.watch.remember((service) => recorder.formerUids(service));
  recorder.stateChanged('Service');
  return recorder;
}

class Recorder implements HistoryRecorder {
  readonly #options: HistoryRecorderOptions;
  /** Of Services and slices: who selects which Pod is the slices' business here. */
  readonly #index = new ServiceIndex();
  readonly #pods = createPodMemory();
  readonly #book: HistoryBook;
  /** By the Pod's uid: Services in whose history something about it may become clearer. */
  readonly #unexplained = new BoundedMap<ReadonlySet<string>>(UNEXPLAINED_KEPT);
  #recording: { readonly began: number; readonly gaps: WatchGaps } | null = null;

  constructor(options: HistoryRecorderOptions) {
    this.#options = options;
    this.#book = options.book ?? createHistoryBook();
  }

  read({ namespace, name }: NamespacedName): ServiceHistory | null {
    const key = namespacedName({ namespace, name });
    const events = [...this.#options.watch.stores.Event.values()];
    const ours = events.filter(({ involved }) => involved.namespace === namespace);
    const page = this.#book.get(key);
    if (page === undefined || this.#recording === null) return null;
    const { start, base, entries: told, dropped } = page.log;
    const entries = explainByEvents(told, ours);
    if (entries !== told) this.#book.amend(key, entries);
    const { began, gaps } = this.#recording;
    return { began, start, base: [...base.values()], entries, dropped, gaps: gaps.all() };
  }

  /** Who its history tells of, and the controllers of those Pods that are not forgotten. */
  formerUids(service: NamespacedName): ReadonlySet<string> {
    const uids = new Set<string>();
    for (const entry of this.#book.get(namespacedName(service))?.log.entries ?? []) {
      if (!isMemberEntry(entry)) continue;
      uids.add(entry.member.key);
      const owners = this.#pods.get(entry.member.key)?.pod.meta.ownerReferences ?? [];
      for (const { controller, uid } of owners) if (controller) uids.add(uid);
    }
    return uids;
  }

  dirty(kind: WatchedKind, uid: string): void {
    const at = this.#options.now();
    const { stores } = this.#options.watch;
    this.#recording?.gaps.heard(at);
    if (kind === 'Pod') {
      this.#pods.changed(uid, stores.Pod.get(uid), at);
      this.#reconsider(uid, at);
    } else if (kind === 'Service' || kind === 'EndpointSlice') {
      const affected = this.#applied(kind, uid);
      if (this.#recording !== null) for (const name of affected) this.#look(name, at);
    } else if (kind === 'Event' && this.#recording !== null) this.#options.changed(null);
  }

  stateChanged(kind: WatchedKind): void {
    if (kind !== 'Service' && kind !== 'EndpointSlice') return;
    const { Service, EndpointSlice } = this.#options.watch.states();
    const states = [Service, EndpointSlice];
    const at = this.#options.now();
    if (this.#recording === null && states.every(isLive)) this.#begin(at);
    this.#recording?.gaps.states(states, at);
    this.#options.changed(null);
  }

  #begin(at: number): void {
    this.#recording = { began: at, gaps: createWatchGaps(at) };
    for (const service of this.#index.services()) {
      const standings = new KeptStandings(service, this.#index.slicesOf(service.meta));
      this.#book.write(namespacedName(service.meta), { ...blankPage(at, standings), service }, []);
    }
  }

  #applied(kind: 'Service' | 'EndpointSlice', uid: string): AffectedServices {
    const object = this.#options.watch.stores[kind].get(uid);
    return object === undefined ? this.#index.remove(kind, uid) : this.#index.put(object);
  }

  /** Compares a Service and its slices with what they were, and writes down what differs. */
  #look(key: string, at: number): void {
    const service = this.#index.service(nameOf(key)) ?? null;
    const before = this.#book.get(key) ?? (service === null ? undefined : blankPage(at));
    if (before === undefined) return;
    const { standings } = before;
    const had = standings.size;
    const changes = standings.update(service, service === null ? [] : this.#index.slicesOf(service.meta));
    const since = this.#recording?.gaps.since(at) ?? null;
    const ofService = serviceEntries(before.service, service, at, since);
    const page: HistoryPage = { ...turned(before, service, at), service };
    const ofMembers = this.#memberEntries(page, changes, at, since);
    const added = [...ofService, ...ofMembers];
    if (added.length === 0 && had === 0 && standings.size === 0 && before.service === service) return;
    this.#book.write(key, page, added);
    for (const entry of ofMembers) this.#wait(entry, key);
    if (added.length > 0) this.#options.changed(key);
  }

  #memberEntries(
    page: HistoryPage,
    changes: readonly StandingChange[],
    at: number,
    since: number | null,
  ): readonly NewMember[] {
    if (changes.length === 0) return [];
    const evidence = evidenceFrom(
      this.#sources(page),
      changes.map(({ after }) => after),
      at,
    );
    return changes.map(({ what, before: was, after, state }) => ({
      at,
      since,
      what,
      member: { key: after.key, name: after.name },
      state,
      why: causeOf(what, evidence(after.key, was.terminating || after.terminating)),
    }));
  }

  #sources(page: HistoryPage): Parameters<typeof evidenceFrom>[0] {
    const { stores, states } = this.#options.watch;
    return { page, pods: this.#pods, stores, states: states() };
  }

  #wait({ member, why }: NewMember, name: string): void {
    if (!mayBecomeClearer(why)) return;
    this.#unexplained.set(member.key, new Set([...(this.#unexplained.get(member.key) ?? []), name]));
  }

  /** A Pod has changed: what the slices said of it a moment ago may be told now. */
  #reconsider(uid: string, at: number): void {
    for (const name of this.#unexplained.get(uid) ?? []) {
      const page = this.#book.get(name);
      const { entries = [] } = page?.log ?? {};
      const open = entries.filter(
        (entry) => isMemberEntry(entry) && entry.member.key === uid && at - entry.at <= EXPLAINED_WITHIN_MS,
      );
      if (page === undefined || open.length === 0) {
        this.#unexplained.delete(uid);
        continue;
      }
      const terminating = page.standings.get(uid)?.terminating ?? false;
      const evidence = evidenceFrom(this.#sources(page), [{ key: uid }], at)(uid, terminating);
      const amended = entries.map((entry) => {
        if (!open.includes(entry) || !isMemberEntry(entry) || !mayBecomeClearer(entry.why)) return entry;
        return { ...entry, why: better(entry.why, causeOf(entry.what, evidence)) };
      });
      this.#book.amend(name, amended);
      this.#options.changed(name);
    }
  }
}

type NewMember = Extract<NewEntry, { readonly member: unknown }>;

/** What was known is not given up for what is not. */
function better(known: NewMember['why'], now: NewMember['why']): NewMember['why'] {
  if (now.code === 'unknown') return known;
  return known.code === 'deleted' && now.code !== 'deleted' ? known : now;
}

function serviceEntries(
  before: Service | null,
  after: Service | null,
  at: number,
  since: number | null,
): readonly NewEntry[] {
  const of = (what: 'service-created' | 'service-deleted'): NewEntry => ({ at, since, what, fields: [] });
  if (before === null) return after === null ? [] : [of('service-created')];
  if (after === null) return [of('service-deleted')];
  if (before.meta.uid !== after.meta.uid) return [of('service-deleted'), of('service-created')];
  const fields = changedFields(before, after);
  return fields.length === 0 ? [] : [{ at, since, what: 'service-changed', fields }];
}

/** A page that remembers when the Service came and what its selector was. */
function turned(page: HistoryPage, service: Service | null, at: number): HistoryPage {
  if (service === null) return page;
  if (page.service?.meta.uid !== service.meta.uid) return { ...page, createdAt: at, selectorBefore: null };
  const { selector } = page.service;
  const same = JSON.stringify(selector) === JSON.stringify(service.selector);
  return same ? page : { ...page, selectorBefore: { at, selector } };
}

/** `namespacedName`, read back: neither part may hold a slash. */
function nameOf(key: string): NamespacedName {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}
