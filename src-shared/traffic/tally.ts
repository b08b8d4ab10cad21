import type { SessionAffinity } from '../kube/service.ts';
import type { Hit, HitError } from './hit.ts';
import { addLatency, newLatencyHistogram, type LatencyHistogram } from './latency-histogram.ts';

/** Milliseconds after a change of the endpoints in which no hit is judged: kube-proxy syncs at most once a second. */
export const SETTLE_MS = 2_000;
/** Cells of the order strip kept per client. */
export const STRIP_LENGTH = 200;

/** Counts of one map level: key -> number. */
export type Counts = Map<string, number>;

/**
 * What one side's hits come to. `count` changes it in place, in constant time per hit: a view redraws from it once a
 * frame. Conservation, always: hits = sum over pods and clients + unidentified + sum of failures.
 */
export interface SideTally {
  readonly side: SessionAffinity;
  hits: number;
  /** Pod -> client -> answers of this Pod known for certain. */
  readonly pods: Map<string, Counts>;
  /** Client -> its hits of every kind. */
  readonly clients: Counts;
  /** Answers nobody could be told from, by client. */
  readonly unidentified: Counts;
  /** Requests without a (whole) answer. */
  readonly failures: Map<HitError, number>;
  /** HTTP status of every answer. */
  readonly statuses: Map<number, number>;
  /** Index: second since counting began. */
  readonly seconds: (SecondTally | undefined)[];
  readonly latency: LatencyHistogram;
  /** Client -> the last STRIP_LENGTH hits, oldest first. */
  readonly strips: Map<string, StripCell[]>;
  /** One per interval of constant membership, settling times left out. */
  readonly intervals: IntervalTally[];
}

export interface SecondTally {
  readonly pods: Counts;
  unidentified: number;
  failed: number;
}

export interface StripCell {
  readonly seq: number;
  readonly pod: string | null;
  readonly error: HitError | null;
}

/** Client -> Pod -> answers, and how many were not told apart. */
export interface IntervalTally {
  readonly clients: Map<string, Counts>;
  answers: number;
}

export function newSideTally(side: SessionAffinity): SideTally {
  return {
    side,
    hits: 0,
    pods: new Map(),
    clients: new Map(),
    unidentified: new Map(),
    failures: new Map(),
    statuses: new Map(),
    seconds: [],
    latency: newLatencyHistogram(),
    strips: new Map(),
    intervals: [],
  };
}

/**
 * Adds one hit. Each hit exactly once, in any order.
 * @param membershipChanges RunStatus.membershipChanges as known when the hit arrived, ascending
 */
export function count(tally: SideTally, hit: Hit, membershipChanges: readonly number[]): void {
  tally.hits += 1;
  increment(tally.clients, hit.client);
  if (hit.status !== null) increment(tally.statuses, hit.status);
  if (hit.latencyMs !== null && hit.error === null) addLatency(tally.latency, hit.latencyMs);
  addToStrip(tally, hit);
  const second = secondOf(tally, hit.at);
  if (hit.error !== null) {
    increment(tally.failures, hit.error);
    second.failed += 1;
  } else if (hit.pod === null) {
    increment(tally.unidentified, hit.client);
    second.unidentified += 1;
  } else {
    increment(entry(tally.pods, hit.pod, newCounts), hit.client);
    increment(second.pods, hit.pod);
    addToInterval(tally, hit.at, hit.client, hit.pod, membershipChanges);
  }
}

/** Answers of one Pod, over all clients. */
export function answersOf(tally: SideTally, pod: string): number {
  return total(tally.pods.get(pod));
}

/** Answers whose Pod is known. */
export function identifiedAnswers(tally: SideTally): number {
  let sum = 0;
  for (const clients of tally.pods.values()) sum += total(clients);
  return sum;
}

export function total(counts: ReadonlyMap<unknown, number> | undefined): number {
  let sum = 0;
  for (const number of counts?.values() ?? []) sum += number;
  return sum;
}

/** Requests that were asked and never reported: on the way while counting, lost once the run has ended. */
export function unaccounted(asked: number, tally: SideTally): number {
  return asked - tally.hits;
}

function addToInterval(tally: SideTally, at: number, client: string, pod: string, changes: readonly number[]): void {
  let index = 0;
  for (const change of changes) if (change <= at) index += 1;
  const began = index === 0 ? Number.NEGATIVE_INFINITY : (changes[index - 1] ?? 0) + SETTLE_MS;
  if (at < began) return;
  while (tally.intervals.length <= index) tally.intervals.push({ clients: new Map(), answers: 0 });
  const interval = tally.intervals[index];
  if (interval === undefined) return;
  increment(entry(interval.clients, client, newCounts), pod);
  interval.answers += 1;
}

function addToStrip(tally: SideTally, hit: Hit): void {
  const strip = entry(tally.strips, hit.client, (): StripCell[] => []);
  strip.push({ seq: hit.seq, pod: hit.pod, error: hit.error });
  if (strip.length > STRIP_LENGTH) strip.shift();
}

function secondOf(tally: SideTally, at: number): SecondTally {
  const index = Math.max(0, Math.floor(at / 1_000));
  const known = tally.seconds[index];
  if (known !== undefined) return known;
  const made: SecondTally = { pods: new Map(), unidentified: 0, failed: 0 };
  tally.seconds[index] = made;
  return made;
}

function newCounts(): Counts {
  return new Map();
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
