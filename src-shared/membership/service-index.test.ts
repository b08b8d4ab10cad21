import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPod, arbitraryService, arbitrarySlice } from '../../test/support/arbitrary-cluster.ts';
import { aPod, aService, aSlice, anEndpointOf } from '../../test/support/builders.ts';
import { selects } from '../kube/label-selector.ts';
import { namespacedName } from '../kube/object-key.ts';
import type { Pod } from '../kube/pod.ts';
import { overviewOf } from './overview.ts';
import type { IndexedObject } from './service-index.ts';
import { ServiceIndex } from './service-index.ts';

const uids = (objects: Iterable<IndexedObject>): readonly string[] => [...objects].map(({ meta }) => meta.uid).sort();

function indexOf(...objects: readonly IndexedObject[]): ServiceIndex {
  const index = new ServiceIndex();
  for (const object of objects) index.put(object);
  return index;
}

describe('which Services a change affects', () => {
  const web = aService();
  const db = aService({ meta: { name: 'db' }, selector: { app: 'db' } });

  it('a Pod: those that selected it before, and those that do now', () => {
    const index = indexOf(web, db);
    expect([...index.put(aPod())]).toEqual(['default/web']);
    expect([...index.put(aPod({ meta: { labels: { app: 'db' } } }))]).toEqual(['default/web', 'default/db']);
    expect([...index.remove('Pod', aPod().meta.uid)]).toEqual(['default/db']);
    expect([...index.remove('Pod', 'unknown')]).toEqual([]);
  });

  it('a Pod: those whose slices name it, selected or not', () => {
    const stray = aPod({ meta: { labels: {} } });
    const index = indexOf(web, aSlice({ endpoints: [anEndpointOf(stray)] }));
    expect([...index.put(stray)]).toEqual(['default/web']);
    expect(uids(index.podsOf(web))).toEqual([stray.meta.uid]);
  });

  it('a slice: the Service it named before and the one it names now', () => {
    const index = indexOf(web, db);
    expect([...index.put(aSlice())]).toEqual(['default/web']);
    expect([...index.put(aSlice({ serviceName: 'db' }))]).toEqual(['default/web', 'default/db']);
    expect([...index.put(aSlice({ serviceName: null }))]).toEqual(['default/db']);
    expect(index.slicesOf(db.meta)).toEqual([]);
  });

  it('a Pod of another namespace affects nobody', () => {
    expect([...indexOf(web).put(aPod({ meta: { namespace: 'other' } }))]).toEqual([]);
  });

  it('a Service made anew under its name outlives the end of the old one', () => {
    const index = indexOf(web);
    const anew = aService({ meta: { uid: 'new' } });
    index.put(anew);
    index.remove('Service', web.meta.uid);
    expect(index.service(web.meta)).toBe(anew);
  });

  it('clear forgets a kind', () => {
    const index = indexOf(web, aPod(), aSlice());
    index.clear('Pod');
    expect(index.podsOf(web)).toEqual([]);
    expect([...index.services()]).toEqual([web]);
  });
});

const change = fc.oneof(
  fc.record({ put: fc.oneof(arbitraryService, arbitrarySlice, arbitraryPod) }),
  fc.record({
    remove: fc.oneof(
      fc.record({ kind: fc.constant('Service' as const), uid: fc.constantFrom('uid-service-a', 'uid-service-b') }),
      fc.record({
        kind: fc.constant('EndpointSlice' as const),
        uid: fc.constantFrom('uid-endpointslice-s1', 'uid-endpointslice-s2'),
      }),
      fc.record({
        kind: fc.constant('Pod' as const),
        uid: fc.constantFrom('uid-pod-pod-1', 'uid-pod-pod-2', 'uid-pod-pod-3'),
      }),
    ),
  }),
);

it('after any changes, what it re-evaluates equals a full recompute over everything', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = new ServiceIndex();
      const objects = new Map<string, IndexedObject>();
      const incremental = new Map<string, unknown>();
      for (const each of changes) {
        const affected = 'put' in each ? index.put(each.put) : index.remove(each.remove.kind, each.remove.uid);
        if ('put' in each) objects.set(each.put.meta.uid, each.put);
        else objects.delete(each.remove.uid);
        for (const key of affected) {
          const [namespace = '', name = ''] = key.split('/');
          const service = index.service({ namespace, name });
          if (service === undefined) incremental.delete(key);
          else {
            const parts = { slices: index.slicesOf(service.meta), pods: index.podsOf(service) };
            incremental.set(key, overviewOf({ service, ...parts, nodes: null }));
          }
        }
      }
      expect(incremental).toEqual(recomputed([...objects.values()]));
    }),
    { numRuns: 300 },
  );
});

/** The same object, in a namespace of its own. */
function inNamespace<T extends IndexedObject>(object: T, namespace: string): T {
  const moved = { ...object, meta: { ...object.meta, namespace, uid: `${object.meta.uid}-${namespace}` } };
  if (moved.kind !== 'EndpointSlice') return moved;
  const endpoints = moved.endpoints.map(({ targetRef, ...endpoint }) => {
    const uid = targetRef === null || targetRef.uid === '' ? '' : `${targetRef.uid}-${namespace}`;
    return { ...endpoint, targetRef: targetRef === null ? null : { ...targetRef, namespace, uid } };
  });
  return { ...moved, endpoints };
}

it('only Services that select the Pod before or after, or whose slices name it, are affected: of two namespaces', () => {
  const namespace = fc.constantFrom('default', 'other');
  const put = fc
    .tuple(fc.oneof(arbitraryService, arbitrarySlice, arbitraryPod, arbitraryPod), namespace)
    .map(([object, name]): IndexedObject => inNamespace(object, name));
  fc.assert(
    fc.property(fc.array(put, { maxLength: 40 }), (puts) => {
      const index = new ServiceIndex();
      const objects = new Map<string, IndexedObject>();
      for (const object of puts) {
        const before = objects.get(object.meta.uid);
        objects.set(object.meta.uid, object);
        const touched = [...(before === undefined ? [] : [before]), object];
        const expected = touched.flatMap((each) => touchedBy(each, [...objects.values()]));
        expect([...index.put(object)].sort()).toEqual([...new Set(expected)].sort());
      }
    }),
    { numRuns: 300 },
  );
});

/** Services whose members an object may be, or the Service itself. */
function touchedBy(object: IndexedObject, all: readonly IndexedObject[]): readonly string[] {
  const { namespace, name, uid } = object.meta;
  if (object.kind === 'Service') return [namespacedName(object.meta)];
  if (object.kind === 'EndpointSlice') {
    return object.serviceName === null ? [] : [namespacedName({ namespace, name: object.serviceName })];
  }
  return all.flatMap((each) => {
    if (each.kind === 'Pod' || each.meta.namespace !== namespace) return [];
    if (each.kind === 'Service') return selects(each.selector, object.meta.labels) ? [namespacedName(each.meta)] : [];
    const isNamed = each.endpoints.some(
      ({ targetRef }) => targetRef !== null && (targetRef.uid === '' ? targetRef.name === name : targetRef.uid === uid),
    );
    return isNamed ? touchedBy(each, all) : [];
  });
}

/** Every Service over every slice and every Pod, with no index. */
function recomputed(objects: readonly IndexedObject[]): ReadonlyMap<string, unknown> {
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod');
  return new Map(
    objects.flatMap((service) => {
      if (service.kind !== 'Service') return [];
      const slices = objects.flatMap((slice) =>
        slice.kind === 'EndpointSlice' && slice.serviceName === service.meta.name ? [slice] : [],
      );
      return [[namespacedName(service.meta), overviewOf({ service, slices, pods, nodes: null })] as const];
    }),
  );
}
