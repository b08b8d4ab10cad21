import fc from 'fast-check';
import type { Endpoint, EndpointSlice } from '../../src-shared/kube/endpoint-slice.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../../src-shared/kube/endpoint-slice.ts';
import type { Pod } from '../../src-shared/kube/pod.ts';
import type { Service } from '../../src-shared/kube/service.ts';
import {
  aContainer,
  aPod,
  aService,
  aServicePort,
  aSlice,
  anEndpoint,
  anEndpointPort,
  conditionsOf,
} from './builders.ts';

// Small worlds with few names, so that things meet: any mixture, whether a controller would write it or not.

const ports = fc.subarray([
  aServicePort({ name: 'web' }),
  aServicePort({ name: 'metrics', port: 90, targetPort: 'metrics' }),
  aServicePort({ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }),
]);
const labels = fc.record(
  { app: fc.constantFrom('web', 'db'), tier: fc.constantFrom('front', 'back') },
  { requiredKeys: [] },
);
const names = fc.constantFrom('a', 'b', 'c');
const podNumbers = fc.integer({ min: 0, max: 5 });
const address = (number: number): string => `10.244.0.${String(number)}`;

/** A Service named a, b or c; of every kind membership tells apart. */
export const arbitraryService: fc.Arbitrary<Service> = fc
  .record({
    name: names,
    selector: fc.option(labels),
    ports,
    kind: fc.constantFrom('ClusterIP', 'ClusterIP', 'ClusterIP', 'headless', 'ExternalName'),
    publishNotReadyAddresses: fc.boolean(),
    internalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
    ipFamilies: fc.constantFrom<Service['ipFamilies'][]>(['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], []),
  })
  .map(({ name, kind, ...fields }) =>
    aService({
      meta: { name },
      ...fields,
      type: kind === 'ExternalName' ? 'ExternalName' : 'ClusterIP',
      clusterIPs: kind === 'headless' ? ['None'] : kind === 'ExternalName' ? [] : ['10.96.0.10'],
    }),
  );

/** One of six Pods, in any state. */
export const arbitraryPod: fc.Arbitrary<Pod> = fc
  .record({
    number: podNumbers,
    labels,
    ready: fc.boolean(),
    deleted: fc.boolean(),
    phase: fc.constantFrom<Pod['phase'][]>('Running', 'Running', 'Pending', 'Succeeded', 'Failed'),
    addressed: fc.boolean(),
    nodeName: fc.constantFrom('node-1', 'node-2', 'ghost', null),
    metrics: fc.boolean(),
  })
  .map(({ number, labels: podLabels, ready, deleted, phase, addressed, nodeName, metrics }) =>
    aPod({
      meta: {
        name: `pod-${String(number)}`,
        labels: podLabels,
        deletionTimestamp: deleted ? '2026-01-01T00:00:00Z' : null,
      },
      phase,
      nodeName,
      podIPs: addressed ? [address(number)] : [],
      conditions: conditionsOf(ready),
      containers: [
        aContainer({ ports: metrics ? [{ name: 'metrics', containerPort: 9000 + number, protocol: 'TCP' }] : [] }),
      ],
    }),
  );

const arbitraryEndpoint: fc.Arbitrary<Endpoint> = fc
  .record({
    number: podNumbers,
    named: fc.constantFrom('uid', 'name', 'nothing'),
    ready: fc.option(fc.boolean()),
    serving: fc.option(fc.boolean()),
    terminating: fc.option(fc.boolean()),
    nodeName: fc.constantFrom('node-1', 'node-2', null),
  })
  .map(({ number, named, ready, serving, terminating, nodeName }) => {
    const name = `pod-${String(number)}`;
    const targetRef = { kind: 'Pod', namespace: 'default', name, uid: named === 'uid' ? `uid-pod-${name}` : '' };
    return anEndpoint({
      addresses: [address(number)],
      conditions: { ready, serving, terminating },
      targetRef: named === 'nothing' ? null : targetRef,
      nodeName,
    });
  });

/** A slice of Service a, b or c, written by the controller or by another. */
export const arbitrarySlice: fc.Arbitrary<EndpointSlice> = fc
  .record({
    name: fc.constantFrom('s1', 's2', 's3', 's4'),
    serviceName: fc.option(names),
    managedBy: fc.constantFrom(ENDPOINT_SLICE_CONTROLLER, 'other', null),
    addressType: fc.constantFrom<EndpointSlice['addressType'][]>('IPv4', 'IPv4', 'IPv6', 'FQDN'),
    ports: fc.subarray([
      anEndpointPort({ name: 'web' }),
      anEndpointPort({ name: 'metrics', port: 9001 }),
      anEndpointPort({ name: 'dns', protocol: 'UDP', port: null }),
    ]),
    endpoints: fc.array(arbitraryEndpoint, { maxLength: 4 }),
  })
  .map(({ name, ...fields }) => aSlice({ meta: { name }, ...fields }));

/** The last of each name stays, as in a store. */
export function latest<T extends { readonly meta: { readonly uid: string } }>(objects: readonly T[]): readonly T[] {
  return [...new Map(objects.map((object) => [object.meta.uid, object])).values()];
}
