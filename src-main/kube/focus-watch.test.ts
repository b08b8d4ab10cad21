import { expect, it } from 'vitest';
import { anEndpoint, anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';
import { memberUids, watchFocus } from './focus-watch.ts';
import type { ClusterStores } from './kind-watch.ts';
import { createStore } from './store.ts';

const quiet = (): undefined => undefined;
const aCluster = (): ClusterStores => ({
  Service: createStore(quiet),
  EndpointSlice: createStore(quiet),
  Pod: createStore(quiet),
  Node: createStore(quiet),
  Namespace: createStore(quiet),
  Endpoints: createStore(quiet),
  Event: createStore(quiet),
  Deployment: createStore(quiet),
  ReplicaSet: createStore(quiet),
  StatefulSet: createStore(quiet),
  DaemonSet: createStore(quiet),
  NetworkPolicy: createStore(quiet),
});
const WEB = { namespace: 'default', name: 'web' };
const owner = (controller: boolean) => ({
  kind: 'ReplicaSet',
  name: 'web',
  uid: controller ? 'uid-controller' : 'uid-other',
  controller,
});

it('reads the one Endpoints, and of the namespace of the Service what findings need, until it ends', () => {
  const started: [string, string | null, string | undefined][] = [];
  const end = new AbortController();
  watchFocus(
    WEB,
    aCluster(),
    (kind, { namespace, name, signal }) => {
      expect(signal).toBe(end.signal);
      started.push([kind, namespace, name]);
    },
    end.signal,
  );
  expect(started).toEqual([
    ['Endpoints', 'default', 'web'],
    ...['Event', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'NetworkPolicy'].map((kind) => [
      kind,
      'default',
      undefined,
    ]),
  ]);
});

it('takes in the Service, its slice, the Pods it selects and whoever stands in the slice, and the Pods’ controllers, by uid', () => {
  const stores = aCluster();
  const standing = aPod({ meta: { name: 'standing', labels: {} } });
  const byHand = { kind: 'Pod', namespace: 'default', name: 'by-hand', uid: '' };
  stores.Service.put(aService());
  stores.Pod.put(aPod({ meta: { ownerReferences: [owner(true), owner(false)] } }));
  stores.Pod.put(aPod({ meta: { name: 'other', labels: { app: 'other' } } }));
  stores.Pod.put(aPod({ meta: { name: 'elsewhere', namespace: 'elsewhere' } }));
  stores.EndpointSlice.put(aSlice({ endpoints: [anEndpointOf(standing), anEndpoint({ targetRef: byHand })] }));
  stores.EndpointSlice.put(aSlice({ meta: { name: 'other-abc' }, serviceName: 'other' }));
  expect([...memberUids(WEB, stores)].sort()).toEqual([
    'uid-controller',
    'uid-endpointslice-web-abc',
    'uid-pod-standing',
    'uid-pod-web-1',
    'uid-service-web',
  ]);
});
