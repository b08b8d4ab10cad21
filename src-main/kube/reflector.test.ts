import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { Namespace } from '#shared/kube/node.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/support/fake-clock.ts';
import { scriptedApi, stream, type Step, type Stream } from '../../test/support/scripted-api.ts';
import type { ApiRequest } from './kube-api.ts';
import { createPause, type Pause } from './pause.ts';
import { projectNamespace } from './project-node.ts';
import { runReflector } from './reflector.ts';
import type { ReflectorEvent } from './reflector-options.ts';
import { createSharer } from './share.ts';
import { createStore, type ObjectStore } from './store.ts';

// The transport is a script here: what each request in turn is answered with. Everything else is the real thing. The same
// faults before a real API server: test/real/fault-*.test.ts.

const raw = (name: string, version: string): object => ({
  metadata: { uid: `uid-${name}`, name, resourceVersion: version },
});
const added = (name: string, version: string): object => ({ type: 'ADDED', object: raw(name, version) });
const bookmark = (version: string, end = false): object => ({
  type: 'BOOKMARK',
  object: {
    metadata: { resourceVersion: version, ...(end ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}) },
  },
});
const RESET = failure('connect.lost', { host: 'x', detail: 'reset' });
const NO_WATCH = failure('api.forbidden', { verb: 'watch', resource: 'namespaces', namespace: null, message: '' });
const NO_LIST = failure('api.forbidden', { verb: 'list', resource: 'namespaces', namespace: null, message: '' });

let clock: FakeClock;
let pause: Pause;
let store: ObjectStore<Namespace>;
let over: AbortController;
let requests: ApiRequest[];
let states: WatchState[];
let counts: ReflectorEvent[];
let dirty: string[];
let mayBeUnserved: boolean;

function start(...steps: readonly Step[]): Promise<void> {
  const share = createSharer();
  void runReflector({
    api: scriptedApi(steps, requests),
    target: {
      path: '/api/v1/namespaces',
      query: {},
      resource: 'namespaces',
      namespace: null,
      project: (object) => projectNamespace(object, share),
      mayBeUnserved,
    },
    sink: store,
    tell: (state) => states.push(state),
    clock,
    random: () => 0,
    pause,
    signal: over.signal,
    count: (what) => counts.push(what),
  });
  return settle();
}

const names = (): string[] => [...store.values()].map(({ meta }) => meta.name);
const phases = (): string[] => states.map(({ phase }) => phase);
const versions = (): (string | undefined)[] => requests.map(({ query }) => query?.resourceVersion);

beforeEach(() => {
  mayBeUnserved = false;
  clock = createFakeClock();
  over = new AbortController();
  pause = createPause(clock, over.signal);
  dirty = [];
  store = createStore((uid) => dirty.push(uid));
  requests = [];
  states = [];
  counts = [];
});
afterEach(() => over.abort());

describe('the first load', () => {
  it('is streamed where the server can, and goes on as a watch', async () => {
    const first = stream();
    await start(first);
    await first.say(added('a', '5'), added('b', '7'));
    expect(phases().at(-1)).toBe('connecting');
    await first.say(bookmark('9', true));
    expect(phases().at(-1)).toBe('synced');
    await first.say(added('c', '10'), { type: 'DELETED', object: raw('a', '11') });
    expect(names()).toEqual(['b', 'c']);
    expect(counts).toEqual(['stream']);
    expect(requests[0]?.query).toMatchObject({
      sendInitialEvents: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: '600',
    });
  });

  it.each<[string, Failure]>([
    ['an old server', failure('api.rejected', { status: 422, message: 'sendInitialEvents is forbidden' })],
    ['etcd 3.4', failure('api.failed', { status: 504, message: 'no RequestWatchProgress' })],
    ['no right to watch', NO_WATCH],
  ])('is listed where the stream is refused: %s', async (_name, refusal) => {
    const watch = stream();
    await start(refusal, { list: [raw('a', '5')], version: '6' }, watch);
    expect(names()).toEqual(['a']);
    expect(versions().at(-1)).toBe('6');
    expect(phases().at(-1)).toBe('synced');
  });

  it('is listed where the stream never says that it is complete', async () => {
    const mute = stream();
    await start(mute, { list: [raw('a', '5')] }, stream());
    await mute.say(added('a', '5'));
    await clock.advance(9_000);
    expect(counts).toEqual(['stream']);
    await clock.advance(12_000);
    await mute.end(RESET); // what the aborted request does
    expect(counts).toEqual(['stream', 'list', 'watch']);
  });
});

async function synced(...then: readonly Step[]): Promise<Stream> {
  const first = stream();
  await start(first, ...then);
  await first.say(added('a', '5'), bookmark('9', true));
  return first;
}

describe('a watch that breaks', () => {
  it('is opened again from the last version, bookmarks counted, without a list', async () => {
    const second = stream();
    const first = await synced(second);
    await first.say(bookmark('20'));
    await first.end(RESET);
    expect(states.at(-1)).toMatchObject({ phase: 'stale', whole: true, reason: RESET, retryAt: clock.now() + 800 });
    await clock.advance(800);
    expect(versions()).toEqual(['', '20']);
    expect(phases().at(-1)).toBe('synced');
    expect(names()).toEqual(['a']);
  });

  it.each<[string, (first: Stream) => Promise<void>]>([
    [
      '410 as ERROR event',
      (first) => first.say({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }),
    ],
    ['a corrupt line', (first) => first.raw('{"type":"MODI\n')],
    ['a line that is JSON and no event', (first) => first.raw('17\n')],
  ])('%s: one relist, and only real differences are told', async (_name, breaks) => {
    const second = stream();
    const first = await synced(second);
    await first.say(added('b', '10'));
    dirty.length = 0;
    await breaks(first);
    await second.say(added('a', '5'), added('c', '12'), bookmark('12', true));
    expect(counts.filter((what) => what !== 'garbled')).toEqual(['stream', 'stream']);
    expect(dirty).toEqual(['uid-c', 'uid-b']);
    expect(names()).toEqual(['a', 'c']);
    expect(phases().at(-1)).toBe('synced');
  });

  it('410 again and again waits longer and longer', async () => {
    const gone = failure('api.gone', {});
    const first = await synced(gone, { list: [] }, gone, { list: [] }, gone, { list: [] }, stream());
    await first.end(gone);
    // The stream is refused by `gone`, which the list after it is not: what comes next is a watch.
    expect(counts).toEqual(['stream', 'stream', 'list', 'watch']);
    expect(clock.sleeping()).toContain(800);
  });

  it('waits Retry-After and does not list', async () => {
    const first = await synced(failure('api.busy', { status: 429, retryAfterSeconds: 3 }), stream());
    await first.end();
    await clock.advance(800);
    expect(clock.sleeping()).toEqual([3_000]);
    await clock.advance(3_000);
    expect(counts).toEqual(['stream', 'watch', 'watch']);
    expect(phases().at(-1)).toBe('synced');
  });

  it('that ends after its time is opened again at once, and nothing is stale', async () => {
    const first = await synced(stream());
    await clock.advance(600_000);
    await first.end();
    expect(counts).toEqual(['stream', 'watch']);
    expect(phases()).not.toContain('stale');
  });

  it('that ends as soon as it begins is opened ever more slowly', async () => {
    const watches = Array.from({ length: 12 }, stream);
    const first = await synced(...watches);
    await first.end();
    for (const watch of watches) {
      await watch.end();
      await clock.advance(5_000);
    }
    expect(counts.filter((what) => what === 'watch').length).toBeLessThan(8);
    expect(phases()).toContain('stale');
  });

  it('drops a line that was cut, and takes events it does not know for nothing', async () => {
    const second = stream();
    const first = await synced(second);
    await first.say({ type: 'SURPRISE', object: {} }, { type: 'DELETED', object: raw('nobody', '30') });
    await first.raw('{"type":"ADDED","object":{"metadata":{"uid":"cut"');
    await first.end(RESET);
    await clock.advance(800);
    expect(versions().at(-1)).toBe('30');
    expect(names()).toEqual(['a']);
    expect(counts).not.toContain('garbled');
  });

  it.each(['abc', '9'.repeat(30), '9'.repeat(20), '-1', ' 31', '', 31])(
    'does not watch on from %j',
    async (version) => {
      const first = await synced(stream());
      await first.say({ type: 'ADDED', object: { metadata: { uid: 'uid-b', name: 'b', resourceVersion: version } } });
      await first.end(RESET);
      await clock.advance(800);
      expect(versions()).toEqual(['', '9']);
      expect(names()).toEqual(['a', 'b']);
    },
  );

  it('of a list with a version that is none is watched from now', async () => {
    await start(
      failure('api.rejected', { status: 422, message: '' }),
      { list: [raw('a', '5')], version: 'abc' },
      stream(),
    );
    expect(versions()).toEqual(['', undefined, '']);
    expect(phases().at(-1)).toBe('synced');
  });
});

describe('what is refused', () => {
  it('polls every 10 s where list is allowed and watch is not, and asks for the watch again', async () => {
    const list: Step = { list: [raw('a', '5')] };
    await start(NO_WATCH, list, NO_WATCH, list, list, { list: [raw('b', '9')] }, stream());
    expect(states.at(-1)).toMatchObject({ phase: 'polling', everySeconds: 10 });
    await clock.advance(20_000);
    expect(names()).toEqual(['b']);
    await clock.advance(10_000);
    expect(phases().at(-1)).toBe('synced');
  });

  it('names the verb, keeps the rows and asks again after 30 s', async () => {
    const first = await synced(NO_WATCH, NO_LIST, NO_WATCH, NO_LIST, NO_WATCH, NO_LIST);
    await clock.advance(600_000);
    await first.end();
    expect(states.at(-1)).toMatchObject({ phase: 'denied', verb: 'list', resource: 'namespaces', namespace: null });
    expect(names()).toEqual(['a']);
    const asked = requests.length;
    await clock.advance(29_000);
    expect(requests.length).toBe(asked);
    await clock.advance(121_000);
    expect(requests.length).toBeGreaterThan(asked);
  });

  it('401 waits 30 s and more', async () => {
    const unauthorized = failure('api.unauthorized', { user: 'jane' });
    await start(unauthorized, unauthorized, stream());
    expect(states.at(-1)).toMatchObject({ phase: 'stale', whole: false, reason: unauthorized });
    expect(clock.sleeping()).toEqual([30_000]);
    pause.wake();
    await settle();
    expect(clock.sleeping()).toEqual([60_000]);
  });
});

describe('a kind the API server does not serve', () => {
  const unserved = failure('api.not-found', { kind: '', name: '' });

  it('is empty where that may be, and asked for again 30 s later', async () => {
    mayBeUnserved = true;
    await start(unserved, unserved, stream());
    expect(states.at(-1)).toMatchObject({ phase: 'synced' });
    expect(clock.sleeping()).toEqual([30_000]);
    await clock.advance(30_000);
    expect(requests).toHaveLength(3);
  });

  it('is stale where it has to be there', async () => {
    await start(unserved, unserved);
    expect(states.at(-1)).toMatchObject({ phase: 'stale', whole: false, reason: unserved });
  });
});

describe('an end', () => {
  it('sends nothing more and waits for nothing', async () => {
    await start(RESET, RESET);
    expect(clock.sleeping()).toEqual([800]);
    over.abort();
    await settle();
    expect(clock.sleeping()).toEqual([]);
    expect(requests).toHaveLength(1);
  });
});
