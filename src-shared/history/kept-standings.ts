import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Service } from '../kube/service.ts';
import type { SliceMember } from '../membership/merge-slices.ts';
import { listingsOf, mergeSlices } from '../membership/merge-slices.ts';
import { reachedAmong, readyGroups } from '../membership/reach.ts';
import type { Standing, StandingChange, Standings } from './standings.ts';
import { compareStandings, standingOf, standingsOf } from './standings.ts';

interface SliceChange {
  readonly was: EndpointSlice | undefined;
  readonly is: EndpointSlice | undefined;
}

/**
 * The standings of one Service, kept up by what changed: of a hundred slices one costs one. It always holds what
 * `standingsOf` says of the same Service and slices, and tells what `compareStandings` would; where the Service itself
 * changed, or an endpoint names no uid and may belong to any other of its address, it asks those.
 */
export class KeptStandings {
  #service: Service | null;
  #slices: ReadonlyMap<string, EndpointSlice>;
  #standings: Map<string, Standing>;
  /** uids of the slices each member stands in. */
  readonly #places = new Map<string, readonly string[]>();
  /** How many listings are ready, by the group kube-proxy decides in. */
  readonly #ready = new Map<string, number>();
  /** Members that get traffic only where nobody of their group is ready. */
  readonly #leaving = new Set<string>();
  /** uids of slices with an endpoint that names no uid. */
  readonly #loose = new Set<string>();

  constructor(service: Service | null, slices: readonly EndpointSlice[]) {
    this.#service = service;
    this.#slices = byUid(slices);
    this.#standings = this.#anew();
  }

  get size(): number {
    return this.#standings.size;
  }

  get(key: string): Standing | undefined {
    return this.#standings.get(key);
  }

  values(): Iterable<Standing> {
    return this.#standings.values();
  }

  /** The slices these members stand in, and perhaps others. */
  slicesOf(keys: Iterable<string>): readonly EndpointSlice[] {
    if (this.#loose.size > 0) return [...this.#slices.values()];
    return this.#at(new Set(Array.from(keys, (key) => this.#places.get(key) ?? []).flat()));
  }

  /** Takes the Service, null where it is gone, and all slices that name it, as they are now. */
  update(service: Service | null, slices: readonly EndpointSlice[]): readonly StandingChange[] {
    const now = byUid(slices);
    const changes = differences(this.#slices, now);
    const wasLoose = this.#loose.size > 0;
    const isSame = service !== null && service === this.#service;
    this.#slices = now;
    this.#service = service;
    if (isSame && !wasLoose && !changes.some(({ is }) => is !== undefined && isLoose(is))) {
      return this.#follow(service, changes);
    }
    const before = this.#standings;
    this.#standings = this.#anew();
    return compareStandings(before, this.#standings);
  }

  #anew(): Map<string, Standing> {
    for (const kept of [this.#places, this.#ready, this.#leaving, this.#loose]) kept.clear();
    const service = this.#service;
    const slices = [...this.#slices.values()];
    if (service === null) return new Map();
    for (const slice of slices) if (isLoose(slice)) this.#loose.add(slice.meta.uid);
    if (this.#loose.size > 0) return new Map(standingsOf(service, slices));
    for (const slice of slices) this.#count(service, slice, 1);
    return new Map(this.#standingsAmong(service, mergeSlices(slices)));
  }

  #follow(service: Service, changes: readonly SliceChange[]): readonly StandingChange[] {
    const keys = new Set<string>();
    const hadReady = new Map<string, boolean>();
    for (const { was, is } of changes) {
      for (const [slice, by] of [
        [was, -1],
        [is, 1],
      ] as const) {
        if (slice === undefined) continue;
        for (const group of groupsOf(service, slice)) {
          if (!hadReady.has(group)) hadReady.set(group, this.#isReady(group));
        }
        for (const key of keysOf(slice)) keys.add(key);
        this.#count(service, slice, by);
      }
    }
    if ([...hadReady].some(([group, had]) => had !== this.#isReady(group)))
      for (const key of this.#leaving) keys.add(key);
    const before = new Map<string, Standing>();
    for (const key of keys) {
      const standing = this.#standings.get(key);
      if (standing !== undefined) before.set(key, standing);
      this.#standings.delete(key);
      this.#leaving.delete(key);
    }
    const parts = this.slicesOf(keys).map((slice) => partOf(slice, keys));
    const after = this.#standingsAmong(service, mergeSlices(parts));
    for (const [key, standing] of after) this.#standings.set(key, standing);
    return compareStandings(before, after);
  }

  #standingsAmong(service: Service, members: readonly SliceMember[]): Standings {
    const standings = new Map<string, Standing>();
    for (const member of members) {
      standings.set(member.key, standingOf(reachedAmong(service, member, (group) => this.#isReady(group))));
      if (member.listings.some(({ conditions }) => conditions.terminating)) this.#leaving.add(member.key);
    }
    return standings;
  }

  #isReady(group: string): boolean {
    return (this.#ready.get(group) ?? 0) > 0;
  }

  #count(service: Service, slice: EndpointSlice, by: 1 | -1): void {
    const { uid } = slice.meta;
    for (const group of groupsOf(service, slice)) this.#ready.set(group, (this.#ready.get(group) ?? 0) + by);
    const alone = [uid];
    for (const key of keysOf(slice)) {
      const others = this.#places.get(key)?.filter((place) => place !== uid) ?? [];
      if (by === 1) this.#places.set(key, others.length === 0 ? alone : [...others, uid]);
      else if (others.length === 0) this.#places.delete(key);
      else this.#places.set(key, others);
    }
  }

  #at(uids: ReadonlySet<string>): readonly EndpointSlice[] {
    return Array.from(uids, (uid) => this.#slices.get(uid)).filter((slice) => slice !== undefined);
  }
}

function byUid(slices: readonly EndpointSlice[]): ReadonlyMap<string, EndpointSlice> {
  return new Map(slices.map((slice) => [slice.meta.uid, slice]));
}

function differences(
  before: ReadonlyMap<string, EndpointSlice>,
  after: ReadonlyMap<string, EndpointSlice>,
): readonly SliceChange[] {
  const gone = [...before].filter(([uid]) => !after.has(uid)).map(([, was]) => ({ was, is: undefined }));
  const changed = [...after].flatMap(([uid, is]) => (before.get(uid) === is ? [] : [{ was: before.get(uid), is }]));
  return [...gone, ...changed];
}

/** Whether an endpoint of it names no uid, and so may belong to any other of its address. */
export function isLoose({ endpoints }: EndpointSlice): boolean {
  return endpoints.some(({ addresses, targetRef }) => addresses.length > 0 && (targetRef?.uid ?? '') === '');
}

function keysOf({ endpoints }: EndpointSlice): ReadonlySet<string> {
  return new Set(endpoints.flatMap(({ addresses, targetRef }) => (addresses.length > 0 ? (targetRef?.uid ?? []) : [])));
}

function groupsOf(service: Service, slice: EndpointSlice): readonly string[] {
  return listingsOf([slice]).flatMap((listing) => readyGroups(service, listing));
}

/** The slice with nobody but these members, each of which is named by its uid. */
export function partOf(slice: EndpointSlice, keys: ReadonlySet<string>): EndpointSlice {
  return { ...slice, endpoints: slice.endpoints.filter(({ targetRef }) => keys.has(targetRef?.uid ?? '')) };
}
