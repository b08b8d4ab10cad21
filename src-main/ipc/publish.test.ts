import { describe, expect, it } from 'vitest';
import type { FlappingPod } from '#shared/findings/diagnosis-input.ts';
import type { ClusterBatch, OpenCluster } from '#shared/ipc/batch.ts';
import type { WatchState } from '#shared/ipc/watch-state.ts';
import type { KubeObject } from '#shared/kube/kube-object.ts';
import type { WatchedKind } from '#shared/kube/object-key.ts';
import { createPublisher } from './publish.ts';

const OPENED: OpenCluster = {
  context: 'c',
  cluster: 'c',
  server: 'https://127.0.0.1:6443',
  user: 'u',
  namespace: null,
};

function namespaceObject(uid: string, padding = 0): KubeObject {
  return {
    kind: 'Namespace',
    meta: {
      uid,
      namespace: '',
      name: uid,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      deletionTimestamp: null,
      labels: { padding: 'x'.repeat(padding) },
      ownerReferences: [],
    },
  };
}

/** A publisher with a window that acknowledges when told, and time that passes when told. */
function setUp(objects = new Map<string, KubeObject>()) {
  const sent: ClusterBatch[] = [];
  const waiting: { milliseconds: number; run: () => void }[] = [];
  const states = new Map<WatchedKind, WatchState>();
  const flapping = new Map<string, readonly FlappingPod[]>();
  const window = { hidden: false };
  const end = new AbortController();
  const publisher = createPublisher({
    opened: OPENED,
    stores: {
      get: (kind, uid) => (kind === 'Namespace' ? objects.get(uid) : undefined),
      uids: (kind) => (kind === 'Namespace' ? objects.keys() : []),
      state: (kind) => states.get(kind) ?? { phase: 'idle' },
      clockSkewMs: () => null,
      flapping: () => flapping,
    },
    send: (batch) => sent.push(batch),
    hidden: () => window.hidden,
    after: (milliseconds, run) => waiting.push({ milliseconds, run }),
    signal: end.signal,
  });
  const settle = (): number[] => {
    const due = waiting.splice(0);
    for (const { run } of due) run();
    return due.map(({ milliseconds }) => milliseconds);
  };
  const drain = (): void => {
    for (let round = 0; round < 1000; round++) {
      settle();
      const last = sent.at(-1);
      if (last === undefined) return;
      const before = sent.length;
      publisher.acknowledge(last.id);
      settle();
      if (sent.length === before) return;
    }
    throw new Error('never drained');
  };
  return { publisher, sent, states, window, objects, flapping, end, settle, drain };
}

const putUids = (batches: readonly ClusterBatch[]): string[] =>
  batches.flatMap(({ changes }) => changes.flatMap(({ put }) => put.map(({ meta }) => meta.uid)));

describe('publish', () => {
  it('announces the cluster first and replaces each kind once', () => {
    const { sent, drain } = setUp(new Map([['a', namespaceObject('a')]]));
    drain();
    expect(sent[0]?.opened).toEqual(OPENED);
    expect(sent.slice(1).every(({ opened }) => opened === null)).toBe(true);
    const replaced = sent.flatMap(({ changes }) => changes.filter(({ replace }) => replace).map(({ kind }) => kind));
    expect(new Set(replaced).size).toBe(replaced.length);
    expect(replaced).toContain('Pod');
    expect(putUids(sent)).toEqual(['a']);
  });

  it('keeps one message on the way and sends the latest state of what changed meanwhile', () => {
    const { publisher, sent, objects, drain, settle } = setUp();
    drain();
    sent.length = 0;
    objects.set('a', namespaceObject('a'));
    publisher.dirty('Namespace', 'a');
    settle();
    objects.set('b', namespaceObject('b'));
    publisher.dirty('Namespace', 'b');
    publisher.dirty('Namespace', 'b');
    settle();
    expect(sent).toHaveLength(1);
    objects.delete('b');
    publisher.dirty('Namespace', 'b');
    publisher.acknowledge(sent[0]?.id ?? -1);
    settle();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.changes).toEqual([{ kind: 'Namespace', replace: false, put: [], remove: ['b'] }]);
  });

  it('keeps messages below 64 KB and loses nothing', () => {
    const many = new Map(
      Array.from({ length: 300 }, (_, index) => [`n${String(index)}`, namespaceObject(`n${String(index)}`, 2_000)]),
    );
    const { sent, drain } = setUp(many);
    drain();
    expect(putUids(sent).sort()).toEqual([...many.keys()].sort());
    expect(Math.max(...sent.map((batch) => JSON.stringify(batch).length))).toBeLessThan(64 * 1024);
    expect(sent.map(({ more }) => more).lastIndexOf(true)).toBe(sent.length - 2);
  });

  it('sends an object larger than a message alone', () => {
    const { sent, drain } = setUp(
      new Map([
        ['big', namespaceObject('big', 200_000)],
        ['small', namespaceObject('small')],
      ]),
    );
    drain();
    expect(putUids(sent).sort()).toEqual(['big', 'small']);
  });

  it('says synced only after the rows, and stale at once', () => {
    const many = new Map(
      Array.from({ length: 200 }, (_, index) => [`n${String(index)}`, namespaceObject(`n${String(index)}`, 2_000)]),
    );
    const { sent, states, drain, settle } = setUp(many);
    states.set('Namespace', { phase: 'synced', since: 1 });
    settle();
    expect(sent[0]?.states.Namespace).toBeUndefined();
    drain();
    const last = sent.findIndex(({ states: told }) => told.Namespace?.phase === 'synced');
    expect(putUids(sent.slice(last + 1))).toEqual([]);
    expect(last).toBeGreaterThan(0);
  });

  it('slows down to one message a second while hidden, and catches up when shown', () => {
    const { publisher, sent, window, objects, drain, settle } = setUp();
    drain();
    sent.length = 0;
    window.hidden = true;
    objects.set('a', namespaceObject('a'));
    publisher.dirty('Namespace', 'a');
    publisher.shown();
    expect(putUids(sent)).toEqual(['a']);
    publisher.acknowledge(sent[0]?.id ?? -1);
    publisher.dirty('Namespace', 'a');
    expect(settle().at(-1)).toBe(1_000);
  });

  it('tells whose Pods flap, the latest of each Service, beside other changes and again after a reload', () => {
    const { publisher, sent, objects, flapping, drain, settle } = setUp();
    drain();
    sent.length = 0;
    const pod = { name: 'web-1', times: 3, until: 1_000 };
    flapping.set('default/web', [pod]);
    publisher.flaps('default/web');
    flapping.set('default/web', [{ ...pod, times: 4 }]);
    flapping.set('default/api', [pod]);
    publisher.flaps('default/api');
    objects.set('a', namespaceObject('a'));
    publisher.dirty('Namespace', 'a');
    settle();
    const both = [
      { service: 'default/web', pods: [{ ...pod, times: 4 }] },
      { service: 'default/api', pods: [pod] },
    ];
    expect(sent.map((batch) => [batch.flapping, batch.changes.length])).toEqual([[both, 1]]);
    flapping.delete('default/api');
    publisher.flaps('default/api');
    drain();
    expect(sent[1]?.flapping).toEqual([{ service: 'default/api', pods: [] }]);
    sent.length = 0;
    publisher.restart();
    drain();
    expect(sent.flatMap((batch) => batch.flapping)).toEqual([both[0]]);
  });

  it('keeps messages below 64 KB where many flap', () => {
    const { sent, publisher, flapping, drain } = setUp();
    const pods = Array.from({ length: 100 }, (_, index) => ({ name: `web-${String(index)}`, times: 3, until: 1_000 }));
    const names = Array.from({ length: 40 }, (_, index) => `default/web-${String(index)}`);
    for (const name of names) flapping.set(name, pods);
    publisher.restart();
    drain();
    expect(sent.flatMap((batch) => batch.flapping.map(({ service }) => service))).toEqual(names);
    expect(Math.max(...sent.map((batch) => JSON.stringify(batch).length))).toBeLessThan(64 * 1024);
  });

  it('ignores acknowledgements of other messages', () => {
    const { publisher, sent, objects, drain, settle } = setUp();
    drain();
    objects.set('a', namespaceObject('a'));
    publisher.dirty('Namespace', 'a');
    settle();
    const before = sent.length;
    publisher.dirty('Namespace', 'a');
    publisher.acknowledge(99_999);
    settle();
    expect(sent).toHaveLength(before);
  });

  it('sends everything again after a reload', () => {
    const { publisher, sent, drain } = setUp(new Map([['a', namespaceObject('a')]]));
    drain();
    sent.length = 0;
    publisher.restart();
    drain();
    expect(sent[0]?.opened).toEqual(OPENED);
    expect(putUids(sent)).toEqual(['a']);
  });

  it('says nothing after its cluster was left', () => {
    const { publisher, sent, end, objects, drain, settle } = setUp();
    drain();
    sent.length = 0;
    end.abort();
    objects.set('a', namespaceObject('a'));
    publisher.dirty('Namespace', 'a');
    publisher.shown();
    settle();
    expect(sent).toEqual([]);
  });
});
