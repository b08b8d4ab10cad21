import { describe, expect, it } from 'vitest';
import type { WatchedKind } from '#shared/kube/object-key.ts';
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
const META_OUT = { ...META, deletionTimestamp: null, labels: {}, ownerReferences: [] };

describe('metadata', () => {
  it.each<[string, object, object]>([
    ['as it is', {}, {}],
    ['labels that are no strings', { labels: { a: 'b', c: 1, d: null } }, { labels: { a: 'b' } }],
    ['a deletion', { deletionTimestamp: '2026-02-01T00:00:00Z' }, { deletionTimestamp: '2026-02-01T00:00:00Z' }],
    [
      'an owner',
      { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'o', controller: true }, 'x'] },
      { ownerReferences: [{ kind: 'ReplicaSet', name: 'rs', uid: 'o', controller: true }] },
    ],
    ['annotations and managedFields', { annotations: { a: 'b' }, managedFields: [{ manager: 'kubectl' }] }, {}],
  ])('%s', (_name, meta, out) => {
    expect(project('Namespace', { metadata: { ...META, ...meta } })).toEqual({
      kind: 'Namespace',
      meta: { ...META_OUT, ...out },
    });
  });

  it.each([[undefined], [null], [17], ['text'], [[]], [{}], [{ metadata: { name: 'no uid' } }]])(
    '%j cannot be kept',
    (raw) => expect(project('Pod', raw)).toBeNull(),
  );
});

const service = (spec: unknown, status: unknown = {}): unknown => project('Service', { metadata: META, spec, status });

describe('a Service', () => {
  it("without a spec has the API server's defaults", () => {
    expect(service(undefined)).toEqual({
      kind: 'Service',
      meta: META_OUT,
      type: 'ClusterIP',
      clusterIPs: [],
      selector: null,
      ports: [],
      sessionAffinity: 'None',
      affinityTimeoutSeconds: null,
      externalIPs: [],
      externalName: null,
      loadBalancerIngress: [],
      publishNotReadyAddresses: false,
      internalTrafficPolicy: 'Cluster',
      externalTrafficPolicy: null,
      trafficDistribution: null,
      ipFamilies: [],
      ipFamilyPolicy: null,
    });
  });

  it.each<[string, unknown, unknown, object]>([
    ['headless', { clusterIP: 'None', clusterIPs: ['None'] }, {}, { clusterIPs: ['None'] }],
    ['of an old server', { clusterIP: '10.0.0.1' }, {}, { clusterIPs: ['10.0.0.1'] }],
    ['with an empty selector', { selector: {} }, {}, { selector: {} }],
    [
      'with affinity',
      { sessionAffinity: 'ClientIP' },
      {},
      { sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 10_800 },
    ],
    [
      'with its own timeout',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } },
      {},
      { sessionAffinity: 'ClientIP', affinityTimeoutSeconds: 60 },
    ],
    [
      'with ports',
      {
        ports: [
          { port: 80, targetPort: 'web', nodePort: 30080 },
          { name: 'dns', port: 53, protocol: 'UDP', nodePort: 0 },
          9,
        ],
      },
      {},
      {
        ports: [
          { name: '', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30080, appProtocol: null },
          { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53, nodePort: null, appProtocol: null },
        ],
      },
    ],
    [
      'with a load balancer',
      { type: 'LoadBalancer' },
      { loadBalancer: { ingress: [{ ip: '1.2.3.4' }, { hostname: 'lb' }, {}] } },
      { type: 'LoadBalancer', loadBalancerIngress: ['1.2.3.4', 'lb'] },
    ],
    ['of a type to come', { type: 'Teleport' }, {}, { type: 'ClusterIP' }],
  ])('%s', (_name, spec, status, out) => expect(service(spec, status)).toMatchObject(out));
});

describe('a Pod', () => {
  const pod = (spec: unknown, status: unknown): unknown => project('Pod', { metadata: META, spec, status });

  it('keeps what membership needs, and no environment', () => {
    const container = {
      name: 'web',
      image: 'nginx',
      env: [{ name: 'SECRET', value: 'hush' }],
      ports: [{ containerPort: 80, name: 'http' }],
      readinessProbe: { httpGet: { port: 'http', path: '/ready' }, initialDelaySeconds: 60 },
    };
    const out = pod(
      { nodeName: 'node-1', containers: [container], readinessGates: [{ conditionType: 'example.com/gate' }] },
      {
        phase: 'Running',
        podIP: '10.1.0.5',
        podIPs: [{ ip: '10.1.0.5' }, { ip: 'fd00::5' }],
        hostIP: '10.0.0.2',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:05Z' }],
        containerStatuses: [
          {
            name: 'web',
            ready: true,
            started: true,
            restartCount: 2,
            state: { running: { startedAt: 't' } },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
          },
        ],
      },
    );
    expect(JSON.stringify(out)).not.toContain('hush');
    expect(out).toMatchObject({
      nodeName: 'node-1',
      phase: 'Running',
      podIPs: ['10.1.0.5', 'fd00::5'],
      hostIP: '10.0.0.2',
      readinessGates: ['example.com/gate'],
      conditions: [
        { type: 'Ready', status: 'True', reason: null, message: null, lastTransitionTime: '2026-01-01T00:00:05Z' },
      ],
      containers: [
        {
          name: 'web',
          image: 'nginx',
          sidecar: false,
          ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
          readinessProbe: { kind: 'httpGet', port: 'http', path: '/ready' },
          readinessDelaySeconds: 60,
          status: {
            ready: true,
            started: true,
            restartCount: 2,
            state: { kind: 'running', startedAt: 't' },
            lastTermination: { reason: 'OOMKilled', message: null, exitCode: 137, signal: null, finishedAt: null },
          },
        },
      ],
      initContainers: [],
    });
  });

  it.each<[string, unknown, object]>([
    ['no state is waiting', {}, { kind: 'waiting', reason: null, message: null }],
    [
      'waiting',
      { waiting: { reason: 'CrashLoopBackOff', message: 'x'.repeat(2_000) } },
      { kind: 'waiting', reason: 'CrashLoopBackOff', message: 'x'.repeat(1_000) },
    ],
    [
      'terminated',
      { terminated: { exitCode: 3, signal: 9 } },
      { kind: 'terminated', exitCode: 3, signal: 9, reason: null, message: null, finishedAt: null },
    ],
  ])('%s', (_name, state, out) => {
    expect(pod({ containers: [{ name: 'c' }] }, { containerStatuses: [{ name: 'c', state }] })).toMatchObject({
      containers: [{ status: { state: out } }],
    });
  });

  it('knows a sidecar, and only among init containers', () => {
    const always = { name: 'c', restartPolicy: 'Always' };
    expect(pod({ containers: [always], initContainers: [always, { name: 'd' }] }, {})).toMatchObject({
      containers: [{ sidecar: false }],
      initContainers: [{ sidecar: true }, { sidecar: false }],
    });
  });

  it('takes 500 containers and no more', () => {
    const containers = Array.from({ length: 700 }, (_, i) => ({ name: `c${String(i)}` }));
    expect((pod({ containers }, {}) as { containers: unknown[] }).containers).toHaveLength(500);
  });
});

describe('an EndpointSlice', () => {
  it('leaves absent what is absent', () => {
    const out = project('EndpointSlice', {
      metadata: {
        ...META,
        labels: { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'me' },
      },
      addressType: 'IPv6',
      ports: [
        { name: '', port: 8080 },
        { name: 'all', port: null },
      ],
      endpoints: [
        { addresses: ['fd00::1'] },
        {
          addresses: ['fd00::2'],
          conditions: { ready: false, serving: true, terminating: true },
          nodeName: 'n',
          zone: 'z',
          targetRef: { kind: 'Pod', name: 'p', uid: 'pu' },
          hints: { forZones: [{ name: 'z' }] },
        },
      ],
    });
    expect(out).toMatchObject({
      serviceName: 'web',
      managedBy: 'me',
      addressType: 'IPv6',
      ports: [
        { name: '', protocol: 'TCP', port: 8080, appProtocol: null },
        { name: 'all', port: null },
      ],
      endpoints: [
        {
          addresses: ['fd00::1'],
          conditions: { ready: null, serving: null, terminating: null },
          targetRef: null,
          nodeName: null,
          zone: null,
          forZones: [],
          forNodes: [],
        },
        {
          conditions: { ready: false, serving: true, terminating: true },
          targetRef: { kind: 'Pod', namespace: '', name: 'p', uid: 'pu' },
          nodeName: 'n',
          zone: 'z',
          forZones: ['z'],
        },
      ],
    });
  });

  it.each([[undefined], [null], ['x'], [{}]])('endpoints %j are none', (endpoints) =>
    expect(project('EndpointSlice', { metadata: META, endpoints })).toMatchObject({ endpoints: [], serviceName: null }),
  );
});
