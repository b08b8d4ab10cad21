import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectEndpointSlice } from '../../src-main/kube/project-endpoint-slice.ts';
import { projectPod } from '../../src-main/kube/project-pod.ts';
import { projectService } from '../../src-main/kube/project-service.ts';
import { arbitraryPod, arbitraryService, arbitrarySlice, latest } from '../../test/support/arbitrary-cluster.ts';
import { aContainer, anEndpoint, aPod, aService, aSlice } from '../../test/support/builders.ts';
import { NOW, nodesOf, twoPods } from '../../test/support/findings/world.ts';
import { golden, projected } from '../../test/support/golden.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../kube/endpoint-slice.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { membershipOf } from '../membership/membership.ts';
import type { Change, PodEdit, ServiceEdit } from './change.ts';
import { compareOutcomes } from './compare.ts';
import { asItIs, hypothetical, type WhatIfWorld } from './hypothetical.ts';
import { indexLabels } from './label-index.ts';
import { writtenSlices } from './written-slices.ts';

const NODES = nodesOf({ 'node-1': true, 'node-2': true });

function worldOf(service: Service, pods: readonly Pod[], more: Partial<WhatIfWorld> = {}): WhatIfWorld {
  const index = indexLabels(pods);
  const slices = writtenSlices(service, pods, NODES);
  return {
    service,
    slices,
    pods: index,
    nodes: NODES,
    namespaceServices: [],
    workloads: [],
    networkPolicies: [],
    kubeProxy: null,
    flapping: null,
    traffic: null,
    now: NOW,
    ...more,
  };
}

const ofService = ({ meta }: Service, ...edits: readonly ServiceEdit[]): Change => ({
  kind: 'Service',
  namespace: meta.namespace,
  name: meta.name,
  uid: meta.uid,
  resourceVersion: null,
  edits,
});
const ofPod = ({ meta }: Pod, to: PodEdit['to']): Change => ({
  kind: 'Pod',
  namespace: meta.namespace,
  name: meta.name,
  uid: meta.uid,
  resourceVersion: null,
  edits: [{ field: 'labels', from: meta.labels, to }],
});
const rows = ({ membership }: { readonly membership: ReturnType<typeof membershipOf> }): readonly string[] =>
  membership.rows.map(({ name, state }) => `${name} ${state}`);

describe('a changed Service', () => {
  const wrong = aService({ selector: { app: 'webb' } });
  const pods = twoPods();

  it('has the Pods its new selector selects, and the finding is gone', () => {
    const world = worldOf(wrong, pods);
    expect(asItIs(world).findings.map(({ code }) => code)).toContain('selector-matches-no-pod');
    const after = hypothetical(
      world,
      ofService(wrong, { field: 'selector', from: { app: 'webb' }, to: { app: 'web' } }),
    );
    expect(rows(after)).toEqual(['web-1 in', 'web-2 in']);
    expect(after.findings.map(({ code }) => code)).toEqual(['nothing-visible']);
  });

  it('is not known where its slices could not be read and it has no selector; with one, as the controller would write', () => {
    const unknown = { slices: null };
    const select = (service: Service, to: Service['selector']) =>
      ofService(service, { field: 'selector', from: service.selector, to: to ?? {} });
    const byHand = worldOf(aService({ selector: null }), pods, unknown);
    expect(asItIs(byHand)).toMatchObject({ slices: null, assumed: false, findings: [] });
    expect(asItIs(byHand).membership.counts).toBeNull();
    const given = hypothetical(byHand, select(byHand.service, { app: 'web' }));
    expect([given.assumed, ...rows(given)]).toEqual([true, 'web-1 in', 'web-2 in']);
    const selecting = worldOf(aService(), pods, unknown);
    // The controller lets go of them: they stay as they are.
    const without = hypothetical(selecting, select(selecting.service, {}));
    expect([without.assumed, ...rows(without)]).toEqual([true, 'web-1 in', 'web-2 in']);
    expect(asItIs(worldOf(aService(), pods)).assumed).toBe(false);
  });

  it('loses traffic where no container has the port it names', () => {
    const service = aService();
    const edit: ServiceEdit = { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 'http' };
    const without = hypothetical(worldOf(service, pods), ofService(service, edit));
    expect(rows(without)).toEqual(['web-1 not-ready', 'web-2 not-ready']);
    expect(without.membership.ports[0]).toMatchObject({ ready: 0, total: 0 });
    const named = twoPods({
      containers: [aContainer({ ports: [{ name: 'http', containerPort: 81, protocol: 'TCP' }] })],
    });
    const having = hypothetical(worldOf(service, named), ofService(service, edit));
    expect(having.membership.ports[0]).toMatchObject({ ready: 2, targets: [{ number: 81, members: 2 }] });
  });

  it('publishes Pods that are not ready', () => {
    const service = aService();
    const world = worldOf(service, twoPods({ conditions: [] }));
    expect(rows(asItIs(world))).toEqual(['web-1 not-ready', 'web-2 not-ready']);
    const edit: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };
    expect(rows(hypothetical(world, ofService(service, edit)))).toEqual(['web-1 in', 'web-2 in']);
  });

  it('keeps the slices it had where no selector is left, and hand-made ones always', () => {
    const service = aService();
    const byHand = aSlice({
      meta: { name: 'by-hand' },
      managedBy: 'me',
      endpoints: [anEndpoint({ addresses: ['192.0.2.9'] })],
    });
    const world = worldOf(service, pods, { slices: [...writtenSlices(service, pods, NODES), byHand] });
    const none = hypothetical(world, ofService(service, { field: 'selector', from: { app: 'web' }, to: {} }));
    expect(none.service.selector).toBeNull();
    expect(rows(none)).toEqual(['192.0.2.9 in', 'web-1 in', 'web-2 in']);
    const other = hypothetical(
      world,
      ofService(service, { field: 'selector', from: { app: 'web' }, to: { app: 'x' } }),
    );
    expect(rows(other)).toEqual(['192.0.2.9 in']);
  });
});

describe('a changed Pod', () => {
  const service = aService();
  const [first, second] = twoPods() as [Pod, Pod];
  const stranger = aPod({ meta: { name: 'other', labels: { app: 'api' } }, podIPs: ['10.244.0.9'] });

  it.each([
    ['leaves', first, {}, ['web-2 in']],
    ['enters', stranger, { app: 'web' }, ['other in', 'web-1 in', 'web-2 in']],
    ['stays, with a label nobody asks for', first, { app: 'web', tier: 'x' }, ['web-1 in', 'web-2 in']],
  ] as const)('%s', (_, pod, to, expected) => {
    expect(rows(hypothetical(worldOf(service, [first, second, stranger]), ofPod(pod, to)))).toEqual(expected);
  });
});

interface MembershipCase {
  readonly service: unknown;
  readonly pods: readonly unknown[] | null;
  readonly slices: readonly unknown[];
}

describe('the membership of a hypothetical Service', () => {
  it('is the one Kubernetes’ own reconciler made, whatever the Service asked for before', () => {
    const checked = golden<MembershipCase>('membership').cases.map((each) => {
      const service = projected(projectService, each.service);
      const pods = (each.pods ?? []).map((pod) => projected(projectPod, pod));
      const slices = each.slices.map((slice) => projected(projectEndpointSlice, slice));
      const nodes = NODES;
      const real = membershipOf({ service, pods, slices, nodes, endpoints: null });
      const wrong = {
        ...service,
        selector: { app: 'nobody' },
        publishNotReadyAddresses: !service.publishNotReadyAddresses,
      };
      const change = ofService(
        wrong,
        { field: 'selector', from: wrong.selector, to: service.selector },
        {
          field: 'publishNotReadyAddresses',
          from: wrong.publishNotReadyAddresses,
          to: service.publishNotReadyAddresses,
        },
      );
      expect(hypothetical(worldOf(wrong, pods, { nodes }), change).membership).toEqual(real);
      return real.rows.length;
    });
    expect(checked.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(100);
  });

  const labels = fc.record(
    { app: fc.constantFrom('web', 'db'), tier: fc.constantFrom('front', 'back') },
    { requiredKeys: [] },
  );
  const arbitraryWorld = fc.record({
    service: arbitraryService.filter(({ type }) => type !== 'ExternalName'),
    pods: fc.array(arbitraryPod, { maxLength: 8 }).map(latest<Pod>),
    slices: fc.array(arbitrarySlice, { maxLength: 3 }).map(latest),
    nodes: fc.constantFrom(NODES, null),
    to: labels,
    publish: fc.boolean(),
    targetPort: fc.constantFrom<(number | string)[]>(8080, 'metrics', 'nothing'),
    relabelled: fc.nat({ max: 7 }),
  });

  it('is the membership after the change, computed of every object without an index', () => {
    fc.assert(
      fc.property(arbitraryWorld, ({ service, pods, slices, nodes, to, publish, targetPort }) => {
        const ports = service.ports.map((port) => ({ ...port, targetPort }));
        const edits = service.ports.map((port): ServiceEdit => {
          return {
            field: 'targetPort',
            port: port.port,
            protocol: port.protocol,
            from: port.targetPort,
            to: targetPort,
          };
        });
        const change = ofService(
          service,
          { field: 'selector', from: service.selector, to },
          { field: 'publishNotReadyAddresses', from: service.publishNotReadyAddresses, to: publish },
          ...edits,
        );
        const selector = Object.keys(to).length === 0 ? null : to;
        const real = { ...service, selector, ports, publishNotReadyAddresses: publish };
        const kept =
          selector === null ? slices : slices.filter(({ managedBy }) => managedBy !== ENDPOINT_SLICE_CONTROLLER);
        const written = [...kept, ...(selector === null ? [] : writtenSlices(real, pods, nodes))];
        const expected = membershipOf({ service: real, pods, slices: written, nodes, endpoints: null });
        expect(hypothetical(worldOf(service, pods, { slices, nodes }), change).membership).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('is the membership after a Pod’s labels were changed', () => {
    fc.assert(
      fc.property(arbitraryWorld, ({ service, pods, to, relabelled }) => {
        const pod = pods[relabelled % Math.max(1, pods.length)];
        if (pod === undefined) return;
        const real = pods.map((each) => (each === pod ? { ...pod, meta: { ...pod.meta, labels: to } } : each));
        const slices = writtenSlices(service, real, NODES);
        const expected = membershipOf({ service, pods: real, slices, nodes: NODES, endpoints: null });
        expect(hypothetical(worldOf(service, pods), ofPod(pod, to)).membership).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is known besides', () => {
  const service = aService();
  const pods = twoPods();
  const [first, second] = pods;
  if (first === undefined || second === undefined) throw new Error('no Pods');
  const members = pods.map(({ meta: { uid, name } }) => ({ uid, pod: name, ips: [], from: null, until: null }));
  const refused = { port: 80, answered: 0, refused: 40, timeouts: 0, broken: [], serverErrors: [], silent: null };
  const traffic = { traffic: { at: NOW, results: [refused] }, run: { members, membershipChanges: [] }, began: NOW };
  const codes = ({ findings }: { readonly findings: readonly { readonly code: string }[] }): readonly string[] =>
    findings.map(({ code }) => code);

  it('a run’s word stays with a change that touches neither what it asked for nor whom it asked', () => {
    const world = worldOf(service, pods, { traffic });
    expect(codes(asItIs(world))).toEqual(['traffic-refused']);
    const published: ServiceEdit = { field: 'publishNotReadyAddresses', from: false, to: true };
    const staying = [ofService(service, published), ofPod(first, { ...first.meta.labels, tier: 'front' })];
    for (const change of staying) {
      const after = hypothetical(world, change);
      expect(codes(after)).toContain('traffic-refused');
      expect(compareOutcomes(asItIs(world), after)).toMatchObject({ gone: [], untested: false });
    }
  });

  it('and goes, as no longer known, with another targetPort or selector, or when it asked others', () => {
    const world = worldOf(service, [...pods, aPod({ meta: { name: 'other', labels: { app: 'x' } } })], { traffic });
    const going = [
      ofService(service, { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 9898 }),
      ofService(service, { field: 'selector', from: { app: 'web' }, to: { app: 'x' } }),
      ofPod(first, { app: 'x' }),
    ];
    for (const change of going) {
      const { gone, untested } = compareOutcomes(asItIs(world), hypothetical(world, change));
      expect([codes({ findings: gone }), untested]).toEqual([['traffic-refused'], true]);
    }
  });

  it('kube-proxy that is not up is not forgotten: then nothing else has to be wrong', () => {
    const wrong = aService({ selector: { app: 'webb' } });
    const kubeProxy = { kind: 'kube-proxy', ready: 1, total: 2, selector: 'k8s-app=kube-proxy', notReady: [] } as const;
    const mended = ofService(wrong, { field: 'selector', from: { app: 'webb' }, to: { app: 'web' } });
    expect(codes(hypothetical(worldOf(wrong, pods, { kubeProxy }), mended))).toEqual(['kube-proxy-not-ready']);
  });

  it('a Pod flaps for as long as it stays', () => {
    const world = worldOf(service, pods, { flapping: [{ name: first.meta.name, times: 3, until: NOW + 1 }] });
    expect(codes(asItIs(world))).toContain('flapping');
    expect(codes(hypothetical(world, ofPod(second, { app: 'x' })))).toContain('flapping');
    expect(codes(hypothetical(world, ofPod(first, { app: 'x' })))).not.toContain('flapping');
  });
});
