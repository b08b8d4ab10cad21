import { expect, it } from 'vitest';
import { aPod, aService } from '../../test/support/builders.ts';
import { next, NOT_READY, one, recording, slice, two, WEB } from '../../test/support/history-scene.ts';
import type { NewEntry } from '#shared/history/history-log.ts';
import { blankPage, createHistoryBook } from './history-book.ts';
import { createPodMemory } from './pod-memory.ts';

// The limits a user has, not those other tests put in their place: whatever turns, and however often, memory stays bounded.

const PER_SERVICE = 300;
const ALL = 20_000;
const PODS_REMEMBERED = 1_000;

const turned = (at: number): NewEntry => ({
  at,
  since: null,
  what: 'became-ready',
  member: { key: 'a', name: 'web-a' },
  state: 'in',
  why: { code: 'unknown' },
});

it('of one Service 300 changes are kept, beyond that the latest of them, and how many there were before', () => {
  const { recorder, stores } = recording();
  const turn = (times: number): { readonly kept: number; readonly dropped: number } => {
    stores.EndpointSlice.put(slice(times % 2 === 1 ? [one, NOT_READY] : [one], [two]));
    const { entries = [], dropped = 0 } = recorder.read(WEB) ?? {};
    // However many are dropped at once, the latest is there.
    expect(entries.at(-1)).toMatchObject({ id: times });
    return { kept: entries.length, dropped };
  };
  for (let times = 1; times <= PER_SERVICE; times += 1) expect(turn(times)).toEqual({ kept: times, dropped: 0 });
  for (let times = PER_SERVICE + 1; times <= 2 * PER_SERVICE; times += 1) {
    const { kept, dropped } = turn(times);
    expect(kept).toBeLessThanOrEqual(PER_SERVICE);
    expect(kept).toBeGreaterThan(PER_SERVICE / 2);
    expect(kept + dropped).toBe(times);
  }
});

it('of all Services 20,000 changes are kept, the few of a quiet one among them', () => {
  const book = createHistoryBook();
  const page = { ...blankPage(0), service: aService() };
  const services = Math.ceil(ALL / PER_SERVICE) + 5;
  book.write('quiet', page, [turned(1)]);
  for (let service = 0; service < services; service += 1) {
    const many = Array.from({ length: PER_SERVICE }, (_, at) => turned(at));
    book.write(`busy-${String(service)}`, page, many);
    expect(book.size).toBeLessThanOrEqual(ALL);
  }
  // No more is given up than has to be: a quarter of one Service's.
  expect(book.size).toBeGreaterThan(ALL - PER_SERVICE);
  expect(book.get('quiet')?.log.entries).toHaveLength(1);
});

it('of Pods that are gone, or had other labels, the latest 1,000 are remembered', () => {
  const memory = createPodMemory();
  const uids = Array.from({ length: PODS_REMEMBERED + 1 }, (_, index) => `uid-${String(index)}`);
  for (const uid of uids) {
    const pod = aPod({ meta: { uid, name: uid } });
    memory.changed(uid, pod, 0);
    memory.changed(uid, next({ ...pod, meta: { ...pod.meta, labels: { app: 'other' } } }), 0);
    memory.changed(uid, undefined, 0);
  }
  const known = uids.filter((uid) => memory.get(uid) !== undefined);
  expect(known).toEqual(uids.slice(1));
  expect(uids.filter((uid) => memory.labelsBefore(uid, 0) !== null)).toEqual(known);
});
