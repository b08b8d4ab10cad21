import { describe, expect, it } from 'vitest';
import { aPod } from '../../test/support/builders.ts';
import type { Pod } from '../kube/pod.ts';
import type { Labels } from './compare-labels.ts';
import { editDistance, mostLike } from './edit-distance.ts';
import { groupPods, nearestPods } from './nearest-pods.ts';

const owned = (count: number, owner: string, labels: Labels): readonly Pod[] =>
  Array.from({ length: count }, (_, index) =>
    aPod({
      meta: {
        name: `${owner}-${String(index)}`,
        labels,
        ownerReferences: [{ kind: 'ReplicaSet', name: owner, uid: `uid-${owner}`, controller: true }],
      },
    }),
  );
const nearest = (selector: Labels, pods: readonly Pod[]) => nearestPods(selector, groupPods(pods, null, selector));

describe('what a selector that matches nothing may have meant', () => {
  it('4 Pods of ReplicaSet myapp-rs have app=myapp-rs, the Service asks for app=myapp', () => {
    const pods = [...owned(4, 'myapp-rs', { app: 'myapp-rs' }), ...owned(9, 'other', { app: 'zzz' })];
    const [first, ...others] = nearest({ app: 'myapp' }, pods);
    expect(first).toMatchObject({
      owner: { kind: 'ReplicaSet', name: 'myapp-rs' },
      pods: 4,
      example: 'myapp-rs-0',
      matches: [],
      differs: [{ kind: 'value', key: 'app', wanted: 'myapp', has: 'myapp-rs' }],
      near: true,
      selectorChange: { selector: { app: 'myapp-rs' }, pods: 4 },
      labelChange: { app: 'myapp' },
    });
    expect(others.map(({ owner, near }) => [owner.name, near])).toEqual([['other', false]]);
  });

  it('a label that matches comes before one that differs, and a missing one last', () => {
    const pods = [
      ...owned(1, 'missing', { app: 'web' }),
      ...owned(1, 'differs', { app: 'web', tier: 'fornt' }),
      ...owned(5, 'both', { app: 'wbe', tier: 'fornt' }),
      ...owned(5, 'nothing', { team: 'blue' }),
    ];
    const found = nearest({ app: 'web', tier: 'front' }, pods);
    expect(found.map(({ owner }) => owner.name)).toEqual(['differs', 'both', 'missing']);
    expect(found[2]).toMatchObject({
      matches: ['app'],
      differs: [{ kind: 'missing', key: 'tier', wanted: 'front' }],
      near: false,
      selectorChange: { selector: { app: 'web' }, pods: 2 },
      labelChange: { tier: 'front' },
    });
  });

  it('a key written in another way, and a value under another key', () => {
    expect(nearest({ app: 'web' }, owned(2, 'a', { App: 'web' }))[0]?.differs).toEqual([
      { kind: 'key', key: 'app', wanted: 'web', hasKey: 'App', has: 'web' },
    ]);
    expect(nearest({ app: 'web' }, owned(2, 'a', { 'app.kubernetes.io/name': 'web', x: 'web2' }))[0]).toMatchObject({
      differs: [{ kind: 'key', hasKey: 'app.kubernetes.io/name' }],
      near: true,
      selectorChange: { selector: { 'app.kubernetes.io/name': 'web' }, pods: 2 },
    });
  });

  it('labels of single Pods are no group of their own, unless the selector asks for them', () => {
    const pods = [0, 1].map((index) =>
      aPod({
        meta: {
          name: `db-${String(index)}`,
          labels: { app: 'db', 'statefulset.kubernetes.io/pod-name': `db-${String(index)}` },
        },
      }),
    );
    expect(nearest({ app: 'dbs' }, pods)).toMatchObject([{ pods: 2 }]);
    const asked = nearest({ 'statefulset.kubernetes.io/pod-name': 'db-2' }, pods);
    expect(asked.map(({ selectorChange }) => selectorChange?.pods)).toEqual([1, 1]);
  });

  it('ended Pods are none, and of one owner the same difference is told once', () => {
    expect(nearest({ app: 'web' }, [aPod({ phase: 'Succeeded', meta: { labels: { app: 'webb' } } })])).toEqual([]);
    const two = [...owned(1, 'a', { app: 'webb', v: '1' }), ...owned(2, 'a', { app: 'webb', v: '2' })];
    expect(nearest({ app: 'web' }, two)).toMatchObject([{ pods: 3, selectorChange: { pods: 3 } }]);
  });

  it('costs by distinct label sets: 10,000 Pods are compared as few', () => {
    const pods = Array.from({ length: 10_000 }, (_, index) =>
      aPod({
        meta: {
          name: `p-${String(index)}`,
          labels: { app: `app-${String(index % 40)}`, 'pod-template-hash': String(index) },
        },
      }),
    );
    const groups = groupPods(pods, null);
    expect(groups).toHaveLength(40);
    expect(nearestPods({ app: 'app-7x' }, groups)[0]).toMatchObject({ pods: 250, differs: [{ has: 'app-7' }] });
  });
});

it('edit distance counts what is added, dropped, replaced and swapped', () => {
  expect([editDistance('web', 'webs'), editDistance('web', 'wb'), editDistance('web', 'wbe')]).toEqual([1, 1, 1]);
  expect([editDistance('', 'abc'), editDistance('kitten', 'sitting'), editDistance('a', 'a')]).toEqual([3, 3, 0]);
  expect(mostLike('http', ['metrics', 'https', 'grpc'])).toBe('https');
  expect(mostLike('http', ['metrics'])).toBeNull();
});
