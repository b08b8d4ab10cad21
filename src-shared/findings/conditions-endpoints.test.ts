import { describe, expect, it } from 'vitest';
import { aPod, aService, aServicePort, aSlice, anEndpointOf, anEndpoints } from '../../test/support/builders.ts';
import { found, madeBy, only, said, WELL } from '../../test/support/findings/found.ts';
import type { World } from '../../test/support/findings/world.ts';
import { nodesOf, NOW, twoPods } from '../../test/support/findings/world.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';

// What inside a rule decides, one condition a line: the world, and all that is found in it.
const ago = (ms: number): string => new Date(NOW - ms).toISOString();

describe('R9, R10, R15, R16: endpoints', () => {
  const pods = twoPods();
  const onGhost = pods.map((pod, index) => (index === 0 ? { ...pod, nodeName: 'ghost' } : pod));
  const leaving = (index: number): Pod =>
    aPod({
      meta: { name: `old-${String(index)}`, deletionTimestamp: ago(1000) },
      podIPs: [`10.244.1.${String(index)}`],
      nodeName: `node-${String(index)}`,
    });
  const nodes = nodesOf({ 'node-1': true, 'node-2': true });
  const local = aService({ internalTrafficPolicy: 'Local' });
  const other = anEndpoints({ subsets: [] });

  it.each<[string, Partial<World>, readonly string[]]>([
    [
      'R9: a Pod of a Node that has gone stays listed',
      { pods: onGhost, slices: [aSlice({ endpoints: onGhost.map((pod) => anEndpointOf(pod)) })] },
      ['warning node-missing'],
    ],
    [
      'R9: a Pod that is not listed',
      { pods, slices: [aSlice({ endpoints: pods.slice(1).map((pod) => anEndpointOf(pod)) })] },
      ['error slices-lag', 'info one-endpoint'],
    ],
    [
      'R10: not of a headless Service',
      { pods: pods.slice(1), service: aService({ clusterIPs: ['None'] }) },
      ['info headless', ...WELL],
    ],
    [
      'R15: nobody is ready',
      { pods: [leaving(1), leaving(2)], nodes },
      ['info pod-terminating', 'warning all-terminating'],
    ],
    [
      'R15: one Node’s is leaving, the other’s is ready',
      { pods: [leaving(1), ...twoPods({ nodeName: 'node-2' })], nodes, service: local },
      ['info pod-terminating', ...WELL],
    ],
    ['R16: not at once after a change', { endpoints: other, lastChange: NOW - 2000 }, WELL],
    ['R16: later', { endpoints: other }, ['warning endpoints-differ']],
    ['R16: not while the slices lag', { endpoints: other, slices: [] }, ['error slices-lag']],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });
});

describe('R13: a traffic policy Local', () => {
  const nodes = nodesOf({ 'node-1': true, 'node-2': true });
  const internal = aService({ internalTrafficPolicy: 'Local' });
  const external = (type: Service['type']): Service => aService({ type, externalTrafficPolicy: 'Local' });
  const leaving = aPod({
    meta: { name: 'old', deletionTimestamp: ago(1000) },
    podIPs: ['10.244.1.1'],
    nodeName: 'node-2',
  });

  it.each<[string, Partial<World>, readonly string[]]>([
    ['drops on a Node without an endpoint', { nodes, service: internal }, ['warning internal-local-without-endpoint']],
    [
      'of a DaemonSet: it runs where it is meant to',
      { nodes, service: internal, pods: twoPods({ meta: madeBy('DaemonSet', 'agent') }) },
      ['info internal-local-without-endpoint', ...WELL],
    ],
    [
      'a Node that is not Ready has no clients',
      { nodes: nodesOf({ 'node-1': true, 'node-2': false }), service: internal },
      WELL,
    ],
    [
      'one that is leaving still serves its Node',
      { nodes, service: internal, pods: [...twoPods(), leaving] },
      ['info pod-terminating', ...WELL],
    ],
    [
      'nor from outside does it drop on a Node whose own is leaving',
      { nodes, service: external('NodePort'), pods: [...twoPods(), leaving] },
      ['info pod-terminating', ...WELL],
    ],
    ['Nodes may not be read', { nodes: null, service: internal }, WELL],
    [
      'a headless Service has none',
      { nodes, service: { ...internal, clusterIPs: ['None'] } },
      ['info headless', ...WELL],
    ],
    [
      'from outside, of a NodePort',
      { nodes, service: external('NodePort') },
      ['info external-local-without-endpoint', ...WELL],
    ],
    [
      'from outside, of a load balancer',
      { nodes, service: external('LoadBalancer') },
      ['info external-local-without-endpoint', ...WELL],
    ],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });
});

describe('R14: hints', () => {
  const pods = twoPods().map((pod, index) => ({ ...pod, podIPs: [...pod.podIPs, `fd00::${String(index + 1)}`] }));
  const hinted = (
    names: readonly (readonly string[])[],
    kind: 'forZones' | 'forNodes' = 'forZones',
    family: 'IPv4' | 'IPv6' = 'IPv4',
  ) =>
    aSlice({
      meta: { name: `web-${family}` },
      addressType: family,
      endpoints: pods.map((pod, index) => ({
        ...anEndpointOf(pod),
        addresses: [pod.podIPs[family === 'IPv4' ? 0 : 1] ?? ''],
        [kind]: names[index],
      })),
    });
  const dual = aService({ ipFamilies: ['IPv4', 'IPv6'] });

  it.each<[string, Partial<World>, readonly unknown[] | null]>([
    [
      'of zones',
      { slices: [hinted([['a'], ['b']])] },
      [
        { place: 'a', endpoints: 1 },
        { place: 'b', endpoints: 1 },
      ],
    ],
    [
      'of Nodes',
      { slices: [hinted([['n1'], ['n1', 'n2']], 'forNodes')] },
      [
        { place: 'n1', endpoints: 2 },
        { place: 'n2', endpoints: 1 },
      ],
    ],
    [
      'for every place alike',
      {
        slices: [
          hinted([
            ['a', 'b'],
            ['a', 'b'],
          ]),
        ],
      },
      null,
    ],
    [
      'beside a policy Local',
      { slices: [hinted([['a'], ['b']])], service: aService({ internalTrafficPolicy: 'Local' }) },
      null,
    ],
    [
      'of one family, the other has none',
      { pods, service: dual, slices: [hinted([['a'], ['b']]), hinted([[], []], 'forZones', 'IPv6')] },
      [
        { place: 'a', endpoints: 1 },
        { place: 'b', endpoints: 1 },
      ],
    ],
  ])('%s', (_, world, places) => {
    const [first] = found(world).filter(({ code }) => code === 'hints-narrow');
    expect(first?.parameters ?? { places: null }).toEqual({ places });
  });

  it('name the field that asks for them, or the slice they stand in', () => {
    const slices = [hinted([['a'], ['b']])];
    expect(only({ slices }, 'hints-narrow').object).toMatchObject({ kind: 'EndpointSlice', name: 'web-IPv4' });
    const service = aService({ trafficDistribution: 'PreferClose' });
    expect(only({ slices, service }, 'hints-narrow').object).toMatchObject({ field: 'spec.trafficDistribution' });
  });
});

describe('R18, R19', () => {
  const nodePort = aService({ type: 'NodePort', ports: [aServicePort({ nodePort: 30080 })] });

  it.each([
    [aService(), 8080, { is: 'target-port', use: 80 }],
    [nodePort, 30080, { is: 'node-port', use: 80 }],
    [aService(), 443, { is: 'nothing', use: 80 }],
    [
      aService({ ports: [aServicePort({ name: 'a' }), aServicePort({ name: 'b', port: 81, targetPort: 81 })] }),
      443,
      { is: 'nothing', use: null },
    ],
  ])('R19 tells what the port asked for is, %#', (service, portAsked, parameters) => {
    expect(only({ service, portAsked }, 'port-not-in-service').parameters).toMatchObject(parameters);
  });

  it('ask nothing of a headless Service: no ClusterIP, and Pods answer on their own ports', () => {
    const service = aService({ clusterIPs: ['None'] });
    const kubeProxy = { kind: 'kube-proxy', selector: 'k8s-app=kube-proxy', ready: 0, total: 2, notReady: [] } as const;
    expect(said({ service, portAsked: 8080, kubeProxy })).toEqual(['info headless', ...WELL]);
    expect(said({ kubeProxy })).toEqual(['warning kube-proxy-not-ready']);
  });
});
