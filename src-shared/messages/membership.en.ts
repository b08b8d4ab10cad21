import type { MembershipMessages } from './membership-text.ts';

const plural = new Intl.PluralRules('en');
const pods = (count: number): string => `${String(count)} ${plural.select(count) === 'one' ? 'Pod' : 'Pods'}`;
/** A few by name, the rest as a number: a cluster may have thousands. */
const names = (all: readonly string[]): string =>
  all.length <= NAMED ? all.join(', ') : `${all.slice(0, NAMED).join(', ')} and ${number(all.length - NAMED)} more`;
const NAMED = 5;
const number = (value: number): string => value.toLocaleString('en');
const because = (reason: string | null, message: string | null): string => {
  const said = [reason, message].filter((part) => part !== null && part !== '');
  return said.length === 0 ? '.' : `: ${said.join(', ')}`;
};

export const membershipEn: MembershipMessages = {
  state: {
    in: { label: 'In', meaning: 'New connections to the Service can reach it.' },
    'not-ready': {
      label: 'Listed, no traffic',
      meaning: 'It stands in an EndpointSlice, but gets no new connections.',
    },
    out: { label: 'Out', meaning: 'It stands in no EndpointSlice of this Service.' },
    unknown: { label: 'Unknown', meaning: 'EndpointSlices have not been read, so nothing is claimed.' },
  },
  reason: {
    ready: () => 'The Pod is Ready.',
    'published-not-ready': () => 'Not Ready, but the Service has publishNotReadyAddresses: true.',
    'serving-while-terminating': () =>
      'Terminating, but still serving: no endpoint is ready, so traffic goes to those that are shutting down.',
    terminating: () => 'The Pod is being deleted and gets no new connections.',
    'not-ready': ({ reason, message }) => `The Pod is not Ready${because(reason, message)}`,
    'readiness-probe': ({ container, message }) =>
      `The readiness probe of container ${container} fails${because(null, message)}`,
    'container-waiting': ({ container, reason, message }) =>
      `Container ${container} is not running${because(reason, message)}`,
    'container-terminated': ({ container, reason, exitCode }) =>
      `Container ${container} has ended: ${reason}, exit code ${String(exitCode)}`,
    'init-container': ({ container, reason }) => `Init container ${container} has not finished${because(reason, null)}`,
    'startup-probe': ({ container }) => `Container ${container} is still starting: its startup probe has not passed.`,
    'readiness-gate': ({ gate }) => `The readiness gate ${gate} is not True.`,
    'node-not-ready': ({ node }) => `Its Node ${node} is not Ready.`,
    unscheduled: ({ message }) => `No Node has been chosen for it yet${because(null, message)}`,
    'no-ip': () => 'The Pod has no IP yet.',
    'no-ip-of-family': ({ families }) => `It has no address of the Service’s family (${families.join(', ')}).`,
    phase: ({ phase, reason }) =>
      phase === 'Succeeded'
        ? 'The Pod has completed; a completed Pod is never an endpoint.'
        : `The Pod has failed${because(reason, null)}${reason === null ? ' A' : '. A'} failed Pod is never an endpoint.`,
    deleted: () => 'The Pod does not exist any more.',
    'node-missing': ({ node }) => `Its Node ${node} does not exist.`,
    'node-unknown': ({ node }) => `Nodes have not been read, so it is not known whether its Node ${node} exists.`,
    'external-name': ({ name }) => `The Service is only a DNS name for ${name}; it has no endpoints.`,
    fqdn: () => 'A DNS name in an EndpointSlice of addressType FQDN: kube-proxy does not use it.',
    'port-not-found': ({ port, targetPort, protocol }) =>
      `No container has a ${protocol} port named "${targetPort}"${port === '' ? '.' : `, which port "${port}" of the Service asks for.`}`,
    'port-not-in-slice': ({ port, protocol }) =>
      port === ''
        ? `No EndpointSlice that lists it carries the Service’s unnamed ${protocol} port.`
        : `No EndpointSlice that lists it carries the Service’s ${protocol} port "${port}".`,
    'not-selected': () => 'The Service’s selector does not select it.',
    'hand-made': ({ managedBy }) =>
      managedBy === null || managedBy === ''
        ? 'Not chosen by a selector: somebody wrote this address into an EndpointSlice.'
        : `Not chosen by a selector: ${managedBy} wrote this address into an EndpointSlice.`,
    'slices-lag': () => 'The EndpointSlices do not show the Pod’s present state (yet).',
    'slices-unknown': () => 'EndpointSlices have not been read, so it is not known whether it is in.',
    'pod-unknown': () => 'The Pod behind this address can’t be seen.',
  },
  none: {
    'external-name': ({ name }) => `DNS name for ${name}`,
    'no-selector': () => 'no selector, and nobody wrote an address',
    'no-pod-matches': ({ selector }) => `no Pod matches ${selector}`,
    'none-ready': ({ pods: count }) => `none of ${pods(count)} is ready`,
    'all-completed': ({ pods: count }) => `${pods(count)} matched, all have ended`,
    'no-addresses': ({ pods: count }) => `${pods(count)} matched, no usable IP yet`,
    'port-not-found': ({ targetPort }) => `no container port is named "${targetPort}"`,
    'node-missing': ({ node }) => `Node ${node} does not exist`,
    'slices-lag': ({ pods: count }) => `${pods(count)} matched, not in an EndpointSlice yet`,
    'slices-unknown': () => 'unknown: EndpointSlices have not been read',
    'pods-unknown': () => 'no endpoint; Pods have not been read',
  },
  noneShort: {
    'external-name': 'DNS name',
    'no-selector': 'no selector',
    'no-pod-matches': 'no Pod matches',
    'none-ready': 'no Pod is ready',
    'all-completed': 'all Pods have ended',
    'no-addresses': 'no usable IP yet',
    'port-not-found': 'port name not found',
    'node-missing': 'Node does not exist',
    'slices-lag': 'not in a slice yet',
    'slices-unknown': 'slices not read',
    'pods-unknown': 'Pods not read',
  },
  endpointsNote: {
    'not-watched': () => 'Endpoints are not read here.',
    absent: () => 'There is no Endpoints object. It is deprecated since 1.33; EndpointSlices are what counts.',
    same: () => 'Endpoints and EndpointSlices agree.',
    differ: ({ onlyInSlices, onlyInEndpoints }) =>
      [
        'Endpoints and EndpointSlices differ.',
        ...(onlyInSlices.length > 0 ? [`Only in EndpointSlices: ${onlyInSlices.join(', ')}.`] : []),
        ...(onlyInEndpoints.length > 0 ? [`Only in Endpoints: ${onlyInEndpoints.join(', ')}.`] : []),
      ].join(' '),
    truncated: () => 'Endpoints are cut at 1,000 addresses; EndpointSlices have them all.',
    'other-family': ({ onlyInSlices }) =>
      `Endpoints have one IP family only. Only in EndpointSlices: ${onlyInSlices.join(', ')}.`,
    'terminating-left-out': ({ onlyInSlices }) =>
      `Endpoints leave out Pods that are terminating: ${onlyInSlices.join(', ')}.`,
    'slices-unknown': () => 'EndpointSlices have not been read, so nothing can be compared.',
  },
  reachNote: {
    'local-drops': ({ policy, nodes }) =>
      policy === 'internal'
        ? `internalTrafficPolicy is Local: on ${names(nodes)} there is no endpoint, so connections from Pods there are dropped.`
        : `externalTrafficPolicy is Local: on ${names(nodes)} there is no endpoint, so connections from outside that arrive there are dropped.`,
    'local-nodes-unknown': ({ policy, nodes }) =>
      `${policy}TrafficPolicy is Local, and Nodes have not been read: ${
        nodes.length === 0 ? 'no Node is known to have an endpoint' : `an endpoint is known on ${names(nodes)}`
      }; on every other Node connections are dropped.`,
    'zone-hints': ({ zones }) =>
      `Zone hints: ${zones
        .map(({ zone, endpoints }) => `clients in zone ${zone} go to ${number(endpoints)} of the endpoints`)
        .join('; ')}. Clients in other zones go to any.`,
    'node-hints': ({ nodes }) =>
      `Node hints: clients on ${names(nodes)} go to endpoints on their own Node only. Clients on other Nodes go to any.`,
    'hints-ignored': () => 'Some endpoints have topology hints and some have none, so kube-proxy ignores them all.',
    'distribution-without-hints': ({ distribution }) =>
      `trafficDistribution is ${distribution}, but the endpoints carry no hints (yet): clients go to any.`,
  },
};
