import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overviewFindings } from '#shared/findings/overview-findings.ts';
import type { Finding } from '#shared/findings/finding.ts';
import type { ClusterBatch } from '#shared/ipc/batch.ts';
import { failure } from '#shared/ipc/failure.ts';
import { isWhole, type WatchState } from '#shared/ipc/watch-state.ts';
import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import { namespacedName } from '#shared/kube/object-key.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { Service } from '#shared/kube/service.ts';
import { overviewOf } from '#shared/membership/overview.ts';
import type { RunUpdate } from '#shared/traffic/run-update.ts';
import { builtRun } from '../../test/renderer/built-run.ts';
import { aNode } from '../../test/renderer/course-cluster.ts';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { aScene, firstBatch, laterBatch } from '../../test/renderer/scene.ts';
import { arbitraryPod, arbitraryService, arbitrarySlice } from '../../test/support/arbitrary-cluster.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';
import { createApi } from '../api.ts';
import { Clock } from './clock.svelte.ts';
import { ClusterView } from './cluster-view.svelte.ts';
import { deniedKinds } from './denied-kinds.ts';
import { learnedBy } from './last-run.ts';
import { ServiceRows } from './service-rows.svelte.ts';
import { TrafficRuns } from './traffic-runs.svelte.ts';

const START = Date.parse('2026-01-01T00:10:00Z');
const STATES: readonly WatchState[] = [
  { phase: 'synced', since: START },
  { phase: 'synced', since: START },
  { phase: 'polling', since: START, everySeconds: 10 },
  { phase: 'denied', since: START, verb: 'list', resource: 'x', namespace: null },
  {
    phase: 'stale',
    since: START,
    whole: true,
    reason: failure('connect.timeout', { host: '', seconds: 1 }),
    retryAt: null,
  },
];

/** A Service that tells the Nodes apart: what is Ready and has no endpoint of it is a finding. */
const POD = aPod({ meta: { name: 'd-1', labels: { app: 'd' } } });
const LOCAL = [
  aService({ meta: { name: 'd' }, selector: { app: 'd' }, internalTrafficPolicy: 'Local' }),
  POD,
  aSlice({ meta: { name: 'd-x' }, serviceName: 'd', endpoints: [anEndpointOf(POD)] }),
];

const arbitraryNode = fc
  .record({ name: fc.constantFrom('node-1', 'node-2', 'node-3'), ready: fc.boolean() })
  .map(({ name, ready }) => ({ ...aNode(name, '192.0.2.1'), ready }));
const namespaced = fc.oneof(arbitraryService, arbitrarySlice, arbitraryPod);
/** The same names in another namespace: nothing of it concerns those of the first. */
const arbitraryObject = fc.oneof(
  { weight: 3, arbitrary: namespaced },
  { weight: 2, arbitrary: namespaced.map(inShop) },
  { weight: 1, arbitrary: arbitraryNode },
);
const arbitraryFlapping = fc.record({
  service: fc.constantFrom('default/a', 'default/b', 'default/d', 'shop/a'),
  pods: fc.subarray([
    { name: 'd-1', times: 3, until: START + 30_000 },
    { name: 'pod-1', times: 4, until: START + 4_000 },
  ]),
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.array(arbitraryObject, { minLength: 1, maxLength: 4 }).map((put) => ({ put })) },
  { weight: 2, arbitrary: arbitraryObject.map((removed) => ({ removed })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('Pod' as const, 'EndpointSlice' as const, 'Node' as const),
      state: fc.constantFrom(...STATES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.array(arbitraryFlapping, { minLength: 1, maxLength: 2 }).map((flapping) => ({ flapping })),
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 5, 12, 40).map((seconds) => ({ seconds })) },
  {
    weight: 2,
    arbitrary: fc.record({ service: fc.constantFrom('a', 'd', 'd'), ended: fc.boolean() }).map((ran) => ({ ran })),
  },
  { weight: 1, arbitrary: fc.array(arbitraryObject, { maxLength: 6 }).map((again) => ({ again })) },
);

it('after any batches, states and seconds, every row is what a full recompute makes of the view', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let time = START;
      let tick = (): void => undefined;
      const clock = new Clock(() => time);
      clock.start((callback) => {
        tick = callback;
        return () => undefined;
      });
      const frames = manualFrames();
      const transport = createFakeTransport(aScene());
      const api = createApi(transport);
      const cluster = new ClusterView(api, frames);
      const runs = new TrafficRuns(api, frames, () => time);
      const services = new ServiceRows(cluster, clock, runs);
      const deliver = (batch: ClusterBatch): void => {
        transport.emit('cluster', batch);
        frames.paint();
      };
      const synced = { phase: 'synced', since: START } as const;
      deliver(firstBatch(LOCAL, { Service: synced, EndpointSlice: synced, Pod: synced, Node: synced }));
      steps.forEach((each, index) => {
        if ('put' in each) deliver(laterBatch(index + 2, each.put));
        else if ('removed' in each) deliver(laterBatch(index + 2, [], [each.removed]));
        else if ('again' in each) deliver({ ...firstBatch(each.again), id: index + 2, opened: null, states: {} });
        else if ('flapping' in each) deliver({ ...laterBatch(index + 2, []), flapping: each.flapping });
        else if ('ran' in each) {
          transport.emit('traffic', { ...aRun(each.ran), run: String(index), replace: true });
          frames.paint();
        } else if ('state' in each) deliver({ ...laterBatch(index + 2, []), states: { [each.kind]: each.state } });
        else {
          time += each.seconds * 1_000;
          tick();
        }
        const rows = services.all.map(({ service, diagnosis, overview }) => [
          namespacedName(service.meta),
          overview,
          diagnosis.findings.map(told),
        ]);
        expect(rows.sort(byName)).toEqual(recomputed(cluster, services, runs, time).sort(byName));
      });
    }),
    { numRuns: 150 },
  );
});

const byName = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

/** All but how long it has been so: that grows by the second, and no row is made anew for it. */
const told = ({ code, severity, object, parameters }: Finding): unknown => ({
  ...{ code, severity, object },
  parameters: code === 'slices-lag' ? parameters.pods : parameters,
});

/** That was refused or timed out altogether. */
function aRun({ service, ended }: { readonly service: string; readonly ended: boolean }): RunUpdate {
  const run = builtRun({
    pods: service === 'd' ? ['d-1'] : ['pod-1'],
    sides: ['None'],
    perSide: 4,
    failEvery: 1,
    phase: ended ? { phase: 'ended', outcome: { kind: 'done' } } : { phase: 'cleaning' },
    more: { serviceUid: `uid-service-${service}` },
  });
  return { ...run, status: { ...run.status, request: { ...run.status.request, service } } };
}

function inShop(object: Service | EndpointSlice | Pod): Service | EndpointSlice | Pod {
  const meta = { ...object.meta, namespace: 'shop', uid: `shop-${object.meta.uid}` };
  if (object.kind !== 'EndpointSlice') return { ...object, meta };
  const endpoints = object.endpoints.map((endpoint) => ({
    ...endpoint,
    targetRef:
      endpoint.targetRef === null
        ? null
        : { ...endpoint.targetRef, namespace: 'shop', uid: endpoint.targetRef.uid && `shop-${endpoint.targetRef.uid}` },
  }));
  return { ...object, meta, endpoints };
}

/** Every Service of the view over every slice and every Pod, with no index. */
function recomputed(cluster: ClusterView, services: ServiceRows, runs: TrafficRuns, now: number): unknown[][] {
  const { states } = cluster;
  const broken = states.Node.phase === 'stale' && states.Pod.phase !== 'stale';
  const nodes =
    isWhole(states.Node) && !broken
      ? new Map([...cluster.all('Node').values()].map((node) => [node.meta.name, node]))
      : null;
  return [...cluster.all('Service').values()].map((service) => {
    const { namespace, name } = service.meta;
    const slices = [...cluster.all('EndpointSlice').values()].filter(({ meta }) => meta.namespace === namespace);
    const pods = [...cluster.all('Pod').values()].filter(({ meta }) => meta.namespace === namespace);
    const input = {
      service,
      slices: isWhole(states.EndpointSlice) ? slices.filter(({ serviceName }) => serviceName === name) : null,
      pods: isWhole(states.Pod) ? pods : null,
      nodes,
    };
    const run = runs.allOf(service.meta).findLast(({ ended }) => ended);
    const { findings } = overviewFindings({
      ...input,
      now,
      lastChange: services.lastChange(service.meta),
      flapping: (cluster.flapping.get(namespacedName(service.meta)) ?? []).filter(({ until }) => until > now),
      deniedKinds: deniedKinds(states, ['Pod', 'EndpointSlice']),
      lastTraffic:
        learnedBy(run, { members: input, edited: services.lastEdit(service.meta), skew: 0 })?.traffic ?? null,
    });
    return [namespacedName(service.meta), overviewOf(input), findings.map(told)];
  });
}
