import { describe, expect, it } from 'vitest';
import { createFakeTransport } from '../../test/renderer/fake-transport.ts';
import { manualFrames } from '../../test/renderer/manual-frames.ts';
import { aScene, firstBatch, laterBatch } from '../../test/renderer/scene.ts';
import { anEndpointOf, aPod, aService, aSlice, conditionsOf } from '../../test/support/builders.ts';
import { failure } from '#shared/ipc/failure.ts';
import { createApi } from '../api.ts';
import { Clock } from './clock.svelte.ts';
import { ClusterView } from './cluster-view.svelte.ts';
import { ServiceRows } from './service-rows.svelte.ts';

function view() {
  const frames = manualFrames();
  const transport = createFakeTransport(aScene());
  const cluster = new ClusterView(createApi(transport), frames);
  const services = new ServiceRows(cluster, new Clock(() => 0), { ended: new Map() });
  const acknowledged = (): unknown[] =>
    transport.requests.filter(({ name }) => name === 'cluster.acknowledge').map(({ argument }) => argument);
  return { frames, transport, cluster, services, acknowledged };
}

const WEB = { namespace: 'default', name: 'web' };
const pod = aPod();
const other = aService({ meta: { name: 'other' }, selector: { app: 'other' } });
const WORLD = [aService(), other, pod, aSlice({ endpoints: [anEndpointOf(pod)] })];

describe('ClusterView', () => {
  it('applies and acknowledges with the frame, a full message on arrival', () => {
    const { frames, transport, cluster, acknowledged } = view();
    transport.emit('cluster', { ...firstBatch(WORLD), more: true });
    expect(acknowledged()).toEqual([{ id: 1 }]);
    transport.emit('cluster', laterBatch(2, []));
    expect(acknowledged()).toHaveLength(1);
    expect(cluster.all('Pod').size).toBe(0);
    frames.paint();
    expect(cluster.all('Pod').size).toBe(1);
    expect(acknowledged()).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('keeps the last state of an object, whichever message brought it', () => {
    const { frames, transport, cluster } = view();
    transport.emit('cluster', firstBatch(WORLD));
    transport.emit('cluster', laterBatch(2, [aPod({ nodeName: 'node-2' })]));
    transport.emit('cluster', laterBatch(3, [aPod({ nodeName: 'node-3' })]));
    frames.paint();
    expect([...cluster.all('Pod').values()].map(({ nodeName }) => nodeName)).toEqual(['node-3']);
    transport.emit('cluster', laterBatch(4, [], [pod]));
    frames.paint();
    expect(cluster.all('Pod').size).toBe(0);
  });

  it('voids everything before a cluster that was opened anew, whatever its first message brings', () => {
    const { frames, transport, cluster, services } = view();
    transport.emit('cluster', firstBatch(WORLD));
    frames.paint();
    const opened = firstBatch([]).opened;
    transport.emit('cluster', { ...laterBatch(2, [other]), opened });
    frames.paint();
    expect([...cluster.all('Service').values()].map(({ meta }) => meta.name)).toEqual(['other']);
    expect(services.all.map(({ service }) => service.meta.name)).toEqual(['other']);
    expect(cluster.all('Pod').size).toBe(0);
    expect(cluster.states.Pod).toEqual({ phase: 'idle' });
  });
});

describe('ServiceRows', () => {
  it('counts endpoints anew when a slice changes, and leaves other rows as they are', () => {
    const { frames, transport, services } = view();
    transport.emit('cluster', firstBatch(WORLD));
    frames.paint();
    const before = new Map(services.all.map((row) => [row.service.meta.name, row]));
    expect(before.get('web')?.overview.counts).toEqual({ ready: 1, total: 1 });
    const notReady = aSlice({ endpoints: [anEndpointOf(pod, { ready: false, serving: false })] });
    transport.emit('cluster', laterBatch(2, [notReady, aPod({ conditions: conditionsOf(false) })]));
    frames.paint();
    const after = new Map(services.all.map((row) => [row.service.meta.name, row]));
    expect(after.get('web')?.overview.counts).toEqual({ ready: 0, total: 1 });
    expect(after.get('other')).toBe(before.get('other'));
  });

  it('gives the same membership until something of the Service changed', () => {
    const { frames, transport, services } = view();
    transport.emit('cluster', firstBatch(WORLD));
    frames.paint();
    const before = services.membership(WEB);
    transport.emit('cluster', laterBatch(2, [aPod({ meta: { name: 'stranger', labels: { app: 'x' } } })]));
    frames.paint();
    expect(services.membership(WEB)).toBe(before);
    transport.emit('cluster', laterBatch(3, [aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] })]));
    frames.paint();
    expect(services.membership(WEB)?.rows.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
  });

  it('says unknown, not zero, where slices may not be read', () => {
    const { frames, transport, services } = view();
    const denied = { phase: 'denied', since: 0, verb: 'list', resource: 'endpointslices', namespace: null } as const;
    transport.emit('cluster', firstBatch([aService(), pod], { EndpointSlice: denied }));
    frames.paint();
    expect(services.all[0]?.overview).toEqual({ counts: null, none: { code: 'slices-unknown' } });
  });

  const reason = failure('api.failed', { status: 500, message: '' });
  const never = { phase: 'stale', since: 0, whole: false, reason, retryAt: null } as const;
  const loading = { phase: 'connecting', since: 0, loaded: 1 } as const;

  it.each([
    ['fail from the first', never],
    ['are still being read', loading],
  ])('says unknown, not none, where slices %s', (_, state) => {
    const { frames, transport, services } = view();
    transport.emit('cluster', firstBatch([aService(), pod], { EndpointSlice: state }));
    frames.paint();
    expect(services.all[0]?.overview).toEqual({ counts: null, none: { code: 'slices-unknown' } });
    expect(services.membership(WEB)?.rows.map((row) => row.state)).toEqual(['unknown']);
  });

  it.each([
    ['fail from the first', never],
    ['are still being read', loading],
  ])('calls nobody deleted, and no Pod missing, where Pods %s', (_, state) => {
    const { frames, transport, services } = view();
    const world = WORLD.filter(({ kind }) => kind !== 'Pod');
    transport.emit('cluster', firstBatch(world, { Pod: state }));
    frames.paint();
    const [row] = services.membership(WEB)?.rows ?? [];
    expect(row).toMatchObject({ state: 'in', reasons: [{ code: 'ready' }, { code: 'pod-unknown' }] });
    expect(services.membership({ namespace: 'default', name: 'other' })?.none).toEqual({ code: 'pods-unknown' });
  });

  it('goes on claiming what it saw whole when it becomes stale', () => {
    const { frames, transport, services } = view();
    const stale = { ...never, whole: true };
    transport.emit('cluster', firstBatch(WORLD, { EndpointSlice: stale, Pod: stale }));
    frames.paint();
    expect(services.membership(WEB)?.counts).toEqual({ ready: 1, total: 1 });
    expect(services.membership({ namespace: 'default', name: 'other' })?.none?.code).toBe('no-pod-matches');
  });

  it('does not list the twin of a traffic test', () => {
    const { frames, transport, services } = view();
    const labels = { 'app.kubernetes.io/managed-by': 'servicescope', 'servicescope.dev/run': 'r1' };
    transport.emit('cluster', firstBatch([...WORLD, aService({ meta: { name: 'servicescope-twin', labels } })]));
    frames.paint();
    expect(services.all.map(({ service }) => service.meta.name).sort()).toEqual(['other', 'web']);
  });
});
