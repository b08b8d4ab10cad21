import { describe, expect, it } from 'vitest';
import {
  aContainer,
  aPod,
  aService,
  aServicePort,
  aSlice,
  aTargetRef,
  anEndpoint,
  anEndpointOf,
  anEndpointPort,
  conditionsOf,
} from '../../test/support/builders.ts';
import type { Pod } from '../kube/pod.ts';
import type { Membership, MembershipInput, MemberRow } from './member.ts';
import { membershipOf } from './membership.ts';

const NODES = new Map([['node-1', { ready: true }]]);

/** Service `web` and the given, on a cluster where everything may be read. */
function membership(input: Partial<MembershipInput>): Membership {
  return membershipOf({ service: aService(), slices: [], pods: [], endpoints: null, nodes: NODES, ...input });
}

function row(input: Partial<MembershipInput>): MemberRow {
  const { rows } = membership(input);
  expect(rows).toHaveLength(1);
  return rows[0] as MemberRow;
}

/** A row in short: its state and the codes of its reasons. */
const brief = ({ state, reasons }: MemberRow): string => [state, ...reasons.map(({ code }) => code)].join(' ');

const notReady = (pod: Parameters<typeof aPod>[0] = {}): Pod => aPod({ conditions: conditionsOf(false), ...pod });
const terminating = (pod: Parameters<typeof aPod>[0] = {}): Pod =>
  aPod({ ...pod, meta: { deletionTimestamp: '2026-01-02T00:00:00Z', ...pod.meta } });
const TERMINATING = { ready: false, serving: true, terminating: true } as const;

describe('1.1 which Pods stand in slices', () => {
  it.each(['Succeeded', 'Failed'] as const)('a Pod whose phase is %s is left out', (phase) => {
    const result = membership({ pods: [aPod({ phase, reason: 'Evicted' })] });
    expect(result.rows.map(brief)).toEqual(['out phase']);
    expect(result.rows[0]?.reasons).toEqual([{ code: 'phase', phase, reason: 'Evicted' }]);
    expect(result.none).toEqual({ code: 'all-completed', pods: 1 });
  });

  it('a Pod without podIP is left out, and why it has none comes first', () => {
    const pod = aPod({ phase: 'Pending', podIPs: [], nodeName: null, conditions: [] });
    const result = membership({ pods: [pod] });
    expect(result.rows.map(brief)).toEqual(['out unscheduled no-ip']);
    expect(result.none).toEqual({ code: 'no-addresses', pods: 1 });
  });

  it('a terminating Pod stays in slices: not ready, serving, and out of traffic while another is ready', () => {
    const leaving = terminating({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] });
    const stays = aPod();
    const slices = [aSlice({ endpoints: [anEndpointOf(stays), anEndpointOf(leaving, TERMINATING)] })];
    const result = membership({ pods: [stays, leaving], slices });
    expect(result.rows.map(brief)).toEqual(['in ready', 'not-ready terminating']);
    expect(result.rows[1]?.conditions).toEqual(TERMINATING);
    expect(result.counts).toEqual({ ready: 1, total: 2 });
  });
});

describe('1.2 readiness', () => {
  it('a Ready Pod is in', () => {
    const pod = aPod();
    const result = membership({ pods: [pod], slices: [aSlice({ endpoints: [anEndpointOf(pod)] })] });
    expect(result.rows.map(brief)).toEqual(['in ready']);
    expect(result).toMatchObject({ counts: { ready: 1, total: 1 }, none: null });
  });

  it('is the condition Ready and not "3/3": ready containers behind a shut readiness gate are not ready', () => {
    const pod = notReady({ readinessGates: ['example.com/lb'] });
    const slices = [aSlice({ endpoints: [anEndpointOf(pod, { ready: false, serving: false })] })];
    const result = membership({ pods: [pod], slices });
    expect(result.rows.map(brief)).toEqual(['not-ready readiness-gate']);
    expect(result.none).toEqual({ code: 'none-ready', pods: 1 });
  });

  it('publishNotReadyAddresses makes a Pod that is not Ready, or terminating, ready in slices', () => {
    const service = aService({ publishNotReadyAddresses: true });
    const unready = notReady({ containers: [aContainer({ status: null })] });
    const slices = [aSlice({ endpoints: [anEndpointOf(unready, { serving: false })] })];
    expect(brief(row({ service, pods: [unready], slices }))).toBe('in published-not-ready not-ready');
    const leaving = terminating();
    const ofLeaving = [aSlice({ endpoints: [anEndpointOf(leaving, { terminating: true })] })];
    expect(brief(row({ service, pods: [leaving], slices: ofLeaving }))).toBe('in published-not-ready terminating');
  });
});

describe('1.3 what may be absent', () => {
  it('absent conditions mean ready and serving, not terminating; absent targetRef and nodeName break nothing', () => {
    const bare = anEndpoint({ conditions: { ready: null, serving: null, terminating: null }, nodeName: null });
    const found = row({
      service: aService({ selector: null }),
      slices: [aSlice({ managedBy: null, endpoints: [bare] })],
    });
    expect(found).toMatchObject({ key: '10.244.0.1', name: '10.244.0.1', pod: null, nodeName: null, state: 'in' });
    expect(found.conditions).toEqual({ ready: true, serving: true, terminating: false });
  });

  it('an absent serving is true whatever ready says: alone and terminating it gets the traffic', () => {
    const pod = terminating();
    const slices = [aSlice({ endpoints: [anEndpointOf(pod, { ...TERMINATING, serving: null })] })];
    expect(brief(row({ pods: [pod], slices }))).toBe('in serving-while-terminating');
  });

  it('an absent serving makes nobody ready who is not', () => {
    const pod = notReady();
    const found = row({
      pods: [pod],
      slices: [aSlice({ endpoints: [anEndpointOf(pod, { ready: false, serving: null })] })],
    });
    expect(found).toMatchObject({ state: 'not-ready', conditions: { ready: false, serving: true } });
  });

  it('an endpoint without addresses is not one', () => {
    expect(membership({ slices: [aSlice({ endpoints: [anEndpoint({ addresses: [] })] })] }).rows).toEqual([]);
  });
});

describe('1.4 a named targetPort is resolved by each Pod', () => {
  const service = aService({ ports: [aServicePort({ name: 'web', targetPort: 'http' })] });
  const ported = (name: string, ip: string, containerPort: number): Pod =>
    aPod({
      meta: { name },
      podIPs: [ip],
      containers: [aContainer({ ports: [{ name: 'http', containerPort, protocol: 'TCP' }] })],
    });

  it('different Pods may resolve it to different numbers, in slices of their own', () => {
    const [a, b] = [ported('web-a', '10.244.0.1', 8080), ported('web-b', '10.244.0.2', 9090)];
    const slices = [a, b].map((pod, index) =>
      aSlice({
        meta: { name: `web-${String(index)}` },
        ports: [anEndpointPort({ name: 'web', port: index === 0 ? 8080 : 9090 })],
        endpoints: [anEndpointOf(pod)],
      }),
    );
    const result = membership({ service, pods: [a, b], slices });
    expect(result.rows.map(brief)).toEqual(['in ready', 'in ready']);
    expect(result.ports[0]).toMatchObject({
      targets: [
        { number: 8080, members: 1 },
        { number: 9090, members: 1 },
      ],
      ready: 2,
      total: 2,
    });
  });

  it('not found: the Pod stands in a slice that lacks the port, ready, and gets nothing', () => {
    const pod = aPod();
    const slices = [aSlice({ ports: [], endpoints: [anEndpointOf(pod)] })];
    const result = membership({ service, pods: [pod], slices });
    expect(result.rows.map(brief)).toEqual(['not-ready port-not-found']);
    expect(result.rows[0]?.ports).toEqual([
      { name: 'web', protocol: 'TCP', number: null, inSlice: false, traffic: false },
    ]);
    expect(result).toMatchObject({
      none: { code: 'port-not-found', targetPort: 'http' },
      counts: { ready: 0, total: 1 },
    });
  });

  it('"in a slice" is per port: in for one, port-not-found for the other', () => {
    const two = aService({
      ports: [aServicePort({ name: 'web' }), aServicePort({ name: 'm', port: 90, targetPort: 'metrics' })],
    });
    const pod = aPod();
    const slices = [aSlice({ ports: [anEndpointPort({ name: 'web' })], endpoints: [anEndpointOf(pod)] })];
    const result = membership({ service: two, pods: [pod], slices });
    expect(result.rows.map(brief)).toEqual(['in ready port-not-found']);
    expect(result.ports.map(({ ready, total }) => [ready, total])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('ports are matched by name and protocol', () => {
    const udp = aService({ ports: [aServicePort({ name: 'dns', protocol: 'UDP', targetPort: 53 })] });
    const pod = aPod();
    const slices = [aSlice({ ports: [anEndpointPort({ name: 'dns', port: 53 })], endpoints: [anEndpointOf(pod)] })];
    expect(membership({ service: udp, pods: [pod], slices }).ports[0]?.total).toBe(0);
  });
});

it('1.5 a numeric targetPort needs no containerPort', () => {
  const pod = aPod({ containers: [aContainer({ ports: [] })] });
  const found = row({ pods: [pod], slices: [aSlice({ endpoints: [anEndpointOf(pod)] })] });
  expect(brief(found)).toBe('in ready');
  expect(found.ports).toEqual([{ name: '', protocol: 'TCP', number: 8080, inSlice: true, traffic: true }]);
});

describe('1.6 slices', () => {
  it('an endpoint that stands in two slices for a moment is one row', () => {
    const pod = aPod();
    const slices = ['a', 'b'].map((name) => aSlice({ meta: { name }, endpoints: [anEndpointOf(pod)] }));
    const result = membership({ pods: [pod], slices });
    expect(result.rows.map(brief)).toEqual(['in ready']);
    expect(result).toMatchObject({ counts: { ready: 1, total: 1 }, ports: [{ total: 1, targets: [{ members: 1 }] }] });
  });

  it('the two families of a dual-stack Pod, in slices of their own, are one row', () => {
    const service = aService({ ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['10.96.0.10', 'fd00::10'] });
    const pod = aPod({ podIPs: ['10.244.0.1', 'fd00:1::1'] });
    const of = (addressType: 'IPv4' | 'IPv6', address: string) =>
      aSlice({
        meta: { name: addressType },
        addressType,
        endpoints: [anEndpoint({ addresses: [address], targetRef: aTargetRef(pod) })],
      });
    const found = row({ service, pods: [pod], slices: [of('IPv6', 'fd00:1::1'), of('IPv4', '10.244.0.1')] });
    expect(found.addresses).toEqual(['10.244.0.1', 'fd00:1::1']);
    expect(brief(found)).toBe('in ready');
  });

  it('managed-by says who wrote an address that no selector chose', () => {
    const slices = [aSlice({ managedBy: 'someone.example.com', endpoints: [anEndpoint()] })];
    expect(row({ slices }).reasons).toEqual([{ code: 'hand-made', managedBy: 'someone.example.com' }]);
  });

  it('an address that is ready in a slice without the port, and not in the one that has it, is not ready', () => {
    const [has, hasNot] = [{}, { ports: [] }].map((ports, index) =>
      aSlice({
        meta: { name: String(index) },
        ...ports,
        endpoints: [anEndpoint({ conditions: { ready: index === 1, serving: null, terminating: null } })],
      }),
    );
    const slices = [has, hasNot].flatMap((slice) => slice ?? []);
    expect(brief(row({ slices }))).toBe('not-ready not-ready');
    expect(brief(row({ slices: slices.slice(1) }))).toBe('not-ready port-not-in-slice');
  });

  it('two hostNetwork Pods with the address of one Node are two rows', () => {
    const pods = ['web-1', 'web-2'].map((name) => aPod({ meta: { name }, hostNetwork: true, podIPs: ['192.0.2.1'] }));
    const slices = [aSlice({ endpoints: pods.map((pod) => anEndpointOf(pod)) })];
    expect(membership({ pods, slices }).rows.map(brief)).toEqual(['in ready', 'in ready']);
  });
});
