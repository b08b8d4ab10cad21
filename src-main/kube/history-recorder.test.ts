import { describe, expect, it } from 'vitest';
import { isMemberEntry } from '#shared/history/history.ts';
import type { Pod } from '#shared/kube/pod.ts';
import {
  aContainer,
  aContainerStatus,
  anEndpoint,
  aPod,
  aService,
  aSlice,
  conditionsOf,
} from '../../test/support/builders.ts';
import {
  aHistoryScene,
  anEvent,
  type HistoryScene,
  next,
  NOT_READY,
  one,
  recording,
  slice,
  STALE,
  START,
  SYNCED,
  two,
  WEB,
  words,
} from '../../test/support/history-scene.ts';
import { createHistoryBook } from './history-book.ts';

const unready = aPod({
  meta: { name: 'web-1' },
  conditions: conditionsOf(false),
  containers: [
    aContainer({
      readinessProbe: { kind: 'httpGet', port: 8080, path: '/' },
      status: aContainerStatus({ ready: false }),
    }),
  ],
});

const leaving = (pod: Pod): Pod => next({ ...pod, meta: { ...pod.meta, deletionTimestamp: '2026-01-01T00:01:00Z' } });

describe('a recording', () => {
  it('begins when Services and slices have been read whole, with who stands there', () => {
    const scene = aHistoryScene();
    scene.stores.Service.put(aService());
    scene.stores.EndpointSlice.put(slice([one], [two, NOT_READY]));
    scene.state('Service', SYNCED);
    expect(scene.recorder.read(WEB)).toBeNull();
    scene.after(1_000);
    scene.state('EndpointSlice', SYNCED);
    expect(scene.recorder.read(WEB)).toEqual({
      ...{ began: START + 1_000, start: START + 1_000, entries: [], dropped: 0, gaps: [] },
      base: [
        { key: one.meta.uid, name: 'web-1', state: 'in' },
        { key: two.meta.uid, name: 'web-2', state: 'not-ready' },
      ],
    });
    expect(scene.recorder.read({ ...WEB, name: 'never' })).toBeNull();
  });

  it('misses no turn, however soon the next one comes', () => {
    const scene = recording();
    scene.stores.EndpointSlice.put(slice([one, NOT_READY], [two]));
    scene.stores.EndpointSlice.put(slice([one], [two]));
    expect(scene.said()).toEqual(['web-1 became-not-ready: slices-lag', 'web-1 became-ready: ready']);
  });

  it('costs nothing where nothing of a Service changes', () => {
    const scene = recording();
    scene.stores.Pod.put(next(one));
    scene.stores.EndpointSlice.put(slice([one], [two]));
    scene.stores.Service.put(next(aService({ meta: { labels: { a: 'b' } } })));
    scene.stores.EndpointSlice.put(next(aSlice({ meta: { name: 'other' }, serviceName: 'other' })));
    expect(scene.changed).not.toHaveBeenCalled();
    expect(scene.said()).toEqual([]);
  });
});

describe('why', () => {
  it.each(['the Pod first', 'the slice first'])('a probe failed: %s', (order) => {
    const scene = recording();
    const steps = [
      () => scene.stores.Pod.put(next(unready)),
      () => scene.stores.EndpointSlice.put(slice([one, NOT_READY], [two])),
    ];
    for (const step of order === 'the Pod first' ? steps : steps.reverse()) {
      step();
      scene.after(50);
    }
    expect(scene.said()).toEqual(['web-1 became-not-ready: readiness-probe']);
  });

  it('a probe failed, though an address that others have too (hostNetwork) is ready under no name', () => {
    const shared = { hostNetwork: true, podIPs: ['192.0.2.1'] };
    const [first, second] = [aPod({ ...one, ...shared }), aPod({ ...two, ...shared })];
    const scene = recording();
    scene.stores.EndpointSlice.put(
      next(aSlice({ meta: { name: 'hand' }, managedBy: null, endpoints: [anEndpoint({ addresses: shared.podIPs })] })),
    );
    scene.stores.EndpointSlice.put(slice([first], [second]));
    scene.stores.Pod.put(next({ ...unready, ...shared }));
    scene.stores.EndpointSlice.put(slice([first, NOT_READY], [second]));
    expect(scene.said().at(-1)).toBe('web-1 became-not-ready: readiness-probe');
  });

  it('a probe failed: in its own words, which stay when the Event is gone', () => {
    const scene = recording();
    scene.stores.Pod.put(next(unready));
    scene.stores.EndpointSlice.put(slice([one, NOT_READY], [two]));
    scene.stores.Event.put(anEvent('Unhealthy', 'Readiness probe failed: 503', one.meta.uid));
    expect(scene.changed).toHaveBeenLastCalledWith(null);
    const message = (): unknown => {
      const entry = scene.recorder.read(WEB)?.entries[0];
      return entry !== undefined && isMemberEntry(entry) && entry.why.code === 'reason' && entry.why.reason;
    };
    expect(message()).toMatchObject({ message: 'Readiness probe failed: 503' });
    scene.stores.Event.keepOnly(new Set());
    expect(message()).toMatchObject({ message: 'Readiness probe failed: 503' });
  });

  it('a ReplicaSet was scaled: the slice tells first that the Pod is terminating', () => {
    const scene = recording();
    scene.stores.EndpointSlice.put(slice([one, { ready: false, serving: true, terminating: true }], [two]));
    scene.stores.Pod.put(leaving(one));
    scene.stores.Pod.remove(one.meta.uid);
    scene.stores.EndpointSlice.put(slice([two]));
    expect(scene.said()).toEqual(['web-1 became-not-ready: deleted', 'web-1 left: deleted']);
    scene.stores.Event.put(anEvent('SuccessfulDelete', 'Deleted pod: web-1', 'uid-rs'));
    expect(scene.said()).toEqual(['web-1 became-not-ready: deleted by web-rs', 'web-1 left: deleted by web-rs']);
  });

  it('a Pod was deleted by force, and the slice knew first', () => {
    const scene = recording();
    scene.stores.EndpointSlice.put(slice([two]));
    expect(scene.said()).toEqual(['web-1 left: slices-lag']);
    scene.stores.Pod.remove(one.meta.uid);
    expect(scene.said()).toEqual(['web-1 left: deleted']);
  });

  it('its label changed, and changed back', () => {
    const scene = recording();
    scene.stores.Pod.put(next(aPod({ meta: { name: 'web-1', labels: { app: 'debug' } } })));
    scene.stores.EndpointSlice.put(slice([two]));
    scene.stores.Pod.put(next(one));
    scene.stores.EndpointSlice.put(slice([one], [two]));
    expect(scene.said()).toEqual(['web-1 left: labels-changed', 'web-1 entered: labels-changed']);
  });

  it('the selector changed', () => {
    const scene = recording();
    scene.stores.Service.put(next(aService({ selector: { app: 'other' } })));
    scene.stores.EndpointSlice.put(slice());
    expect(scene.said()).toEqual([
      'service-changed spec.selector',
      'web-1 left: selector-changed',
      'web-2 left: selector-changed',
    ]);
  });

  it('the Service was deleted and made anew', () => {
    const scene = recording();
    scene.stores.Service.remove(aService().meta.uid);
    scene.after(1_000);
    scene.stores.EndpointSlice.keepOnly(new Set());
    const anew = { uid: 'anew', creationTimestamp: new Date(START + 5_000).toISOString() };
    scene.stores.Service.put(next(aService({ meta: anew })));
    scene.stores.EndpointSlice.put(slice([one]));
    expect(scene.said()).toEqual([
      'service-deleted',
      'web-1 left: service-deleted',
      'web-2 left: service-deleted',
      'service-created',
      'web-1 entered: service-created',
    ]);
  });
});

describe('a gap', () => {
  const since = (scene: HistoryScene) => scene.recorder.read(WEB)?.entries.map((entry) => entry.since);

  it('is told, and what comes out of it happened some time in it', () => {
    const scene = recording();
    scene.after(60_000);
    scene.stores.Pod.put(next(two));
    scene.after(5_000);
    scene.state('EndpointSlice', STALE);
    scene.after(30_000);
    scene.stores.EndpointSlice.put(slice([two]));
    scene.state('EndpointSlice', SYNCED);
    // A watch that is taken up where it broke is open before it brings what was missed.
    scene.after(1_000);
    scene.stores.EndpointSlice.put(slice([two, NOT_READY]));
    scene.after(10_000);
    scene.stores.EndpointSlice.put(slice([one], [two]));
    // Something was heard five seconds before the watch broke: until then it was alive.
    expect(scene.recorder.read(WEB)?.gaps).toEqual([{ from: START + 60_000, to: START + 95_000 }]);
    expect(since(scene)).toEqual([START + 60_000, START + 60_000, null, null]);
  });

  it('of a dead connection began before it was found dead, 20 s at most', () => {
    const scene = recording();
    scene.after(100_000);
    scene.state('Service', STALE);
    expect(scene.recorder.read(WEB)?.gaps).toEqual([{ from: START + 80_000, to: null }]);
  });

  it('lasts while one of the two kinds is not watched', () => {
    const scene = recording();
    for (const kind of ['Service', 'EndpointSlice'] as const) scene.state(kind, STALE);
    scene.after(1_000);
    scene.state('Service', SYNCED);
    expect(scene.recorder.read(WEB)?.gaps).toEqual([{ from: START, to: null }]);
  });

  it('of ten seconds stands before each change where the list is only fetched again and again', () => {
    const scene = recording();
    scene.state('EndpointSlice', { phase: 'polling', since: 0, everySeconds: 10 });
    scene.after(60_000);
    scene.stores.EndpointSlice.put(slice([two]));
    expect(since(scene)).toEqual([START + 50_000]);
    expect(scene.recorder.read(WEB)?.gaps).toEqual([]);
  });
});

describe('its memory is bounded', () => {
  it('by Service: the oldest go, and how many is told', () => {
    const scene = recording({ book: createHistoryBook({ perService: 4, all: 100 }) });
    for (let turn = 0; turn < 5; turn += 1) {
      scene.stores.EndpointSlice.put(slice([one, NOT_READY], [two]));
      scene.stores.EndpointSlice.put(slice([one], [two]));
    }
    const { entries = [], dropped } = scene.recorder.read(WEB) ?? {};
    expect([entries.length, dropped, entries.at(-1)?.id]).toEqual([4, 6, 10]);
  });

  it('in all: a busy Service loses before a quiet one, and one that is gone leaves nothing in the end', () => {
    const book = createHistoryBook({ perService: 100, all: 20 });
    const scene = recording({ book });
    scene.stores.Service.put(aService({ meta: { name: 'quiet' } }));
    const gone = aService({ meta: { name: 'gone' } });
    scene.stores.Service.put(gone);
    scene.stores.Service.remove(gone.meta.uid);
    for (let turn = 0; turn < 50; turn += 1) {
      scene.stores.EndpointSlice.put(slice([one, NOT_READY], [two]));
      scene.stores.EndpointSlice.put(slice([one], [two]));
    }
    expect(book.size).toBeLessThanOrEqual(20);
    expect(scene.recorder.read({ ...WEB, name: 'quiet' })?.entries.map(words)).toEqual(['service-created']);
    expect(scene.recorder.read(WEB)?.dropped).toBeGreaterThan(80);
  });
});
