import { afterEach, describe, expect, it, vi } from 'vitest';
import { AdmittedCluster } from '../admission/admitted-cluster.ts';
import { at } from '../json.ts';
import { kindOf } from '../kinds.ts';
import { ObjectStore } from '../store/object-store.ts';
import type { Call } from './call.ts';
import { watchObjects } from './watch.ts';

interface Event {
  readonly type: string;
  readonly object: object;
}

const ONE_MINUTE = 60_000;
const TOO_FAR_BEHIND = 33 * 1024 * 1024;

/** A watch of ConfigMaps whose client takes nothing: what it would be told, and how far it lags. */
function openWatch(store: ObjectStore, query: string) {
  const ending = new AbortController();
  const { signal } = ending;
  const events: Event[] = [];
  const sink = {
    signal,
    pending: 0,
    write: (line: string | Uint8Array) => events.push(JSON.parse(String(line)) as Event),
  };
  const cluster = new AdmittedCluster({ store, now: () => Date.now(), random: Math.random });
  const call: Call = {
    method: 'GET',
    path: '/api/v1/configmaps',
    query: new URLSearchParams(query),
    accept: 'application/json',
    contentType: '',
    userAgent: '',
    body: new Uint8Array(),
    signal,
  };
  const reply = watchObjects({ cluster, store, containers: undefined }, call, kindOf('configmaps'), undefined);
  if (reply.kind !== 'stream') throw new Error('a watch is a stream');
  return { events, sink, ended: reply.run(sink), leave: () => ending.abort() };
}

function putMaps(store: ObjectStore, count: number): void {
  const meta = { namespace: 'default', uid: '', resourceVersion: '', creationTimestamp: '' };
  for (let n = 0; n < count; n += 1) {
    store.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...meta, name: `map-${n}` } });
  }
}

const versionIn = (event: Event | undefined): string => String(at(event?.object, 'metadata', 'resourceVersion'));
const count = (events: readonly Event[], type: string): number => events.filter((event) => event.type === type).length;

afterEach(() => vi.useRealTimers());

describe('bookmarks', () => {
  it('come once a minute to those who ask for them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const store = new ObjectStore();
    const asked = openWatch(store, 'allowWatchBookmarks=true');
    const silent = openWatch(store, '');
    putMaps(store, 1);
    await Promise.resolve();
    vi.advanceTimersByTime(2 * ONE_MINUTE);
    expect(asked.events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK']);
    expect(versionIn(asked.events.at(-1))).toBe(String(store.version));
    expect(silent.events.map(({ type }) => type)).toEqual(['ADDED']);
    [asked, silent].forEach(({ leave }) => leave());
    await Promise.all([asked.ended, silent.ended]);
  });

  it('name what was told, though the store has more to tell: who goes on from there misses nothing', async () => {
    const store = new ObjectStore();
    const watch = openWatch(store, `resourceVersion=${store.version}&allowWatchBookmarks=true`);
    // Whoever takes long to hear a change makes the store tell the rest in later turns.
    const slow = store.onChange(() => {
      const until = performance.now() + 1;
      while (performance.now() < until);
    });
    putMaps(store, 200);
    watch.sink.pending = TOO_FAR_BEHIND;
    await watch.ended;
    slow();
    const told = count(watch.events, 'ADDED');
    expect(told).toBeLessThan(200);
    const last = watch.events.at(-1);
    expect(last?.type).toBe('BOOKMARK');
    const next = openWatch(store, `resourceVersion=${versionIn(last)}`);
    expect(told + count(next.events, 'ADDED')).toBe(200);
    next.leave();
    await next.ended;
  });
});
