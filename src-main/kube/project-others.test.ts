import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WATCHED_KINDS, type WatchedKind } from '#shared/kube/object-key.ts';
import { createSharer } from './share.ts';
import { watchTarget } from './watch-targets.ts';

const share = createSharer();
const project = (kind: WatchedKind, raw: unknown): unknown => watchTarget(kind, null, share).project(raw);
const META = {
  uid: 'u1',
  name: 'n',
  namespace: 'shop',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
};

const INVOLVED = { kind: 'Pod', name: 'p', uid: 'pu' };

describe('the others', () => {
  it('Endpoints', () => {
    const out = project('Endpoints', {
      metadata: { ...META, annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' } },
      subsets: [{ addresses: [{ ip: '10.1.0.5', nodeName: 'n' }], ports: [{ port: 80 }] }, null],
    });
    expect(out).toMatchObject({
      truncated: true,
      subsets: [
        {
          addresses: [{ ip: '10.1.0.5', nodeName: 'n', targetRef: null }],
          notReadyAddresses: [],
          ports: [{ name: '', port: 80, protocol: 'TCP' }],
        },
      ],
    });
  });

  it('Node', () => {
    const status = {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [
        { type: 'InternalIP', address: '10.0.0.2' },
        { type: 'Hostname', address: 'h' },
      ],
    };
    expect(project('Node', { metadata: META, status })).toMatchObject({ ready: true, internalIPs: ['10.0.0.2'] });
    expect(project('Node', { metadata: META })).toMatchObject({ ready: false, internalIPs: [] });
  });

  it.each<[string, object, object]>([
    [
      'old',
      { count: 3, lastTimestamp: 'L', firstTimestamp: 'F', source: { component: 'kubelet' } },
      { count: 3, lastSeen: 'L', source: 'kubelet' },
    ],
    [
      'new',
      {
        eventTime: 'E',
        series: { count: 5, lastObservedTime: 'S' },
        source: {},
        reportingComponent: 'sched',
        lastTimestamp: null,
      },
      { count: 5, lastSeen: 'S', source: 'sched' },
    ],
    ['bare', {}, { count: 1, lastSeen: META.creationTimestamp, source: '', container: null }],
    ['of a container', { involvedObject: { ...INVOLVED, fieldPath: 'spec.containers{web}' } }, { container: 'web' }],
    [
      'of an init container',
      { involvedObject: { ...INVOLVED, fieldPath: 'spec.initContainers{proxy}' } },
      { container: 'proxy' },
    ],
    ['of a field that is no container', { involvedObject: { ...INVOLVED, fieldPath: 'spec' } }, { container: null }],
  ])('Event, %s', (_name, fields, out) => {
    const raw = {
      metadata: META,
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'm'.repeat(3_000),
      involvedObject: INVOLVED,
      ...fields,
    };
    expect(project('Event', raw)).toMatchObject({
      ...out,
      type: 'Warning',
      message: 'm'.repeat(1_000),
      involved: { kind: 'Pod', name: 'p', namespace: '', uid: 'pu' },
    });
  });
});

describe('workloads', () => {
  const template = { metadata: { labels: { app: 'web' } } };
  it.each<[WatchedKind, object, object]>([
    ['Deployment', { spec: { replicas: 0, template } }, { replicas: 0, currentReplicas: 0 }],
    ['ReplicaSet', { spec: { replicas: 3, template }, status: { replicas: 2 } }, { replicas: 3, currentReplicas: 2 }],
    ['StatefulSet', { spec: { template } }, { replicas: 1, currentReplicas: 0 }],
    [
      'DaemonSet',
      { spec: { replicas: 9, template }, status: { currentNumberScheduled: 4, replicas: 9 } },
      { replicas: null, currentReplicas: 4 },
    ],
  ])('%s', (kind, fields, out) => {
    expect(project(kind, { metadata: META, ...fields })).toMatchObject({ kind, podLabels: { app: 'web' }, ...out });
  });

  it('without a template have no labels for Pods', () => {
    expect(project('ReplicaSet', { metadata: META, spec: null })).toMatchObject({ podLabels: {}, replicas: 1 });
  });
});

describe('NetworkPolicy', () => {
  const policy = (spec: object): unknown => project('NetworkPolicy', { metadata: META, spec });

  it('of every Pod, that lets nothing in', () => {
    expect(policy({ podSelector: {} })).toMatchObject({ podSelector: [], ingress: true, rules: [] });
    expect(policy({ podSelector: {}, policyTypes: ['Egress'] })).toMatchObject({ ingress: false });
  });

  it('reads labels and expressions as terms that all have to hold', () => {
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['', 'web'] },
      { key: 'old', operator: 'DoesNotExist' },
    ];
    expect(policy({ podSelector: { matchLabels: { app: 'web' }, matchExpressions } })).toMatchObject({
      podSelector: [
        { key: 'app', operator: 'In', values: ['web'] },
        { key: 'tier', operator: 'In', values: ['', 'web'] },
        { key: 'old', operator: 'DoesNotExist', values: [] },
      ],
    });
  });

  it('reads ports as numbers, names and ranges, and tells who may come from where nobody is named', () => {
    const ports = [{ port: 80 }, { port: 'http', protocol: 'UDP' }, { port: 100, endPort: 200 }, {}];
    const ingress = [{ ports }, { from: [] }, { from: [{ podSelector: {} }] }];
    expect(policy({ podSelector: {}, ingress })).toMatchObject({
      rules: [
        {
          fromAnywhere: true,
          ports: [
            { protocol: 'TCP', port: 80, endPort: null },
            { protocol: 'UDP', port: 'http', endPort: null },
            { protocol: 'TCP', port: 100, endPort: 200 },
            { protocol: 'TCP', port: null, endPort: null },
          ],
        },
        { fromAnywhere: true, ports: [] },
        { fromAnywhere: false, ports: [] },
      ],
    });
  });

  it.each<[string, object, boolean, boolean]>([
    ['every IPv4 address', { ipBlock: { cidr: '0.0.0.0/0' } }, true, false],
    ['every IPv6 address', { ipBlock: { cidr: '::/0' } }, true, false],
    ['every address but some', { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }, false, false],
    ['some addresses', { ipBlock: { cidr: '10.0.0.0/8' } }, false, false],
    ['every namespace', { namespaceSelector: {} }, false, true],
    ['every Pod of every namespace', { namespaceSelector: {}, podSelector: {} }, false, true],
    ['some Pods of every namespace', { namespaceSelector: {}, podSelector: { matchLabels: { a: 'b' } } }, false, false],
    ['some namespaces', { namespaceSelector: { matchLabels: { team: 'blue' } } }, false, false],
    [
      'namespaces with a label',
      { namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
      false,
      false,
    ],
    ['every Pod of its own namespace', { podSelector: {} }, false, false],
  ])('tells who may come from %s', (_, peer, fromAnywhere, fromEveryPod) => {
    const from = [{ podSelector: { matchLabels: { x: 'y' } } }, peer];
    expect(policy({ podSelector: {}, ingress: [{ from }] })).toMatchObject({ rules: [{ fromAnywhere, fromEveryPod }] });
  });
});

describe('anything at all', () => {
  it.each(WATCHED_KINDS)('never throws: %s', (kind) => {
    const field = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.array(fc.record({ name: fc.jsonValue(), ports: fc.jsonValue(), addresses: fc.jsonValue() })),
    );
    const spec = fc.dictionary(
      fc.constantFrom(
        ...['ports', 'containers', 'selector', 'clusterIPs', 'readinessGates', 'conditions', 'podIPs'],
        ...['replicas', 'template', 'podSelector', 'ingress', 'policyTypes'],
      ),
      field,
    );
    fc.assert(
      fc.property(
        fc.record({
          spec,
          status: spec,
          endpoints: field,
          ports: field,
          subsets: field,
          involvedObject: field,
          labels: field,
        }),
        ({ labels, ...raw }) => {
          expect(project(kind, { ...raw, metadata: { uid: 'u', labels } })).toMatchObject({ kind });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('memory', () => {
  it('shares what is equal', () => {
    const raw = {
      metadata: { ...META, labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] },
    };
    const [a, b] = [project('Pod', raw), project('Pod', structuredClone(raw))] as {
      meta: { labels: object };
      containers: { ports: object }[];
    }[];
    expect(a?.meta.labels).toBe(b?.meta.labels);
    expect(a?.containers[0]?.ports).toBe(b?.containers[0]?.ports);
  });

  it('forgets what it shared before it grows for ever', () => {
    const small = createSharer(2);
    const first = small.value({ a: 1 });
    for (const a of [2, 3, 4]) small.value({ a });
    expect(small.value({ a: 1 })).not.toBe(first);
    expect(small.text('x')).toBe('x');
  });
});
