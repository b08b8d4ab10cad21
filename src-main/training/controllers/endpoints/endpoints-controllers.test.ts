import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointsNoteOf } from '../../../../test/support/training/endpoints-note-of.ts';
import { createTrainingScene, type TrainingScene } from '../../../../test/support/training-scene.ts';
import type { Draft } from '../../cluster-api.ts';
import type { EndpointSlice, Endpoints } from './membership-shapes.ts';

let scene: TrainingScene;
let end: AbortController;

beforeEach(() => {
  end = new AbortController();
  scene = createTrainingScene(end.signal, { endpointsPerSlice: 3 });
});

afterEach(() => {
  end.abort();
  expect(scene.failures).toEqual([]);
});

const aService = (spec: Draft = {}, metadata: Draft = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', ...metadata },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

const aReplicaSet = (replicas: number): Draft => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
});

const slices = (): readonly EndpointSlice[] =>
  scene.api.list('discovery.k8s.io/endpointslices', 'default') as readonly EndpointSlice[];
const endpoints = (): Endpoints | undefined => scene.get('endpoints', 'web');
const addresses = (): readonly string[] =>
  slices()
    .flatMap((slice) => (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses))
    .sort();

describe('a Service with a selector', () => {
  it('has an empty slice and empty Endpoints while nobody matches', async () => {
    scene.create('services', aService({}, { labels: { team: 'a' } }));
    await scene.time.advance(1_000);
    expect(slices()).toMatchObject([
      {
        metadata: {
          generateName: 'web-',
          labels: {
            team: 'a',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          },
          annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-02T03:04:05Z' },
          ownerReferences: [{ kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true }],
        },
        addressType: 'IPv4',
        endpoints: null,
      },
    ]);
    expect(endpoints()?.subsets ?? []).toEqual([]);
  });

  it('follows its Pods: in, not ready, ending, gone', async () => {
    scene.create('services', aService());
    scene.create('apps/replicasets', aReplicaSet(2));
    await scene.time.advance(5_000);
    expect(addresses()).toEqual(['10.244.0.2', '10.244.128.2']);
    expect(slices()).toHaveLength(1);
    expect(endpoints()?.subsets).toMatchObject([
      { addresses: [{ ip: '10.244.0.2' }, { ip: '10.244.128.2' }], ports: [{ port: 8080, protocol: 'TCP' }] },
    ]);
    scene.runtime.stubborn.add('web');
    const [pod] = scene.pods();
    scene.api.delete('pods', 'default', pod?.metadata.name ?? '');
    await scene.time.advance(1_000);
    const ending = (slices()[0]?.endpoints ?? []).find(({ targetRef }) => targetRef?.uid === pod?.metadata.uid);
    expect(ending?.conditions).toEqual({ ready: false, serving: true, terminating: true });
    expect(endpoints()?.subsets?.[0]?.addresses).toHaveLength(1);
    await scene.time.advance(40_000);
    expect(addresses()).toHaveLength(2);
    expect(addresses()).not.toContain(pod?.status?.podIP);
  });

  it('fills a slice before it starts another, and gives the slices back', async () => {
    scene.create('services', aService());
    scene.create('apps/replicasets', aReplicaSet(7));
    await scene.time.advance(6_000);
    expect(addresses()).toHaveLength(7);
    expect(slices().every((slice) => (slice.endpoints ?? []).length <= 3)).toBe(true);
    expect(endpoints()?.subsets?.[0]?.addresses).toHaveLength(7);
    scene.api.update('apps/replicasets', 'default', 'web', aReplicaSet(0));
    await scene.time.advance(40_000);
    expect(slices()).toMatchObject([{ endpoints: null }]);
  });

  it('is headless by a label, and takes slices and Endpoints with it when it goes', async () => {
    scene.create('services', aService({ clusterIP: 'None' }));
    await scene.time.advance(1_000);
    expect(slices()[0]?.metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '');
    expect(endpoints()?.metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '');
    scene.api.delete('services', 'default', 'web');
    await scene.time.advance(1_000);
    expect([slices(), endpoints()]).toEqual([[], undefined]);
  });

  it('takes over a changed label without touching the endpoints', async () => {
    scene.create('services', aService());
    scene.create('apps/replicasets', aReplicaSet(1));
    await scene.time.advance(5_000);
    const before = slices()[0];
    const service = scene.get('services', 'web');
    scene.api.update('services', 'default', 'web', {
      ...service,
      metadata: { ...service?.metadata, labels: { team: 'b' } },
    });
    await scene.time.advance(1_000);
    expect(slices()[0]?.metadata).toMatchObject({ name: before?.metadata.name, labels: { team: 'b' } });
    expect(slices()[0]?.endpoints).toEqual(before?.endpoints);
  });

  it('brings back what someone else deleted', async () => {
    scene.create('services', aService());
    await scene.time.advance(1_000);
    scene.api.delete('discovery.k8s.io/endpointslices', 'default', slices()[0]?.metadata.name ?? '');
    scene.api.delete('endpoints', 'default', 'web');
    await scene.time.advance(1_000);
    expect(slices()).toHaveLength(1);
    expect(endpoints()).toBeDefined();
  });
});

describe('a Service without a selector', () => {
  const byHand: Draft = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', labels: { by: 'hand' } },
    subsets: [{ addresses: [{ ip: '10.1.2.3' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports: [{ port: 9376 }] }],
  };

  it('has slices that mirror the Endpoints made by hand, as long as these are there', async () => {
    scene.create('services', aService({ selector: undefined }));
    await scene.time.advance(1_000);
    expect([slices(), endpoints()]).toEqual([[], undefined]);
    scene.create('endpoints', byHand);
    await scene.time.advance(1_000);
    expect(slices()).toMatchObject([
      {
        metadata: {
          labels: {
            by: 'hand',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          },
          ownerReferences: [{ kind: 'Endpoints', name: 'web' }],
        },
        endpoints: [
          { addresses: ['10.1.2.3'], conditions: { ready: true } },
          { addresses: ['10.1.2.4'], conditions: { ready: false } },
        ],
        ports: [{ name: '', port: 9376, protocol: 'TCP' }],
      },
    ]);
    scene.api.delete('endpoints', 'default', 'web');
    await scene.time.advance(1_000);
    expect(slices()).toEqual([]);
  });

  it('mirrors nothing where the Endpoints say so', async () => {
    scene.create('services', aService({ selector: undefined }));
    const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
    scene.create('endpoints', { ...byHand, metadata: { name: 'web', labels } });
    await scene.time.advance(1_000);
    expect(slices()).toEqual([]);
  });
});

describe('101 Pods behind a Service', () => {
  const sizes = (): readonly number[] => slices().map((slice) => slice.endpoints?.length ?? 0);

  beforeEach(() => {
    end.abort();
    end = new AbortController();
    scene = createTrainingScene(end.signal);
  });

  it('stand in two slices of at most 100, and in one Endpoints object', async () => {
    scene.create('services', aService());
    scene.create('apps/replicasets', aReplicaSet(101));
    await scene.time.advance(20_000);
    expect(sizes().reduce((sum, size) => sum + size, 0)).toBe(101);
    expect(sizes()).toHaveLength(2);
    expect(Math.max(...sizes())).toBeLessThanOrEqual(100);
    expect(new Set(addresses()).size).toBe(101);
    expect(slices().every((slice) => slice.endpoints?.every(({ conditions }) => conditions.ready === true))).toBe(true);
    expect(endpoints()?.subsets?.map((subset) => subset.addresses?.map(({ ip }) => ip).sort())).toEqual([addresses()]);
  });
});

describe('more than 1,000 addresses', () => {
  const TRUNCATED = { 'endpoints.kubernetes.io/over-capacity': 'truncated' };
  const counts = (): readonly number[] =>
    [endpoints()?.subsets?.[0]?.addresses, endpoints()?.subsets?.[0]?.notReadyAddresses].map(
      (each) => each?.length ?? 0,
    );
  const note = (): unknown => endpointsNoteOf(scene.get('services', 'web'), endpoints(), slices());

  /** A Pod as its kubelet would leave it, on a Node that nobody looks after. */
  function makePod(index: number, ready: boolean): void {
    const metadata = { name: `web-${String(index)}`, labels: { app: 'web' } };
    const spec = { nodeName: 'elsewhere', containers: [{ name: 'web', image: 'nginx' }] };
    const pod = scene.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec });
    const podIP = `10.244.${String(Math.floor(index / 250))}.${String((index % 250) + 2)}`;
    const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
    const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions };
    scene.api.updateStatus('pods', 'default', pod.metadata.name, status);
  }

  beforeEach(() => {
    end.abort();
    end = new AbortController();
    scene = createTrainingScene(end.signal);
    scene.api.create('nodes', undefined, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'elsewhere' } });
  });

  it('are cut off the Endpoints, ready ones last, and stay in the slices; the mark goes with the surplus', async () => {
    scene.create('services', aService());
    for (let index = 0; index < 1_000; index += 1) makePod(index, index !== 7);
    await scene.time.advance(20_000);
    expect(counts()).toEqual([999, 1]);
    expect(endpoints()?.metadata.annotations ?? {}).not.toMatchObject(TRUNCATED);
    expect(note()).toHaveProperty('code', 'same');

    makePod(1_000, true);
    await scene.time.advance(20_000);
    expect(counts()).toEqual([1_000, 0]);
    expect(endpoints()?.metadata.annotations).toMatchObject(TRUNCATED);
    expect(new Set(addresses()).size).toBe(1_001);
    expect(note()).toHaveProperty('code', 'truncated');

    scene.api.delete('pods', 'default', 'web-3', { gracePeriodSeconds: 0 });
    await scene.time.advance(20_000);
    expect(counts()).toEqual([999, 1]);
    expect(endpoints()?.metadata.annotations ?? {}).not.toMatchObject(TRUNCATED);
  });
});
