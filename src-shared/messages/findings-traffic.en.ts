import type { BrokenBy } from '../findings/diagnosis-input.ts';
import type { FindingSentences } from './finding-text.ts';
import { podsEn } from './findings-pods.en.ts';

const port = (name: string): string => (name === '' ? 'its port' : `port "${name}"`);
const nodes = (number: number): string => `${String(number)} ${number === 1 ? 'Node' : 'Nodes'}`;
const requests = (failed: number, answered: number): string =>
  `${String(failed)} of ${String(failed + answered)} requests`;
/** Who it comes from; chance is judged in traffic/silent-members.ts. */
const silence = (pods: readonly string[]): string =>
  pods.length === 0
    ? ''
    : ` ${podsEn(pods)} never answered while others did; chance alone passes somebody over in fewer than 1 of 1,000 such runs.`;
const BROKEN: Readonly<Record<BrokenBy, string>> = {
  reset: 'connection cut before the answer was whole',
  tls: 'TLS handshake failed',
  unreachable: 'no route to the address',
  dns: 'name not resolved',
  other: 'another failure of curl',
};

export const findingsTrafficEn = {
  'named-port-missing': ({ parameters: { pods, targetPort, protocol, port: name, names, nearest, of } }) => ({
    title: `No container has a ${protocol} port named "${targetPort}"`,
    explanation: `targetPort of ${port(name)} is a name each Pod resolves. It does not in ${String(pods.length)} of ${String(of)}: ${podsEn(pods)}. ${names.length === 0 ? 'They name no port.' : `They name: ${names.join(', ')}.`}`,
    next:
      nearest === null
        ? 'Set targetPort to the number the Pods listen on, or name that containerPort.'
        : `Set targetPort to ${nearest}, or to the number the Pods listen on.`,
  }),
  'named-port-other-protocol': ({ parameters: { targetPort, protocol, has, port: name } }) => ({
    title: `Container port "${targetPort}" is ${has}, the Service asks for ${protocol}`,
    explanation: `A named targetPort is found by name and protocol, so ${port(name)} has no endpoint in these Pods.`,
    next: `Set the protocol of the Service’s port to ${has}, or that of the containerPort to ${protocol}.`,
  }),
  'slice-lacks-port': ({ parameters: { addresses, port: name, protocol, carried } }) => ({
    title: `No EndpointSlice carries the ${protocol} port "${name}" of the Service`,
    explanation: `kube-proxy joins ports by name and protocol. The slices carry: ${carried.length === 0 ? 'none with a number' : carried.join(', ')}. Without it: ${addresses.join(', ')}.`,
    next: 'Give the port in the EndpointSlice the name it has in the Service.',
  }),
  'probe-port-not-targeted': ({ parameters: { pods, container, probePort, targetPorts } }) => ({
    title: 'The readiness probe asks another port than the Service sends to',
    explanation: `${podsEn(pods)}: the probe of container ${container} asks ${String(probePort)}, the Service sends to ${targetPorts.join(', ')}. Ready then says nothing about the port that gets the requests.`,
    next: 'Nothing, if that port answers for the whole application; otherwise probe the port that gets the traffic.',
  }),
  'no-address-of-family': ({ parameters: { pods, families, addresses } }) => ({
    title: `${podsEn(pods)}: no ${families.join(' or ')} address`,
    explanation: `The Service has ${families.join(' and ')} in ipFamilies, and the addresses of the Pods are: ${addresses.join(', ')}. New connections to a ClusterIP of a family without endpoints are refused.`,
    next: 'Make the Service of the family the Pods have (ipFamilies), or give the cluster’s Pods both families.',
  }),
  'slices-lag': ({ parameters: { pods, seconds } }) => ({
    title: 'EndpointSlices do not follow the Pods',
    explanation: `For ${String(seconds)} s nothing has changed, and they still are not what the controller would write for: ${pods.join(', ')}.`,
    next: 'See whether kube-controller-manager runs; it writes the slices.',
  }),
  'no-endpoint-ready': ({ parameters: { listed } }) => ({
    title: listed === 0 ? 'The Service has no endpoint' : 'No endpoint is ready',
    explanation:
      listed === 0
        ? 'It has no endpoint; new connections to it are refused.'
        : `${String(listed)} listed, none gets traffic; new connections to the Service are refused.`,
    next: 'Look at what stands behind the addresses. Written by hand, they are ready when their slice says so.',
  }),
  'one-endpoint': ({ parameters: { endpoint } }) => ({
    title: 'One endpoint only',
    explanation: `All traffic goes to ${endpoint}. When it restarts, the Service answers nobody.`,
    next: 'Run two replicas or more, if the application can.',
  }),
  'all-terminating': ({ parameters: { pods } }) => ({
    title: 'Only Pods that are shutting down answer',
    explanation: `No endpoint is ready, so traffic goes to those that are terminating and still serve: ${pods.join(', ')}. When they end, nobody is left.`,
    next: 'See why no new Pod is ready.',
  }),
  'endpoints-differ': ({ parameters: { onlyInSlices, onlyInEndpoints } }) => ({
    title: 'Endpoints and EndpointSlices disagree',
    explanation: [
      ...(onlyInSlices.length > 0 ? [`Only in EndpointSlices: ${onlyInSlices.join(', ')}.`] : []),
      ...(onlyInEndpoints.length > 0 ? [`Only in Endpoints: ${onlyInEndpoints.join(', ')}.`] : []),
      'EndpointSlices are what kube-proxy reads.',
    ].join(' '),
    next: 'Trust the EndpointSlices. Whatever still reads Endpoints (deprecated since 1.33) sees something else.',
  }),
  'endpoints-truncated': () => ({
    title: 'Endpoints are cut at 1,000 addresses',
    explanation: 'The deprecated Endpoints object holds no more; EndpointSlices have them all.',
    next: 'Nothing for kube-proxy. Whatever still reads Endpoints should read EndpointSlices.',
  }),
  'internal-local-without-endpoint': ({ parameters: { without, having } }) => ({
    title: `Clients on ${nodes(without.length)} reach nobody`,
    explanation: `internalTrafficPolicy is Local: connections stay on their Node, and are dropped where it has no endpoint. Without: ${without.join(', ')}. With: ${having.join(', ')}.`,
    next: 'Nothing, if no client runs there. Otherwise run a Pod on each Node (DaemonSet), or set internalTrafficPolicy to Cluster.',
  }),
  'external-local-without-endpoint': ({ parameters: { without, having } }) => ({
    title: `${nodes(without.length)} ${without.length === 1 ? 'takes' : 'take'} no traffic from outside`,
    explanation: `externalTrafficPolicy is Local: what arrives on a Node without an endpoint is dropped; load balancers leave such Nodes out. Without: ${without.join(', ')}. With: ${having.join(', ')}.`,
    next: 'Nothing, if callers come by a load balancer. Otherwise call a Node that has an endpoint, or set externalTrafficPolicy to Cluster, which hides the client’s address.',
  }),
  'hints-narrow': ({ parameters: { places } }) => ({
    title: 'Each client reaches a part of the endpoints',
    explanation: `Hints in the EndpointSlices keep traffic near: ${places.map(({ place, endpoints }) => `${place}: ${String(endpoints)}`).join(', ')}. Counts per Pod depend on where the client runs.`,
    next: 'Nothing, if that is meant. trafficDistribution or the annotation service.kubernetes.io/topology-mode asks for it.',
  }),
  'network-policy-denies': ({ parameters: { pods, policies, targetPort, protocol } }) => ({
    title: `NetworkPolicies let nobody in to port ${String(targetPort)}`,
    explanation: `A prediction: ${podsEn(pods)} is selected by ${policies.join(', ')}, and no rule of theirs lets in ${protocol} ${String(targetPort)}. A network plugin that enforces them drops such connections; clients then wait in vain.`,
    next: 'Test traffic. If it hangs, add an ingress rule for this port.',
  }),
  'network-policy-limits': ({ parameters: { pods, policies, targetPort, protocol } }) => ({
    title: `NetworkPolicies let only some sources in to port ${String(targetPort)}`,
    explanation: `A prediction: ${podsEn(pods)} is selected by ${policies.join(', ')}, which let in ${protocol} ${String(targetPort)} from certain sources.`,
    next: 'Nothing, if the client is one of them. Test traffic from where the client runs.',
  }),
  'kube-proxy-not-ready': ({ parameters: { ready, total } }) => ({
    title: `kube-proxy is ready on ${String(ready)} of ${String(total)} Nodes`,
    explanation:
      'Where it is not, the rules for ClusterIPs may be old or missing, and connections from there may fail.',
    next: 'Look at the kube-proxy Pods that are not ready and their logs.',
  }),
  'other-data-plane': ({ parameters: { dataPlane } }) => ({
    title: `${dataPlane} takes the place of kube-proxy`,
    explanation: 'How it spreads connections, and how it keeps a client on one Pod, may differ from kube-proxy.',
    next: 'Nothing. Read its documentation where the results of a traffic test surprise.',
  }),
  'traffic-refused': ({ parameters: { targetPort, silent, failed, answered } }) => ({
    title: `${requests(failed, answered)} were refused`,
    explanation: `The endpoint is ready, and nothing accepted the connection${targetPort === null ? '' : ` on port ${String(targetPort)}`}.${silent.length === 0 && answered > 0 ? ' Some endpoints answer, so at least one of the others does not listen.' : silence(silent)}`,
    next: 'Find the port the server listens on, and whether it listens on all addresses and not on 127.0.0.1 only; then set targetPort to it.',
  }),
  'traffic-hangs': ({ parameters: { silent, failed, answered } }) => ({
    title: `${requests(failed, answered)} got no answer in time`,
    explanation: `A connection that hangs was dropped on its way, or the server took it and did not answer: a NetworkPolicy, the network plugin, a traffic policy Local, or a busy server.${silence(silent)}`,
    next: 'Look at the NetworkPolicies, those of the client’s namespace too (Egress), and ask the Pod directly from a Pod on the same Node.',
  }),
  'traffic-breaks': ({ parameters: { silent, failed, answered, broken } }) => ({
    title: `${requests(failed, answered)} broke off`,
    explanation: `They ended so: ${broken.map(({ by, requests: times }) => `${BROKEN[by]} (${String(times)})`).join(', ')}.${silence(silent)}`,
    next: 'Read the Pods’ logs: a server that ends or restarts cuts its connections, and so does a proxy in between. Where TLS fails, does this port speak HTTPS, and where answers are cut, HTTP?',
  }),
  'traffic-server-errors': ({ parameters: { failed, answered, statuses } }) => ({
    title: `${String(failed)} of ${String(answered)} answers say that the server failed`,
    explanation: `HTTP status ${statuses.map(({ status, requests: times }) => `${String(status)} (${String(times)})`).join(', ')}. The connections were taken and answered: the Service leads to its Pods, and the application, or a proxy before it, fails.`,
    next: 'Read the Pods’ logs, and look at what the application depends on: a database, another Service.',
  }),
  'nothing-visible': ({ parameters: { answered } }) => ({
    title:
      answered === null
        ? 'Nothing wrong is visible from the API'
        : 'Nothing wrong is visible, and requests were answered',
    explanation:
      answered === null
        ? 'Pods are ready, stand in EndpointSlices, and the ports resolve. Whether the server answers, the API does not know.'
        : `Pods are ready, ports resolve, and the last traffic test got ${String(answered)} answers.`,
    next:
      answered === null
        ? 'Test traffic.'
        : 'If it fails elsewhere, test from there: the client, its DNS or its network differ.',
  }),
} satisfies Partial<FindingSentences>;
