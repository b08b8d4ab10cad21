import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busy } from '../../../test/support/training/busy.ts';
import type { Change, KubeObject } from '../cluster-api.ts';
import { ObjectStore } from './object-store.ts';

function pod(name: string, phase = 'Pending', namespace = 'default'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' },
    status: { phase },
  };
}

const names = (objects: readonly KubeObject[] | undefined): unknown => objects?.map(({ metadata }) => metadata.name);

describe('ObjectStore', () => {
  it('counts one resourceVersion over all kinds, and none for a write that changes nothing', () => {
    const store = new ObjectStore();
    const first = store.put('pods', pod('a'));
    const other = store.put('services', { ...pod('a'), kind: 'Service' });
    expect(Number(other.metadata.resourceVersion)).toBe(Number(first.metadata.resourceVersion) + 1);
    expect(store.put('pods', pod('a'))).toBe(first);
    expect(store.put('pods', pod('a', 'Running')).metadata.resourceVersion).toBe(String(store.version));
  });

  it('freezes what it stores', () => {
    const stored = new ObjectStore().put('pods', pod('a'));
    expect(Object.isFrozen(stored.status)).toBe(true);
  });

  it('tells changes in order, after the write that made them', async () => {
    const store = new ObjectStore();
    const told: Change[] = [];
    store.onChange((change) => told.push(change));
    store.put('pods', pod('a'));
    store.put('pods', pod('a', 'Running'));
    store.remove('pods', 'default', 'a');
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    expect(told.map(({ object }) => Number(object.metadata.resourceVersion))).toEqual([2, 3, 4]);
    expect(told[2]?.previous?.metadata.resourceVersion).toBe('3');
  });

  it('forgets the oldest changes, and says so', () => {
    const store = new ObjectStore(4);
    for (let index = 0; index < 20; index++) store.put('pods', pod(`p${index}`));
    expect(store.changesSince(2)).toBeUndefined();
    expect(store.changesSince(store.version - 2)?.map(({ object }) => object.metadata.name)).toEqual(['p18', 'p19']);
    expect(store.changesSince(store.version)).toEqual([]);
  });

  it('lists by namespace, then name, and as it stood at an earlier version', () => {
    const store = new ObjectStore();
    store.put('pods', pod('b', 'Pending', 'z'));
    store.put('pods', pod('b'));
    store.put('pods', pod('a'));
    const then = store.version;
    store.remove('pods', 'default', 'a');
    store.put('pods', pod('c'));
    store.put('pods', pod('b', 'Running'));
    expect(names(store.list('pods'))).toEqual(['b', 'c', 'b']);
    expect(names(store.listAt('pods', 'default', then))).toEqual(['a', 'b']);
    expect(store.listAt('pods', 'default', then)?.[1]?.status).toEqual({ phase: 'Pending' });
  });

  it('lists what was put and not removed, each namespace by itself and all of them, in order', () => {
    // One begins another: none may stand within another's.
    const word = fc.constantFrom('a', 'a-b', 'a.b', 'a0', 'ab', 'b');
    const write = fc.record({ namespace: word, name: word, gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const store = new ObjectStore();
        const there = new Map<string, readonly [string, string]>();
        for (const { namespace, name, gone } of writes) {
          if (gone) store.remove('pods', namespace, name);
          else store.put('pods', pod(name, 'Pending', namespace));
          if (gone) there.delete(`${namespace}/${name}`);
          else there.set(`${namespace}/${name}`, [namespace, name]);
        }
        const listed = (namespace?: string): unknown =>
          store.list('pods', namespace).map(({ metadata }) => [metadata.namespace, metadata.name]);
        const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
        const expected = [...there.values()].sort((a, b) => before(a[0], b[0]) || before(a[1], b[1]));
        expect(listed()).toEqual(expected);
        for (const each of ['a', 'a-b', 'a.b', 'a0', 'ab', 'b', 'c']) {
          expect(listed(each)).toEqual(expected.filter(([namespace]) => namespace === each));
        }
      }),
    );
  });

  it('gives at every remembered version what stood there', () => {
    const write = fc.record({ name: fc.constantFrom('a', 'b', 'c'), phase: fc.constantFrom('x', 'y', undefined) });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 30 }), (writes) => {
        const store = new ObjectStore();
        const seen = new Map<number, unknown>();
        for (const { name, phase } of writes) {
          if (phase === undefined) store.remove('pods', 'default', name);
          else store.put('pods', pod(name, phase));
          seen.set(store.version, store.list('pods'));
        }
        for (const [version, objects] of seen) expect(store.listAt('pods', undefined, version)).toEqual(objects);
      }),
    );
  });
});

it('lets others in between while many changes are told of, and keeps their order', async () => {
  const store = new ObjectStore();
  const MANY = 300;
  const told: number[] = [];
  store.onChange(({ object }) => {
    busy(0.5);
    told.push(Number(object.metadata.resourceVersion));
    // Told after all that came before it.
    if (told.length === 1) store.put('pods', pod('late'));
  });
  for (let n = 0; n < MANY; n += 1) store.put('pods', pod(`m${n}`));
  const toldAtRequest = await new Promise<number>((resolve) => {
    setImmediate(() => resolve(told.length));
  });
  expect(toldAtRequest).toBeGreaterThan(0);
  expect(toldAtRequest).toBeLessThan(MANY);
  await expect.poll(() => told.length).toBe(MANY + 1);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});
