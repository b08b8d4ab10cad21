import { describe, expect, it } from 'vitest';
import { aContainer, aPod, aService, aServicePort } from '../../test/support/builders.ts';
import { found, said, WELL } from '../../test/support/findings/found.ts';
import type { World } from '../../test/support/findings/world.ts';
import { twoPods } from '../../test/support/findings/world.ts';
import type { IngressRule, NetworkPolicy } from '../kube/network-policy.ts';

type Ports = IngressRule['ports'];

/** NetworkPolicy `guard` for Pods with `app=web`, letting nobody in. */
const policy = (more: Partial<NetworkPolicy> = {}, meta: Partial<NetworkPolicy['meta']> = {}): NetworkPolicy => ({
  kind: 'NetworkPolicy',
  meta: { ...aPod().meta, uid: 'uid-guard', name: 'guard', labels: {}, ...meta },
  podSelector: [{ key: 'app', operator: 'In', values: ['web'] }],
  ingress: true,
  rules: [],
  ...more,
});
const tcp = (port: number | string | null, endPort: number | null = null): Ports => [
  { protocol: 'TCP', port, endPort },
];
const rule = (ports: Ports, from: 'anywhere' | 'every Pod' | 'some'): IngressRule => ({
  fromAnywhere: from === 'anywhere',
  fromEveryPod: from === 'every Pod',
  ports,
});
const letting = (ports: Ports, from: 'anywhere' | 'every Pod' | 'some' = 'anywhere'): NetworkPolicy =>
  policy({ rules: [rule(ports, from)] });
const named = aContainer({ ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] });
const DENIED = ['warning network-policy-denies'];
const LIMITED = ['info network-policy-limits', ...WELL];

describe('R12: a NetworkPolicy', () => {
  it.each<[string, NetworkPolicy, readonly string[]]>([
    ['that lets nobody in', policy(), DENIED],
    ['for Egress alone', policy({ ingress: false }), WELL],
    ['for other Pods', policy({ podSelector: [{ key: 'app', operator: 'In', values: ['db'] }] }), WELL],
    ['for every Pod of the namespace', policy({ podSelector: [] }), DENIED],
    ['of another namespace', policy({}, { namespace: 'other' }), WELL],
    ['for every port', letting([]), WELL],
    ['for every port of the protocol', letting(tcp(null)), WELL],
    ['for the port', letting(tcp(8080)), WELL],
    ['for the Service’s port and not the Pods’', letting(tcp(80)), DENIED],
    ['for a range it lies in', letting(tcp(8000, 8080)), WELL],
    ['for a range that ends before it', letting(tcp(8000, 8079)), DENIED],
    ['for another protocol', letting([{ protocol: 'UDP', port: 8080, endPort: null }]), DENIED],
    ['for a name the Pods do not have', letting(tcp('http')), DENIED],
    ['for the port, from some', letting(tcp(8080), 'some'), LIMITED],
    ['for another port, from anywhere', letting(tcp(9090), 'some'), DENIED],
    ['for the port, from every Pod', letting(tcp(8080), 'every Pod'), WELL],
  ])('%s', (_, each, findings) => {
    expect(said({ networkPolicies: [each] })).toEqual(findings);
  });

  it.each<[string, Partial<World>, readonly string[]]>([
    ['and another that lets in: they add up', { networkPolicies: [policy(), letting(tcp(8080))] }, WELL],
    ['and another that lets in some', { networkPolicies: [policy(), letting(tcp(8080), 'some')] }, LIMITED],
    [
      'for a name that a container has',
      { networkPolicies: [letting(tcp('http'))], pods: twoPods({ containers: [named] }) },
      WELL,
    ],
    [
      'for a name that a sidecar has',
      { networkPolicies: [letting(tcp('http'))], pods: twoPods({ initContainers: [{ ...named, sidecar: true }] }) },
      WELL,
    ],
    [
      'for a name of an init container that has ended',
      { networkPolicies: [letting(tcp('http'))], pods: twoPods({ initContainers: [named] }) },
      DENIED,
    ],
    ['and Pods with hostNetwork', { networkPolicies: [policy()], pods: twoPods({ hostNetwork: true }) }, WELL],
    [
      'from every Pod, and a Service that is called from outside',
      { networkPolicies: [letting(tcp(8080), 'every Pod')], service: aService({ type: 'NodePort' }) },
      LIMITED,
    ],
    ['that may not be read', { networkPolicies: null }, WELL],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });

  it('names policies and Pods, a finding a port', () => {
    const service = aService({
      ports: [aServicePort({ name: 'a' }), aServicePort({ name: 'b', port: 81, targetPort: 9090 })],
    });
    const networkPolicies = [letting(tcp(8080), 'some'), policy({}, { name: 'all' })];
    expect(found({ service, networkPolicies }).map(({ code, parameters }) => [code, parameters])).toEqual([
      [
        'network-policy-denies',
        { pods: ['web-1', 'web-2'], policies: ['all', 'guard'], targetPort: 9090, protocol: 'TCP' },
      ],
      [
        'network-policy-limits',
        { pods: ['web-1', 'web-2'], policies: ['all', 'guard'], targetPort: 8080, protocol: 'TCP' },
      ],
    ]);
  });
});
