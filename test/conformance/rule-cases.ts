import { isCreated, type Case } from './case.ts';
import { BY_KIND, NAMESPACE, podSpec, template } from './samples.ts';
import type { Wire } from './target.ts';
import { change, rule, specs } from './validation-case.ts';

// What is left of the rules of the other kinds, and of what every object has.
const { POD, REPLICA_SET, DEPLOYMENT, JOB, CONFIG_MAP, NETWORK_POLICY } = BY_KIND;
const WEB = { name: 'web', image: 'nginx' };
const JOB_POD = { ...podSpec(), restartPolicy: 'Never' };
const GATE = { name: 'servicescope.dev/wait' };
const GATED = { spec: { ...podSpec(), nodeSelector: { a: 'b' }, schedulingGates: [GATE] } };
const MERGE = 'application/merge-patch+json';

const of = (container: Wire): Wire => ({ containers: [{ ...WEB, ...container }] });

const PODS = specs(POD, {
  'a dnsPolicy that is none': { containers: [WEB], dnsPolicy: 'Somewhere' },
  'a subdomain in upper case': { containers: [WEB], subdomain: 'SUB' },
  'no time at all': { containers: [WEB], activeDeadlineSeconds: 0 },
  'ports and protocols that are none': of({
    ports: [
      { containerPort: 70_000, hostPort: 70_000 },
      { containerPort: 80, protocol: 'HTTP' },
    ],
  }),
  'probes that are none': of({
    readinessProbe: { httpGet: { port: 70_000, scheme: 'FTP' }, successThreshold: 2 },
    livenessProbe: { tcpSocket: { port: 'much-too-long-name' }, successThreshold: 2 },
    startupProbe: { exec: {} },
  }),
  'a value and where it is from': of({
    env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  }),
  'a restartPolicy of a container': of({ restartPolicy: 'Always' }),
  'volumes that are none': {
    containers: [WEB],
    volumes: [{ name: '' }, { name: 'A b' }, { name: 'c' }, { name: 'c' }],
  },
  'a mount of nothing': { ...of({ volumeMounts: [{ name: '', mountPath: '' }] }), volumes: [{ name: 'a' }] },
  'one place twice': {
    ...of({ volumeMounts: ['a', 'b'].map((name) => ({ name, mountPath: '/x' })) }),
    volumes: [{ name: 'a' }, { name: 'b' }],
  },
  // One of each only: the API server takes a map's entries in any order.
  'a Node before its gates are gone': { ...podSpec(), nodeName: 'somewhere', schedulingGates: [GATE] },
  'resources that are none': {
    containers: [
      { ...WEB, resources: { limits: { gpu: '1' } } },
      { ...WEB, name: 'more', resources: { requests: { cpu: '-1' } } },
    ],
  },
});

const POD_CHANGES: readonly Case[] = [
  change(POD, 'one more container', { spec: podSpec() }, { spec: { containers: [WEB, { ...WEB, name: 'more' }] } }),
  change(
    POD,
    'more time than it had',
    { spec: { ...podSpec(), activeDeadlineSeconds: 60 } },
    { spec: { activeDeadlineSeconds: 61 } },
  ),
  change(
    POD,
    'any time after all',
    { spec: { ...podSpec(), activeDeadlineSeconds: 60 } },
    { spec: { activeDeadlineSeconds: null } },
  ),
  change(POD, 'its gates gone', GATED, { spec: { schedulingGates: null } }),
  change(POD, 'one more gate', GATED, { spec: { schedulingGates: [GATE, { name: 'servicescope.dev/more' }] } }),
  change(POD, 'fewer Nodes while it is gated', GATED, { spec: { nodeSelector: { c: 'd' } } }),
  change(POD, 'other Nodes while it is gated', GATED, { spec: { nodeSelector: { a: 'c' } } }),
];

const NO_VALUES = { matchExpressions: [{ key: 'a', operator: 'In' }] };
const y = { matchLabels: { app: 'y' } };
const selecting = (matchExpressions: readonly Wire[]): Wire => ({ selector: { matchExpressions } });

const WORKLOADS: readonly Case[] = [
  ...specs(REPLICA_SET, {
    'a negative minReadySeconds': { selector: y, minReadySeconds: -1, template: template('y') },
    'a template of limited time': { selector: y, template: template('y', { ...podSpec(), activeDeadlineSeconds: 5 }) },
    'a label to select that is none': { selector: { matchLabels: { 'a b': 'y' } }, template: template('y') },
    'values where none may be': {
      ...selecting([{ key: 'app', operator: 'Exists', values: ['y'] }]),
      template: template('y'),
    },
    'a key and a value that are none': {
      ...selecting([{ key: 'a b', operator: 'In', values: ['c d'] }]),
      template: template('y'),
    },
  }),
  ...specs(DEPLOYMENT, {
    'Recreate, and how to roll': {
      selector: y,
      template: template('y'),
      strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } },
    },
    'a strategy that is none': { selector: y, template: template('y'), strategy: { type: 'Slowly' } },
    'nothing less and nothing more': {
      selector: y,
      template: template('y'),
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: '0%' } },
    },
    'shares that are none': {
      selector: y,
      template: template('y'),
      strategy: { rollingUpdate: { maxUnavailable: 'half', maxSurge: -1 } },
    },
    'more than all': { selector: y, template: template('y'), strategy: { rollingUpdate: { maxUnavailable: '101%' } } },
    'negative seconds': {
      ...{ selector: y, template: template('y') },
      ...{ minReadySeconds: -1, revisionHistoryLimit: -1, progressDeadlineSeconds: -1 },
    },
    'ready later than its deadline': {
      ...{ selector: y, template: template('y'), minReadySeconds: 600 },
    },
  }),
  ...specs(JOB, {
    'a completionMode that is none': { completionMode: 'Some', template: template('y', JOB_POD) },
    'Indexed without completions': { completionMode: 'Indexed', parallelism: 1, template: template('y', JOB_POD) },
    'a restartPolicy that is none': { template: template('y', { ...podSpec(), restartPolicy: 'Sometimes' }) },
    'by hand, without a selector': { manualSelector: true, template: template('y', JOB_POD) },
    'by hand, selecting others': {
      ...{ manualSelector: true, selector: { matchLabels: { app: 'x' } } },
      template: template('y', JOB_POD),
    },
    'by hand, a selector that is none': {
      ...{ manualSelector: true, selector: NO_VALUES },
      template: template('y', JOB_POD),
    },
    'labels of another Job': {
      template: { metadata: { labels: { 'job-name': 'other', 'controller-uid': 'other' } }, spec: JOB_POD },
    },
  }),
];

const JOB_CHANGES: readonly Case[] = [
  change(JOB, 'more completions', JOB.make('x'), { spec: { completions: 2 } }),
  change(JOB, 'another selector', JOB.make('x'), {
    spec: { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': null, app: 'z' } } },
  }),
  change(JOB, 'another completionMode', JOB.make('x'), { spec: { completionMode: 'Indexed' } }),
];

const ports = (...list: readonly Wire[]): Wire => ({ podSelector: {}, ingress: [{ ports: list }] });
const peers = (...from: readonly Wire[]): Wire => ({ podSelector: {}, ingress: [{ from }] });

const POLICIES = specs(NETWORK_POLICY, {
  'a podSelector that is none': { podSelector: NO_VALUES },
  'three types': { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] },
  'ports and protocols that are none': ports({ port: 0 }, { port: 'much-too-long-name' }, { port: 80, protocol: 'X' }),
  'an endPort alone, of a name, below, above': ports(
    { endPort: 80 },
    { port: 'http', endPort: 80 },
    { port: 80, endPort: 79 },
    { port: 80, endPort: 70_000 },
    { port: 70_000, endPort: 70_001 },
  ),
  'peers that are none': peers(
    {},
    { ipBlock: { cidr: '192.0.2.0/24' }, podSelector: {} },
    { ipBlock: {} },
    { namespaceSelector: NO_VALUES },
  ),
  'exceptions that are none': peers({
    ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.3.0/25', '192.0.2.0/24', 'x'] },
  }),
  'an exception': peers({ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] } }),
});

const owner = (fields: Wire): Wire => ({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'a', ...fields });

const METADATA: readonly Case[] = [
  rule(CONFIG_MAP, 'more than may be', { data: { a: 'x'.repeat(1_048_577) } }),
  rule(CONFIG_MAP, 'annotations of more than may be', {}, { annotations: { a: 'x'.repeat(262_144) } }),
  rule(
    CONFIG_MAP,
    'an owner without anything',
    {},
    { ownerReferences: [owner({ apiVersion: '', kind: '', name: '', uid: '' })] },
  ),
  rule(
    CONFIG_MAP,
    'two owners that control',
    {},
    { ownerReferences: ['a', 'b'].map((name) => owner({ name, controller: true })) },
  ),
  rule(CONFIG_MAP, 'finalizers that are none', {}, { finalizers: ['held', 'a b'] }),
  rule(CONFIG_MAP, 'a finalizer that is null', {}, { finalizers: ['servicescope.dev/held', null] }),
  rule(NAMESPACE, 'finalizers that are none', { spec: { finalizers: ['held', 'a b'] } }),
  change(CONFIG_MAP, 'immutable no more', { data: { a: '1' }, immutable: true }, { immutable: false }),
  {
    name: 'ConfigMap, changed: a finalizer more, while it is deleted',
    play: async (target, id) => {
      const path = CONFIG_MAP.path(target.namespace);
      const patch = (finalizers: readonly string[] | null): Promise<unknown> =>
        target.send('PATCH', `${path}/${id}`, { body: { metadata: { finalizers } }, type: MERGE });
      const metadata = { name: id, finalizers: ['servicescope.dev/held'] };
      isCreated(await target.send('POST', path, { body: { ...CONFIG_MAP.make(id), metadata } }));
      await target.send('DELETE', `${path}/${id}`);
      return [await patch(['servicescope.dev/held', 'servicescope.dev/more']), await patch(null)];
    },
  },
];

export const RULE_CASES: readonly Case[] = [
  ...[...PODS, ...POD_CHANGES],
  ...[...WORKLOADS, ...JOB_CHANGES],
  ...POLICIES,
  ...METADATA,
];
