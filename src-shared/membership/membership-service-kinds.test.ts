import { describe, expect, it } from 'vitest';
import {
  aPod,
  aService,
  aServicePort,
  aSlice,
  anEndpoint,
  anEndpointOf,
  anEndpointPort,
  conditionsOf,
} from '../../test/support/builders.ts';
import type { Membership, MembershipInput, MemberRow } from './member.ts';
import { membershipOf } from './membership.ts';
import { reachNotes } from './reach-notes.ts';

const NODES = new Map([
  ['node-1', { ready: true }],
  ['node-2', { ready: true }],
]);

function membership(input: Partial<MembershipInput>): Membership {
  return membershipOf({ service: aService(), slices: [], pods: [], endpoints: null, nodes: NODES, ...input });
}

const brief = ({ state, reasons }: MemberRow): string => [state, ...reasons.map(({ code }) => code)].join(' ');
const TERMINATING = { ready: false, serving: true, terminating: true } as const;
const leaving = (name: string, ip: string, nodeName = 'node-1') =>
  aPod({ meta: { name, deletionTimestamp: '2026-01-02T00:00:00Z' }, podIPs: [ip], nodeName });

describe('1.8 a Node that does not exist', () => {
  const pod = aPod({ nodeName: 'gone' });

  it('leaves its Pods out of slices', () => {
    const result = membership({ pods: [pod] });
    expect(result.rows[0]).toMatchObject({ state: 'out', reasons: [{ code: 'node-missing', node: 'gone' }] });
    expect(result.none).toEqual({ code: 'node-missing', node: 'gone' });
  });

  it('is the reason of a Service only where it is that of all its Pods', () => {
    const other = aPod({ meta: { name: 'web-2' }, conditions: conditionsOf(false) });
    const slices = [aSlice({ endpoints: [anEndpointOf(other, { ready: false, serving: false })] })];
    expect(membership({ pods: [pod, other], slices }).none).toEqual({ code: 'none-ready', pods: 2 });
  });

  it('does not with publishNotReadyAddresses: there its absence is a lag', () => {
    const service = aService({ publishNotReadyAddresses: true });
    expect(membership({ service, pods: [pod] }).rows.map(brief)).toEqual(['out slices-lag']);
  });
});

describe('1.9 selector, ExternalName, headless', () => {
  it('a selector is an equality map: a Pod with one of two labels is no row', () => {
    const service = aService({ selector: { app: 'web', tier: 'front' } });
    const result = membership({ service, pods: [aPod()] });
    expect(result).toMatchObject({ rows: [], none: { code: 'no-pod-matches', selector: 'app=web,tier=front' } });
  });

  it('a Pod of another namespace is never selected', () => {
    expect(membership({ pods: [aPod({ meta: { namespace: 'other' } })] }).rows).toEqual([]);
  });

  it.each([null, {}])('without a selector (%j) endpoints are managed by hand', (selector) => {
    const service = aService({ selector });
    expect(membership({ service, pods: [aPod()] })).toMatchObject({ rows: [], none: { code: 'no-selector' } });
    const slices = [aSlice({ managedBy: null, endpoints: [anEndpoint()] })];
    expect(membership({ service, slices }).rows.map(brief)).toEqual(['in hand-made']);
  });

  it('a hand-made slice whose port has another name carries nothing', () => {
    const service = aService({ selector: null, ports: [aServicePort({ name: 'web' })] });
    const slices = [aSlice({ managedBy: null, endpoints: [anEndpoint()] })];
    expect(membership({ service, slices }).rows.map(brief)).toEqual(['not-ready hand-made port-not-in-slice']);
  });

  it('ExternalName has no endpoints, whatever selector or slices it has', () => {
    const service = aService({ type: 'ExternalName', externalName: 'db.example.com', clusterIPs: [] });
    const pod = aPod();
    expect(membership({ service, pods: [pod] }).rows.map(brief)).toEqual(['out external-name']);
    const result = membership({ service, pods: [pod], slices: [aSlice({ endpoints: [anEndpointOf(pod)] })] });
    expect(result.rows.map(brief)).toEqual(['not-ready external-name']);
    expect(result).toMatchObject({ counts: { ready: 0 }, none: { code: 'external-name', name: 'db.example.com' } });
  });

  it('headless without ports: in is what DNS answers with', () => {
    const service = aService({ clusterIPs: ['None'], ports: [] });
    const pod = aPod();
    const slices = [aSlice({ ports: [], endpoints: [anEndpointOf(pod)] })];
    expect(membership({ service, pods: [pod], slices })).toMatchObject({
      rows: [{ state: 'in', reasons: [{ code: 'ready' }] }],
      ports: [],
      counts: { ready: 1, total: 1 },
      none: null,
    });
  });

  it('headless has no kube-proxy and no fallback to Pods that are terminating', () => {
    const service = aService({ clusterIPs: ['None'] });
    const pod = leaving('web-1', '10.244.0.1');
    const slices = [aSlice({ endpoints: [anEndpointOf(pod, TERMINATING)] })];
    expect(membership({ service, pods: [pod], slices }).rows.map(brief)).toEqual(['not-ready terminating']);
  });
});

describe('1.10 which endpoints get traffic', () => {
  const slicesOf = (pods: readonly ReturnType<typeof aPod>[]) => [
    aSlice({ endpoints: pods.map((pod) => anEndpointOf(pod, TERMINATING)) }),
  ];

  it('if every endpoint is terminating, the serving ones still get it (KEP-1669)', () => {
    const pods = [leaving('web-1', '10.244.0.1'), leaving('web-2', '10.244.0.2')];
    const result = membership({ pods, slices: slicesOf(pods) });
    expect(result.rows.map(brief)).toEqual(['in serving-while-terminating', 'in serving-while-terminating']);
    expect(result).toMatchObject({ counts: { ready: 2, total: 2 }, none: null, ports: [{ ready: 2, total: 2 }] });
  });

  it('one that is terminating and no longer serving gets none', () => {
    const pod = { ...leaving('web-1', '10.244.0.1'), conditions: conditionsOf(false) };
    const slices = [aSlice({ endpoints: [anEndpointOf(pod, { ...TERMINATING, serving: false })] })];
    expect(membership({ pods: [pod], slices }).rows.map(brief)).toEqual(['not-ready terminating']);
  });

  it('it is decided per port: ready for one port does not speak for another', () => {
    const service = aService({ ports: [aServicePort({ name: 'a' }), aServicePort({ name: 'b', port: 81 })] });
    const slices = [
      aSlice({
        meta: { name: '1' },
        managedBy: null,
        ports: [anEndpointPort({ name: 'a' })],
        endpoints: [anEndpoint()],
      }),
      aSlice({
        meta: { name: '2' },
        managedBy: null,
        ports: [anEndpointPort({ name: 'a' }), anEndpointPort({ name: 'b' })],
        endpoints: [anEndpoint({ addresses: ['10.244.0.2'], conditions: TERMINATING })],
      }),
    ];
    const rows = membership({ service: { ...service, selector: null }, slices }).rows;
    expect(rows.map(({ name, ports }) => [name, ...ports.map(({ traffic }) => traffic)])).toEqual([
      ['10.244.0.1', true, false],
      ['10.244.0.2', false, true],
    ]);
  });

  it('with internalTrafficPolicy Local it is decided per Node (KEP-2086)', () => {
    const service = aService({ internalTrafficPolicy: 'Local' });
    const stays = aPod();
    const away = leaving('web-2', '10.244.1.2', 'node-2');
    const slices = [aSlice({ endpoints: [anEndpointOf(stays), anEndpointOf(away, TERMINATING)] })];
    const input = { pods: [stays, away], slices };
    expect(membership({ ...input, service }).rows.map(brief)).toEqual(['in ready', 'in serving-while-terminating']);
    expect(membership(input).rows.map(brief)).toEqual(['in ready', 'not-ready terminating']);
  });
});

describe('addresses that a Service can’t use', () => {
  it('a Pod without an address of the Service’s family is left out', () => {
    const result = membership({ service: aService({ ipFamilies: ['IPv6'] }), pods: [aPod()] });
    expect(result.rows[0]?.reasons).toEqual([{ code: 'no-ip-of-family', families: ['IPv6'] }]);
    expect(result.none).toEqual({ code: 'no-addresses', pods: 1 });
  });

  it('a slice of a family the Service has not, and one of names, carry nothing', () => {
    const service = aService({ selector: null });
    const v6 = aSlice({ managedBy: null, addressType: 'IPv6', endpoints: [anEndpoint({ addresses: ['fd00::1'] })] });
    expect(membership({ service, slices: [v6] }).rows.map(brief)).toEqual(['not-ready no-ip-of-family hand-made']);
    const fqdn = aSlice({
      managedBy: null,
      addressType: 'FQDN',
      endpoints: [anEndpoint({ addresses: ['a.example'] })],
    });
    expect(membership({ service, slices: [fqdn] }).rows.map(brief)).toEqual(['not-ready fqdn hand-made']);
  });

  it('a port without a number is skipped by kube-proxy', () => {
    const slices = [aSlice({ managedBy: null, ports: [anEndpointPort({ port: null })], endpoints: [anEndpoint()] })];
    expect(membership({ slices }).counts).toEqual({ ready: 0, total: 1 });
  });
});

describe('1.10 who reaches which endpoints: traffic policies and hints', () => {
  const local = { internalTrafficPolicy: 'Local' } as const;
  const outside = { type: 'NodePort', externalTrafficPolicy: 'Local' } as const;
  const on = (nodeName: string, change: Partial<ReturnType<typeof anEndpoint>> = {}) =>
    anEndpoint({ addresses: [`10.244.0.${String(nodeName.length)}`], nodeName, ...change });
  const zone = (address: string, ...forZones: readonly string[]) => anEndpoint({ addresses: [address], forZones });
  const notes = (service: Partial<ReturnType<typeof aService>>, endpoints: readonly ReturnType<typeof anEndpoint>[]) =>
    reachNotes({ service: aService(service), slices: [aSlice({ endpoints })], nodes: NODES });

  it.each([
    ['policy Cluster', {}, [on('node-1')], []],
    ['internal Local', local, [on('node-1')], [{ code: 'local-drops', policy: 'internal', nodes: ['node-2'] }]],
    ['internal Local, an endpoint on each Node', local, [on('node-1'), on('node-2')], []],
    ['external Local', outside, [on('node-2')], [{ code: 'local-drops', policy: 'external', nodes: ['node-1'] }]],
    [
      'external Local of a Service nobody outside reaches',
      { externalTrafficPolicy: 'Local' } as const,
      [on('node-1')],
      [],
    ],
    [
      'an endpoint that is not ready is none',
      local,
      [on('node-1'), on('node-2', { conditions: { ready: false, serving: false, terminating: false } })],
      [{ code: 'local-drops', policy: 'internal', nodes: ['node-2'] }],
    ],
    [
      'one that is leaving and still serves is one',
      local,
      [on('node-1'), on('node-2', { conditions: TERMINATING })],
      [],
    ],
    ['no endpoint at all is another reason’s matter', local, [], []],
    ['headless: no kube-proxy', { ...local, clusterIPs: ['None'] }, [on('node-1')], []],
    ['ExternalName: no kube-proxy', { ...local, type: 'ExternalName' } as const, [on('node-1')], []],
    [
      'zone hints on all',
      { trafficDistribution: 'PreferClose' },
      [zone('10.0.0.1', 'a'), zone('10.0.0.2', 'a'), zone('10.0.0.3', 'b')],
      [
        {
          code: 'zone-hints',
          zones: [
            { zone: 'a', endpoints: 2 },
            { zone: 'b', endpoints: 1 },
          ],
        },
      ],
    ],
    ['hints on some', {}, [zone('10.0.0.1', 'a'), zone('10.0.0.2')], [{ code: 'hints-ignored' }]],
    [
      'a hint that is missing on one that is not ready does not count',
      {},
      [zone('10.0.0.1', 'a'), anEndpoint({ addresses: ['10.0.0.2'], conditions: TERMINATING })],
      [{ code: 'zone-hints', zones: [{ zone: 'a', endpoints: 1 }] }],
    ],
    [
      'Node hints come first',
      {},
      [on('node-1', { forNodes: ['node-1'], forZones: ['a'] })],
      [{ code: 'node-hints', nodes: ['node-1'] }],
    ],
    [
      'hints do nothing to policy Local',
      local,
      [on('node-1', { forZones: ['a'] }), on('node-2', { forZones: ['a'] })],
      [],
    ],
    [
      'trafficDistribution without hints',
      { trafficDistribution: 'PreferClose' },
      [zone('10.0.0.1')],
      [{ code: 'distribution-without-hints', distribution: 'PreferClose' }],
    ],
  ])('%s', (_, service, endpoints, expected) => {
    expect(notes(service, endpoints)).toEqual(expected);
  });

  it('a Pod in a slice of each family is one of the endpoints that a zone goes to', () => {
    const targetRef = { kind: 'Pod', name: 'web-1', namespace: 'default', uid: 'uid-web-1' } as const;
    const slices = (['IPv4', 'IPv6'] as const).map((addressType, index) =>
      aSlice({
        addressType,
        endpoints: [anEndpoint({ addresses: [['10.0.0.1', 'fd00::1'][index] ?? ''], targetRef, forZones: ['a'] })],
      }),
    );
    const service = aService({ ipFamilies: ['IPv4', 'IPv6'] });
    expect(reachNotes({ service, slices, nodes: NODES })).toEqual([
      { code: 'zone-hints', zones: [{ zone: 'a', endpoints: 1 }] },
    ]);
  });

  it('nothing is said of slices that were not read, and Nodes that were not read are not guessed', () => {
    const service = aService(local);
    expect(reachNotes({ service, slices: null, nodes: NODES })).toEqual([]);
    const slices = [aSlice({ endpoints: [on('node-1')] })];
    expect(reachNotes({ service, slices, nodes: null })).toEqual([
      { code: 'local-nodes-unknown', policy: 'internal', nodes: ['node-1'] },
    ]);
  });

  it('leaves the rows and their reasons as they are', () => {
    const pod = aPod();
    const slices = [aSlice({ endpoints: [anEndpointOf(pod)] })];
    const hinted = slices.map((slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((each) => ({ ...each, forZones: ['a'] })),
    }));
    expect(membership({ pods: [pod], slices: hinted }).rows).toEqual(membership({ pods: [pod], slices }).rows);
  });
});
