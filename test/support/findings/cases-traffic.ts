import type { DeniedKind, LastTraffic } from '../../../src-shared/findings/diagnosis-input.ts';
import type { NetworkPolicy } from '../../../src-shared/kube/network-policy.ts';
import type { Pod } from '../../../src-shared/kube/pod.ts';
import type { Service } from '../../../src-shared/kube/service.ts';
import { aContainer, aPod, aService, aServicePort, aSlice, aSubset, anEndpointOf, anEndpoints } from '../builders.ts';
import type { FindingCase, World } from './world.ts';
import { NOTHING_MET, NOW, aWorld, nodesOf, twoPods } from './world.ts';

const withPort = (name: string | null, protocol: 'TCP' | 'UDP' = 'TCP'): readonly Pod[] =>
  twoPods({ containers: [aContainer({ ports: [{ name, containerPort: 8080, protocol }] })] });
const naming = (targetPort: string | number, protocol: 'TCP' | 'UDP' = 'TCP'): Service =>
  aService({ ports: [aServicePort({ targetPort, protocol })] });
const probing = (port: number): readonly Pod[] =>
  twoPods({
    containers: [
      aContainer({
        ports: [{ name: null, containerPort: port, protocol: 'TCP' }],
        readinessProbe: { kind: 'httpGet', port, path: '/' },
      }),
    ],
  });
const families = (ipFamilies: Service['ipFamilies']): Service => aService({ ipFamilies });
const terminating = (deletionTimestamp: string | null): readonly Pod[] => [aPod({ meta: { deletionTimestamp } })];
const hinted = (zone: string): World => {
  const pods = twoPods();
  const endpoints = pods.map((pod, index) => ({ ...anEndpointOf(pod), forZones: [index === 0 ? 'a' : zone] }));
  return aWorld({ pods, slices: [aSlice({ endpoints })] });
};
const policy = (rule: NetworkPolicy['rules'], labels = 'web'): NetworkPolicy => ({
  kind: 'NetworkPolicy',
  meta: { ...aPod().meta, uid: 'uid-netpol', name: 'guard', labels: {} },
  podSelector: [{ key: 'app', operator: 'In', values: [labels] }],
  ingress: true,
  rules: rule,
});
const letting = (port: number, fromAnywhere: boolean): NetworkPolicy['rules'] => [
  { fromAnywhere, fromEveryPod: false, ports: [{ protocol: 'TCP', port, endPort: null }] },
];
const run = (result: Partial<LastTraffic['results'][number]>): LastTraffic => ({
  at: NOW,
  results: [{ ...NOTHING_MET, ...result }],
});
const denied = (kind: string, resource: string): DeniedKind => ({ kind, verb: 'list', resource, namespace: 'default' });
const proxies = (ready: number): World['kubeProxy'] => ({
  ...{ kind: 'kube-proxy', ready, total: 2, selector: 'component=kube-proxy', notReady: ['kube-proxy-x'] },
});
const twoNodes = nodesOf({ 'node-1': true, 'node-2': true });
const sliceOf = (ready: boolean) => [aSlice({ endpoints: twoPods().map((pod) => anEndpointOf(pod, { ready })) })];
/** Of two ready Pods the second as it is said to be. */
const behind = (ready: boolean) => [
  aSlice({ endpoints: twoPods().map((pod, index) => anEndpointOf(pod, { ready: index === 0 || ready })) }),
];
/** The first of two addresses as it is said to be, the second not ready. */
const listing = (ready: boolean) => [
  aSlice({ endpoints: twoPods().map((pod, index) => anEndpointOf(pod, { ready: index === 0 && ready })) }),
];
const CILIUM = { kind: 'other', name: 'Cilium', daemonSet: 'anetd' } as const;

/** R5 to R7, R9 to R16, R18, R20 and silence: ports, endpoints and what is on the way to them. */
export const TRAFFIC_CASES: readonly FindingCase[] = [
  {
    code: 'named-port-missing',
    raised: aWorld({ service: naming('webb'), pods: withPort('web') }),
    nearMiss: aWorld({ service: naming('web'), pods: withPort('web') }),
  },
  {
    code: 'named-port-other-protocol',
    raised: aWorld({ service: naming('web'), pods: withPort('web', 'UDP') }),
    nearMiss: aWorld({ service: naming('web', 'UDP'), pods: withPort('web', 'UDP') }),
  },
  {
    code: 'probe-port-not-targeted',
    raised: aWorld({ pods: probing(9090) }),
    nearMiss: aWorld({ pods: probing(9090), service: naming(9090) }),
  },
  {
    code: 'no-address-of-family',
    raised: aWorld({ service: families(['IPv6']) }),
    nearMiss: aWorld({ service: families(['IPv4']) }),
  },
  {
    code: 'slices-lag',
    raised: aWorld({ slices: behind(false) }),
    nearMiss: aWorld({ slices: behind(true) }),
  },
  {
    code: 'no-endpoint-ready',
    raised: aWorld({ service: aService({ selector: null }), slices: listing(false) }),
    nearMiss: aWorld({ service: aService({ selector: null }), slices: listing(true) }),
  },
  { code: 'one-endpoint', raised: aWorld({ pods: [aPod()] }), nearMiss: aWorld({ pods: twoPods() }) },
  {
    code: 'all-terminating',
    raised: aWorld({ pods: terminating('2026-01-01T00:59:50Z') }),
    nearMiss: aWorld({ pods: terminating(null) }),
  },
  {
    code: 'endpoints-differ',
    raised: aWorld({ endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.1'])] }) }),
    nearMiss: aWorld({ endpoints: anEndpoints({ subsets: [aSubset(['10.244.0.1', '10.244.0.2'])] }) }),
  },
  {
    code: 'endpoints-truncated',
    raised: aWorld({ endpoints: anEndpoints({ truncated: true }) }),
    nearMiss: aWorld({ endpoints: anEndpoints({ truncated: false }) }),
  },
  {
    code: 'internal-local-without-endpoint',
    raised: aWorld({ nodes: twoNodes, service: aService({ internalTrafficPolicy: 'Local' }) }),
    nearMiss: aWorld({ nodes: twoNodes, service: aService({ internalTrafficPolicy: 'Cluster' }) }),
  },
  {
    code: 'external-local-without-endpoint',
    raised: aWorld({ nodes: twoNodes, service: aService({ type: 'NodePort', externalTrafficPolicy: 'Local' }) }),
    nearMiss: aWorld({ nodes: twoNodes, service: aService({ type: 'NodePort', externalTrafficPolicy: 'Cluster' }) }),
  },
  { code: 'hints-narrow', raised: hinted('b'), nearMiss: hinted('a') },
  {
    code: 'network-policy-denies',
    raised: aWorld({ networkPolicies: [policy(letting(9090, true))] }),
    nearMiss: aWorld({ networkPolicies: [policy(letting(8080, true))] }),
  },
  {
    code: 'network-policy-limits',
    raised: aWorld({ networkPolicies: [policy(letting(8080, false))] }),
    nearMiss: aWorld({ networkPolicies: [policy(letting(8080, true))] }),
  },
  {
    code: 'kube-proxy-not-ready',
    raised: aWorld({ kubeProxy: proxies(1) }),
    nearMiss: aWorld({ kubeProxy: proxies(2) }),
  },
  {
    code: 'other-data-plane',
    raised: aWorld({ kubeProxy: CILIUM }),
    // Without a ClusterIP nobody has to lead from it.
    nearMiss: aWorld({ kubeProxy: CILIUM, service: aService({ clusterIPs: ['None'] }) }),
  },
  {
    code: 'traffic-refused',
    raised: aWorld({ pods: withPort(null), service: naming(8081), lastTraffic: run({ refused: 40 }) }),
    nearMiss: aWorld({ pods: withPort(null), service: naming(8081), lastTraffic: run({ refused: 0 }) }),
  },
  {
    code: 'traffic-hangs',
    raised: aWorld({ lastTraffic: run({ timeouts: 3 }) }),
    nearMiss: aWorld({ lastTraffic: run({ timeouts: 0 }) }),
  },
  {
    code: 'traffic-breaks',
    raised: aWorld({ lastTraffic: run({ answered: 1, broken: [{ by: 'reset', requests: 39 }] }) }),
    nearMiss: aWorld({ lastTraffic: run({ answered: 1, broken: [] }) }),
  },
  {
    code: 'traffic-server-errors',
    raised: aWorld({ lastTraffic: run({ answered: 40, serverErrors: [{ status: 503, requests: 12 }] }) }),
    nearMiss: aWorld({ lastTraffic: run({ answered: 40, serverErrors: [] }) }),
  },
  { code: 'nothing-visible', raised: aWorld(), nearMiss: aWorld({ lastTraffic: run({ refused: 1 }) }) },
  {
    code: 'flapping',
    raised: aWorld({ flapping: [{ name: 'web-1', times: 4, until: NOW + 60_000 }] }),
    nearMiss: aWorld({ flapping: [] }),
  },
  {
    code: 'pods-unknown',
    raised: aWorld({ pods: null, slices: sliceOf(true), deniedKinds: [denied('Pod', 'pods')] }),
    nearMiss: aWorld({ pods: twoPods(), slices: sliceOf(true), deniedKinds: [denied('Pod', 'pods')] }),
  },
  {
    code: 'slices-unknown',
    raised: aWorld({ slices: null, deniedKinds: [denied('EndpointSlice', 'endpointslices.discovery.k8s.io')] }),
    nearMiss: aWorld({ slices: 'written', deniedKinds: [denied('EndpointSlice', 'endpointslices.discovery.k8s.io')] }),
  },
  {
    code: 'kind-unknown',
    raised: aWorld({
      networkPolicies: null,
      deniedKinds: [denied('NetworkPolicy', 'networkpolicies.networking.k8s.io')],
    }),
    nearMiss: aWorld({ networkPolicies: null, deniedKinds: [] }),
  },
];
