import { describe, expect, it } from 'vitest';
import { aPod, aService } from '../../test/support/builders.ts';
import { aWorkload } from '../../test/support/findings/world.ts';
import type { Pod } from '../kube/pod.ts';
import type { Workload } from '../kube/workload.ts';
import type { Labels } from './compare-labels.ts';
import { editDistance } from './edit-distance.ts';
import { likenessOf, mostLike } from './likeness.ts';
import { nearestPods } from './nearest-pods.ts';
import { groupPods, groupsOfNoPods } from './pod-groups.ts';

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
const nearest = (selector: Labels, pods: readonly Pod[], services: Parameters<typeof nearestPods>[2] = []) =>
  nearestPods(selector, groupPods(pods, null, selector), services);

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

  it('a workload scaled to 0 is ranked by the labels its Pods would have, and of two alike the one with Pods was meant', () => {
    const at = (replicas: number, name: string, podLabels: Labels, currentReplicas = replicas) =>
      aWorkload({
        ...{ kind: 'ReplicaSet', meta: { name, uid: `uid-${name}` }, replicas, currentReplicas, podLabels },
      });
    const among = (workloads: readonly Workload[], pods: readonly Pod[] = []) => {
      const groups = groupPods(pods, workloads, { app: 'web' });
      return nearestPods({ app: 'web' }, [...groups, ...groupsOfNoPods(workloads, groups, { app: 'web' })], []);
    };
    const empty = at(0, 'web', { app: 'web-rs', 'pod-template-hash': 'x' });
    expect(among([empty, at(0, 'other', { team: 'blue' })])).toMatchObject([
      {
        owner: { kind: 'ReplicaSet', name: 'web' },
        ...{ pods: 0, example: '', near: true, selectorChange: { selector: { app: 'web-rs' }, pods: 0 } },
        differs: [{ kind: 'value', key: 'app', wanted: 'web', has: 'web-rs' }],
      },
    ]);
    const names = (found: ReturnType<typeof among>) => found.map(({ owner, near }) => [owner.name, near]);
    expect(names(among([empty], owned(1, 'run', { app: 'web-run' })))).toEqual([
      ['run', true],
      ['web', false],
    ]);
    expect(names(among([empty], owned(1, 'run', { app: 'zzz' })))[0]).toEqual(['web', true]);
    // It asks for Pods, its last Pods are still there, or another workload makes it.
    expect(among([at(1, 'web', { app: 'web-rs' }, 0)])).toEqual([]);
    expect(names(among([empty], owned(2, 'web', { app: 'web-rs' })))).toEqual([['web', true]]);
    const deployment = aWorkload({ meta: { name: 'up' }, replicas: 1, podLabels: { app: 'web-rs' } });
    const owner = { kind: 'Deployment', name: 'up', uid: deployment.meta.uid, controller: true };
    const old = { ...empty, meta: { ...empty.meta, ownerReferences: [owner] } };
    expect(among([deployment, old])).toEqual([]);
    const many = Array.from({ length: 40 }, (_, index) => at(0, `w${String(index)}`, { app: `web-${String(index)}` }));
    expect(among(many)).toHaveLength(5);
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
    expect(nearestPods({ app: 'app-7x' }, groups, [])[0]).toMatchObject({ pods: 250, differs: [{ has: 'app-7' }] });
  });
});

describe('Pods are near, and offered, where a slip of the pen tells them from what is asked for', () => {
  it.each([
    ['myapp', 'myapp-rs', 'part'],
    ['myapp-rs', 'myapp', 'part'],
    ['web', 'shop-web', 'part'],
    ['webb', 'web', 'typo'],
    ['web', 'wbe', 'typo'],
    ['frontned', 'frontend', 'typo'],
    ['fornt-end', 'front-end', 'typo'],
    ['frintend', 'frontend', 'typo'],
    ['rfontend', 'frontend', 'typo'],
    ['api', 'API', 'same'],
    ['my_app', 'my-app', 'same'],
    ['myapp', 'my-app', 'same'],
  ] as const)('%s, and the Pods have %s: %s', (asked, has, likeness) => {
    expect(likenessOf(asked, has)).toBe(likeness);
    expect(nearest({ app: asked }, owned(2, 'a', { app: has }))).toMatchObject([
      { near: true, selectorChange: { selector: { app: has } } },
    ]);
  });

  it.each([
    ['frontend', 'backend'],
    ['orders', 'users'],
    ['redis-master', 'redis-replica'],
    ['redis-master', 'redis-slave'],
    ['web-blue', 'web-green'],
    ['web-east', 'web-west'],
    ['payments', 'shipments'],
    ['api-v1', 'api-v2'],
    ['web1', 'web2'],
    ['shard1', 'shard2'],
    ['web', 'web2'],
    ['eu', 'ue'],
    ['shard-10', 'shard-11'],
    ['api', 'app'],
    ['mail', 'main'],
    ['web', 'db'],
    ['web', 'webhook'],
    ['gateway-external', 'gateway-internal'],
    ['importer', 'exporter'],
    ['auth', 'oauth'],
    ['mail', 'email'],
    ['leader', 'reader'],
    ['contract', 'contacts'],
    ['stage', 'state'],
  ])('but %s is not %s: told, and not offered', (asked, has) => {
    expect(nearest({ app: asked }, owned(2, 'a', { app: has }))).toMatchObject([
      { near: false, differs: [{ wanted: asked, has }] },
    ]);
  });

  it('and where it is the only slip: of two that are as likely none is meant', () => {
    const pods = [...owned(1, 'master', { app: 'redis-master' }), ...owned(1, 'replica', { app: 'redis-replica' })];
    expect(nearest({ app: 'redis' }, pods).map(({ near }) => near)).toEqual([false, false]);
    const likelier = [...pods, ...owned(1, 'typo', { app: 'reddis' })];
    expect(nearest({ app: 'redis' }, likelier).map(({ owner, near }) => [owner.name, near])).toEqual([
      ['typo', true],
      ['master', false],
      ['replica', false],
    ]);
  });

  it('and nobody else’s: not those another Service selects to the letter, nor where Services are not known', () => {
    const pods = owned(2, 'users', { app: 'users' });
    const users = aService({ meta: { name: 'users' }, selector: { app: 'users' } });
    expect(nearest({ app: 'user' }, pods, [users])).toMatchObject([{ near: false, selectedBy: ['users'] }]);
    expect(nearest({ app: 'user' }, pods, [aService()])).toMatchObject([{ near: true, selectedBy: [] }]);
    expect(nearest({ app: 'user' }, pods, null)).toMatchObject([{ near: false, selectedBy: [] }]);
  });

  it('and not those of whom another Service selects one by its name, or some by a label the rest have not', () => {
    const podName = 'statefulset.kubernetes.io/pod-name';
    const selecting = (selector: Labels) => [aService({ meta: { name: 'its' }, selector })];
    const members = ['0', '1'].flatMap((index) =>
      owned(1, 'db', { app: 'dbs', [podName]: `db-${index}`, canary: index }),
    );
    expect(nearest({ app: 'db' }, members)).toMatchObject([{ near: true }]);
    for (const selector of [{ [podName]: 'db-1' }, { canary: '1' }]) {
      expect(nearest({ app: 'db' }, members, selecting(selector))).toMatchObject([
        { near: false, selectedBy: ['its'] },
      ]);
    }
    expect(nearest({ app: 'db' }, members, selecting({ [podName]: 'db-2' }))).toMatchObject([{ near: true }]);
  });

  it('and not by a value under another key that Pods of several owners have', () => {
    const part = 'app.kubernetes.io/part-of';
    const shop = [...owned(1, 'web', { [part]: 'shop' }), ...owned(1, 'db', { [part]: 'shop' })];
    expect(nearest({ app: 'shop' }, shop).map(({ near }) => near)).toEqual([false, false]);
    expect(nearest({ app: 'shop' }, shop.slice(1)).map(({ near }) => near)).toEqual([true]);
  });

  it('and a suffix is likelier than a key of another name, that than nothing', () => {
    const pods = [...owned(1, 'rs', { app: 'myapp-rs' }), ...owned(1, 'other', { application: 'myapp' })];
    expect(nearest({ app: 'myapp' }, pods).map(({ owner, near }) => [owner.name, near])).toEqual([
      ['rs', true],
      ['other', false],
    ]);
    expect(nearest({ app: 'myapp' }, pods.slice(1)).map(({ near }) => near)).toEqual([true]);
  });

  it('stand first, whatever is shorter', () => {
    const short = ['db', 'job', 'rob', 'w', 'wx', 'eq'].flatMap((app) => owned(3, app, { app }));
    const [first, ...others] = nearest({ app: 'web' }, [...short, ...owned(1, 'web', { app: 'web-some-long-name' })]);
    expect(first).toMatchObject({ near: true, owner: { name: 'web' } });
    expect(others.map(({ near }) => near)).toEqual([false, false, false, false]);
  });
});

it('edit distance counts what is added, dropped, replaced and swapped', () => {
  expect([editDistance('web', 'webs'), editDistance('web', 'wb'), editDistance('web', 'wbe')]).toEqual([1, 1, 1]);
  expect([editDistance('', 'abc'), editDistance('kitten', 'sitting'), editDistance('a', 'a')]).toEqual([3, 3, 0]);
  expect(mostLike('http', ['metrics', 'htttp', 'grpc'])).toBe('htttp');
  expect(mostLike('http', ['metrics'])).toBeNull();
});
