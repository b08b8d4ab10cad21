import type { Case } from './case.ts';
import { POD_CASES, POD_CHANGES } from './pod-rule-cases.ts';
import { BY_KIND, podSpec, template } from './samples.ts';
import { change, rule, specs, stored } from './validation-case.ts';

const { SERVICE, REPLICA_SET, DEPLOYMENT, JOB, CONFIG_MAP, SLICE, ENDPOINTS, NETWORK_POLICY } = BY_KIND;
const WEB = { name: 'web', image: 'nginx' };
const PORT = { port: 80 };
const SERVICES = specs(SERVICE, {
  'no ports': {},
  'a port that is null': { ports: [null] },
  'an external address that is null': { ports: [PORT], externalIPs: [null] },
  'port 0 and 65536': {
    ports: [
      { name: 'a', port: 0 },
      { name: 'b', port: 65_536 },
    ],
  },
  'two ports without names': { ports: [PORT, { port: 81 }] },
  'two ports of one name': {
    ports: [
      { name: 'a', port: 80 },
      { name: 'a', port: 81 },
    ],
  },
  'one port twice': {
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 80 },
    ],
  },
  'one port by two protocols': {
    ports: [
      { name: 'a', port: 53 },
      { name: 'b', port: 53, protocol: 'UDP' },
    ],
  },
  'a port name in upper case': { ports: [{ name: 'HTTP', port: 80 }] },
  'a protocol that is none': { ports: [{ port: 80, protocol: 'HTTP' }] },
  'a targetPort out of range': { ports: [{ port: 80, targetPort: 70_000 }] },
  'a targetPort by name': { ports: [{ port: 80, targetPort: 'http' }] },
  'a targetPort by a long name': { ports: [{ port: 80, targetPort: 'much-too-long-name' }] },
  'a targetPort without letters': { ports: [{ port: 80, targetPort: '80' }] },
  'a selector that is none': { ports: [PORT], selector: { 'a b': 'x y' } },
  'a type that is none': { ports: [PORT], type: 'Internal' },
  'sessionAffinity that is none': { ports: [PORT], sessionAffinity: 'Cookie' },
  'ClientIP, its timeout filled in': { ports: [PORT], sessionAffinity: 'ClientIP' },
  ...Object.fromEntries(
    [0, 1, -1, 86_400, 86_401].map((timeoutSeconds) => [
      `ClientIP for ${String(timeoutSeconds)} s`,
      { ports: [PORT], sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds } } },
    ]),
  ),
  'a timeout without affinity': { ports: [PORT], sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
  headless: { clusterIP: 'None', ports: [PORT], selector: { a: 'b' } },
  'headless without ports and selector': { clusterIP: 'None' },
  'headless NodePort': { clusterIP: 'None', type: 'NodePort', ports: [PORT] },
  'a clusterIP outside the range': { clusterIP: '192.0.2.1', ports: [PORT] },
  'a clusterIP that is none': { clusterIP: '10.96.0', ports: [PORT] },
  'a nodePort of a ClusterIP': { ports: [{ port: 80, nodePort: 30_080 }] },
  ExternalName: { type: 'ExternalName', externalName: 'www.example.com' },
  'ExternalName without a name': { type: 'ExternalName' },
  'ExternalName of an address': { type: 'ExternalName', externalName: 'http://www.example.com/' },
  'ExternalName with a clusterIP': { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.9.9' },
  'internalTrafficPolicy that is none': { ports: [PORT], internalTrafficPolicy: 'Some' },
  'externalTrafficPolicy of a ClusterIP': { ports: [PORT], externalTrafficPolicy: 'Local' },
  'an external address that is none': { ports: [PORT], externalIPs: ['here'] },
  'publishNotReadyAddresses and appProtocol': {
    ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }],
    publishNotReadyAddresses: true,
  },
  'dual stack on one stack': { ports: [PORT], ipFamilyPolicy: 'RequireDualStack' },
  'trafficDistribution that is none': { ports: [PORT], trafficDistribution: 'Everywhere' },
});

const ALLOCATED = stored(SERVICE, {
  'a clusterIP that is taken': { clusterIP: '10.96.0.1', ports: [PORT] },
  NodePort: { type: 'NodePort', ports: [PORT] },
  'a nodePort out of range': { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
  LoadBalancer: { type: 'LoadBalancer', ports: [PORT] },
});

const WORKLOADS = [
  ...[REPLICA_SET, DEPLOYMENT].flatMap((sample) =>
    specs(sample, {
      'nothing in spec': {},
      'all filled in': {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [WEB] } },
      },
      'a selector that its template does not match': { selector: { matchLabels: { a: 'x' } }, template: template('y') },
      'an empty selector': { selector: {}, template: template('y') },
      'negative replicas': { replicas: -1, selector: { matchLabels: { app: 'y' } }, template: template('y') },
      'a template that ends': {
        selector: { matchLabels: { app: 'y' } },
        template: template('y', { ...podSpec(), restartPolicy: 'Never' }),
      },
      'an operator that is none, and one without values': {
        selector: {
          matchExpressions: [
            { key: 'app', operator: 'Is', values: ['y'] },
            { key: 'app', operator: 'In' },
          ],
        },
        template: template('y'),
      },
    }),
  ),
  ...specs(JOB, {
    'nothing in spec': {},
    'restartPolicy Always': { template: template('y', { ...podSpec(), restartPolicy: 'Always' }) },
    'all filled in': { template: template('y', { ...podSpec(), restartPolicy: 'Never' }) },
    'a selector of its own': {
      selector: { matchLabels: { app: 'y' } },
      template: template('y', { ...podSpec(), restartPolicy: 'Never' }),
    },
    'negative numbers': {
      ...{ completions: -1, parallelism: -1, backoffLimit: -1, ttlSecondsAfterFinished: -1, activeDeadlineSeconds: -1 },
      template: template('y', { ...podSpec(), restartPolicy: 'Never' }),
    },
  }),
];

const OTHERS: readonly Case[] = [
  // One of each only: the API server takes a map's entries in any order.
  rule(CONFIG_MAP, 'a key that is none', { data: { 'a b': 'x' } }),
  rule(CONFIG_MAP, 'a key in both maps', { data: { c: 'y' }, binaryData: { c: 'eA==' } }),
  rule(CONFIG_MAP, 'a value that is no text', { data: { a: 1 } }),
  rule(
    CONFIG_MAP,
    'a label and an annotation that are none',
    {},
    { labels: { 'a b': 'x y' }, annotations: { 'A b': 'x' } },
  ),
  rule(SLICE, 'no addressType', { endpoints: [] }),
  rule(SLICE, 'an address of another family, and none', {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['::1'] }, { addresses: [] }, { addresses: ['127.0.0.1'] }],
  }),
  rule(SLICE, 'ports that are none', {
    addressType: 'IPv4',
    endpoints: [],
    ports: [{ name: 'A', port: 80 }, { name: 'b', protocol: 'X' }, { name: 'b' }],
  }),
  rule(SLICE, 'FQDN', { addressType: 'FQDN', endpoints: [{ addresses: ['www.example.com'], hostname: 'a' }] }),
  rule(ENDPOINTS, 'addresses that are none', {
    subsets: [{ addresses: [{ ip: 'x' }, { ip: '127.0.0.1' }], ports: [{ port: 0 }] }],
  }),
  rule(ENDPOINTS, 'a subset without addresses', { subsets: [{ ports: [{ port: 80 }] }] }),
  rule(NETWORK_POLICY, 'filled in', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }], egress: [{}] } }),
  rule(NETWORK_POLICY, 'a type and a CIDR that are none', {
    spec: { podSelector: {}, policyTypes: ['Inside'], ingress: [{ from: [{ ipBlock: { cidr: 'x' } }] }] },
  }),
];

const CHANGES: readonly Case[] = [
  change(
    SERVICE,
    'another clusterIP',
    { spec: { ports: [PORT] } },
    { spec: { clusterIP: '10.96.77.77', clusterIPs: null } },
  ),
  change(SERVICE, 'affinity on', { spec: { ports: [PORT] } }, { spec: { sessionAffinity: 'ClientIP' } }),
  change(
    SERVICE,
    'affinity off',
    { spec: { ports: [PORT], sessionAffinity: 'ClientIP' } },
    { spec: { sessionAffinity: 'None' } },
  ),
  change(SERVICE, 'to NodePort', { spec: { ports: [PORT] } }, { spec: { type: 'NodePort' } }),
  change(SERVICE, 'from NodePort', { spec: { type: 'NodePort', ports: [PORT] } }, { spec: { type: 'ClusterIP' } }),
  change(
    SERVICE,
    'to ExternalName',
    { spec: { ports: [PORT] } },
    { spec: { type: 'ExternalName', externalName: 'a.b' } },
  ),
  change(SERVICE, 'to headless', { spec: { ports: [PORT] } }, { spec: { clusterIP: 'None', clusterIPs: ['None'] } }),
  change(REPLICA_SET, 'another selector', REPLICA_SET.make('x'), { spec: { selector: { matchLabels: { app: 'z' } } } }),
  change(SLICE, 'another addressType', { addressType: 'IPv4', endpoints: [] }, { addressType: 'IPv6' }),
  change(CONFIG_MAP, 'what is immutable', { data: { a: '1' }, immutable: true }, { data: { a: '2' } }),
  change(
    DEPLOYMENT,
    'the same quantities in other words',
    {
      spec: {
        // Else the controller's note of the revision would come when it likes.
        paused: true,
        selector: { matchLabels: { app: 'y' } },
        template: template('y', {
          ...podSpec(),
          containers: [{ ...WEB, resources: { requests: { memory: '1Mi', cpu: '1.500' } } }],
        }),
      },
    },
    {
      spec: {
        template: {
          spec: {
            containers: [{ ...WEB, resources: { requests: { memory: '1048576', cpu: '1500m' } } }],
          },
        },
      },
    },
  ),
  change(JOB, 'another template', JOB.make('x'), { spec: { template: { spec: { restartPolicy: 'OnFailure' } } } }),
];

/** Defaults and each rule of the kinds' forms. */
export const VALIDATION_CASES: readonly Case[] = [
  ...SERVICES,
  ...ALLOCATED,
  ...POD_CASES,
  ...WORKLOADS,
  ...OTHERS,
  ...POD_CHANGES,
  ...CHANGES,
];
