import type { Sample } from './case.ts';
import type { Wire } from './target.ts';

const CONTAINER = { name: 'web', image: 'ghcr.io/stefanprodan/podinfo:6.9.2', command: ['./podinfo', '--port=8080'] };
/** No Node is so labelled: a Pod stays Pending, and nothing writes to it after the scheduler has said so. */
const NOWHERE = { 'servicescope.dev/no-such-node': 'true' };

function core(plural: string): Sample['path'] {
  return (namespace) => `/api/v1/namespaces/${namespace}/${plural}`;
}

function grouped(group: string, plural: string): Sample['path'] {
  return (namespace) => `/apis/${group}/v1/namespaces/${namespace}/${plural}`;
}

export function podSpec(): Wire {
  return { nodeSelector: NOWHERE, containers: [CONTAINER] };
}

/** A template whose labels are `app: name`. */
export function template(name: string, spec: Wire = podSpec()): Wire {
  return { metadata: { labels: { app: name } }, spec };
}

function object(apiVersion: string, kind: string, name: string, rest: Wire): Wire {
  return { apiVersion, kind, metadata: { name, labels: { case: name.replace(/-.*$/, '') } }, ...rest };
}

function workload(name: string, spec: Wire): Wire {
  return { selector: { matchLabels: { app: name } }, template: template(name), ...spec };
}

const SERVICE: Sample = {
  kind: 'Service',
  path: core('services'),
  make: (name) => object('v1', 'Service', name, { spec: { ports: [{ port: 80 }] } }),
  change: { spec: { sessionAffinity: 'ClientIP' } },
};
const CONFIG_MAP: Sample = {
  kind: 'ConfigMap',
  path: core('configmaps'),
  make: (name) => object('v1', 'ConfigMap', name, { data: { a: '1', b: '2' } }),
  change: { data: { a: null, c: '3' } },
};
const POD: Sample = {
  kind: 'Pod',
  path: core('pods'),
  make: (name) => object('v1', 'Pod', name, { spec: podSpec() }),
  change: { spec: { activeDeadlineSeconds: 3600 } },
};
const ENDPOINTS: Sample = {
  kind: 'Endpoints',
  path: core('endpoints'),
  make: (name) =>
    object('v1', 'Endpoints', name, { subsets: [{ addresses: [{ ip: '192.0.2.7' }], ports: [{ port: 8080 }] }] }),
  change: { subsets: [{ addresses: [{ ip: '192.0.2.8' }], ports: [{ port: 8081 }] }] },
};
const SLICE: Sample = {
  kind: 'EndpointSlice',
  path: grouped('discovery.k8s.io', 'endpointslices'),
  make: (name) =>
    object('discovery.k8s.io/v1', 'EndpointSlice', name, {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['192.0.2.7'] }],
      ports: [{ port: 8080 }],
    }),
  change: { endpoints: [{ addresses: ['192.0.2.8'], conditions: { ready: false } }] },
};
const REPLICA_SET: Sample = {
  kind: 'ReplicaSet',
  path: grouped('apps', 'replicasets'),
  make: (name) => object('apps/v1', 'ReplicaSet', name, { spec: workload(name, { replicas: 0 }) }),
  change: { spec: { minReadySeconds: 3 } },
};
const DEPLOYMENT: Sample = {
  kind: 'Deployment',
  path: grouped('apps', 'deployments'),
  make: (name) => object('apps/v1', 'Deployment', name, { spec: workload(name, { replicas: 0, paused: true }) }),
  change: { spec: { revisionHistoryLimit: 3 } },
};
const JOB: Sample = {
  kind: 'Job',
  path: grouped('batch', 'jobs'),
  make: (name) =>
    object('batch/v1', 'Job', name, {
      spec: { suspend: true, template: template(name, { ...podSpec(), restartPolicy: 'Never' }) },
    }),
  change: { spec: { ttlSecondsAfterFinished: 60 } },
  settled: ({ status }) => (status as Wire).conditions !== undefined,
};
const SERVICE_ACCOUNT: Sample = {
  kind: 'ServiceAccount',
  path: core('serviceaccounts'),
  make: (name) => object('v1', 'ServiceAccount', name, {}),
  change: { automountServiceAccountToken: false },
};
const NETWORK_POLICY: Sample = {
  kind: 'NetworkPolicy',
  path: grouped('networking.k8s.io', 'networkpolicies'),
  make: (name) => object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec: { podSelector: {} } }),
  change: { spec: { egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] } },
};

/** Of no namespace: their names begin so that every list has the cluster's own before them. */
export const NODE: Sample = {
  kind: 'Node',
  path: () => '/api/v1/nodes',
  make: (name) => object('v1', 'Node', name, { spec: { unschedulable: true } }),
  change: { metadata: { annotations: { note: 'x' } } },
};
export const NAMESPACE: Sample = {
  kind: 'Namespace',
  path: () => '/api/v1/namespaces',
  make: (name) => {
    const labels = { case: name, 'servicescope.dev/test-run': process.env.TEST_RUN ?? 'by-hand' };
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  },
  change: { metadata: { annotations: { note: 'x' } } },
};

/** Unlike any name of another suite, and after those of the cluster's own. A label's value, so no dash is in it. */
export function clusterName(namespace: string, id: string): string {
  return `zz${namespace.replaceAll('-', '')}${id}`;
}

/** An Event about nothing that is there: it says itself in which namespace it belongs. */
export function eventSample(namespace: string): Sample {
  return {
    kind: 'Event',
    path: core('events'),
    make: (name) =>
      object('v1', 'Event', name, {
        involvedObject: { kind: 'Pod', name: 'nobody', namespace, uid: 'none' },
        reason: 'Tried',
        message: 'as a test',
        type: 'Normal',
        count: 1,
        source: { component: 'suite' },
      }),
    change: { count: 2 },
  };
}

/** The kinds of which a client makes objects in a namespace, but for Events. */
export const SAMPLES: readonly Sample[] = [
  SERVICE,
  CONFIG_MAP,
  POD,
  ENDPOINTS,
  SLICE,
  REPLICA_SET,
  DEPLOYMENT,
  JOB,
  SERVICE_ACCOUNT,
  NETWORK_POLICY,
];

export const BY_KIND = { SERVICE, CONFIG_MAP, POD, ENDPOINTS, SLICE, REPLICA_SET, DEPLOYMENT, JOB, NETWORK_POLICY };
