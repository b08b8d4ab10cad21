import type { FindingCode } from '../../../src-shared/findings/finding.ts';

// Services that no scenario of resources/manifests is about, for findings whose commands want trying.

const service = (name: string, spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ${spec} }
---`;
const pod = (app: string, name: string, spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${app}-${name}, labels: { app: ${app} } }
spec: { terminationGracePeriodSeconds: 1, ${spec} }
---`;
const shell = (name: string, script: string): string =>
  `{ name: ${name}, image: 'docker.io/library/busybox:1.37', command: [sh, -c, '${script}'] }`;
const PODINFO = `name: web, image: 'ghcr.io/stefanprodan/podinfo:6.9.2', command: [./podinfo, --port=8080]`;
const WEB = `{ ${PODINFO} }`;
const PORTS = 'ports: [{ port: 80, targetPort: 8080 }]';
const WELL = `containers: [${WEB}]`;
/** A Service whose endpoints are written by hand, as one slice. */
const byHand = (name: string, port: string, more: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { ports: [{ name: web, port: 80, targetPort: 8080 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}-by-hand, labels: { kubernetes.io/service-name: ${name} } }
addressType: IPv4
ports: [{ name: ${port}, port: 8080, protocol: TCP }]
endpoints:
  - { addresses: [192.0.2.10], conditions: { ready: true }, ${more} }
  - { addresses: [192.0.2.11], conditions: { ready: true }, ${more.replace('zone-a', 'zone-b')} }
---`;
const slow = (app: string, name: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${app}-${name}, labels: { app: ${app} } }
spec:
  terminationGracePeriodSeconds: 100
  containers: [{ ${PODINFO}, lifecycle: { preStop: { sleep: { seconds: 90 } } } }]
---`;
/** Endpoints by hand that no controller copies into slices. */
const endpointsByHand = (name: string, address: string): string => `
apiVersion: v1
kind: Endpoints
metadata: { name: ${name}, labels: { endpointslice.kubernetes.io/skip-mirror: 'true' } }
subsets: [{ addresses: [{ ip: ${address} }], ports: [{ name: web, port: 8080 }] }]
---`;
/** Nothing follows a Deployment that is paused from the first. */
const paused = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  paused: true
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } }, spec: { ${WELL} } }
---`;
const policy = (app: string, ingress: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${app} }
spec: { podSelector: { matchLabels: { app: ${app} } }, policyTypes: [Ingress], ingress: ${ingress} }
---`;
const replicaSet = (app: string, name: string, container: string): string => `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: ${app}-${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${app}, of: ${name} } }
  template:
    metadata: { labels: { app: ${app}, of: ${name} } }
    spec: { terminationGracePeriodSeconds: 1, containers: [${container}] }
---`;

/** By the code that the Service of that name raises; it may raise more. */
export const MORE_BROKEN: Readonly<Partial<Record<FindingCode, string>>> = {
  'named-port-other-protocol':
    service('named-port-other-protocol', 'ports: [{ port: 80, targetPort: talk }]') +
    pod(
      'named-port-other-protocol',
      'a',
      `containers: [{ ${PODINFO}, ports: [{ name: talk, containerPort: 8080, protocol: UDP }] }]`,
    ),
  'external-local-without-endpoint':
    service('external-local-without-endpoint', `type: NodePort, externalTrafficPolicy: Local, ${PORTS}`) +
    pod('external-local-without-endpoint', 'a', `containers: [${WEB}]`),
  'pod-failed':
    service('pod-failed', PORTS) +
    pod('pod-failed', 'a', `restartPolicy: Never, containers: [${shell('fails', 'exit 3')}]`) +
    pod('pod-failed', 'b', `containers: [${WEB}]`),
  'container-crash-loops':
    service('container-crash-loops', PORTS) +
    pod('container-crash-loops', 'a', `containers: [${shell('breaks', 'echo it breaks; exit 3')}]`),
  'init-container-fails':
    service('init-container-fails', PORTS) +
    pod(
      'init-container-fails',
      'a',
      `containers: [${WEB}], initContainers: [${shell('prepares', 'echo nothing to begin with; exit 4')}]`,
    ),
  'image-pull-fails':
    service('image-pull-fails', PORTS) +
    pod('image-pull-fails', 'a', 'containers: [{ name: web, image: nowhere.example/none:1 }]'),
  'network-policy-denies':
    service('network-policy-denies', PORTS) +
    pod('network-policy-denies', 'a', WELL) +
    policy('network-policy-denies', '[]'),
  'network-policy-limits':
    service('network-policy-limits', PORTS) +
    pod('network-policy-limits', 'a', WELL) +
    policy('network-policy-limits', '[{ from: [{ podSelector: { matchLabels: { app: friend } } }] }]'),
  'no-selector-no-address': byHand('no-selector-no-address', 'web', '').split('---')[0] ?? '',
  'slice-lacks-port': byHand('slice-lacks-port', 'other', ''),
  'hints-narrow': byHand('hints-narrow', 'web', 'hints: { forZones: [{ name: zone-a }] }'),
  'selects-other-owners':
    service('selects-other-owners', PORTS) +
    replicaSet('selects-other-owners', 'a', WEB) +
    replicaSet('selects-other-owners', 'b', shell('sleeps', 'sleep 3600')),
  'container-ended':
    service('container-ended', PORTS) +
    pod('container-ended', 'a', `restartPolicy: Never, containers: [${WEB}, ${shell('ends', 'echo done with it')}]`),
  'pod-completed':
    service('pod-completed', PORTS) +
    pod('pod-completed', 'a', `restartPolicy: Never, containers: [${shell('ends', 'echo done with it')}]`) +
    pod('pod-completed', 'b', WELL),
  'startup-probe-pending':
    service('startup-probe-pending', PORTS) +
    pod(
      'startup-probe-pending',
      'a',
      `containers: [{ ${PODINFO}, startupProbe: { httpGet: { path: /, port: 9 }, periodSeconds: 1, failureThreshold: 900 } }]`,
    ),
  'readiness-gate-shut':
    service('readiness-gate-shut', PORTS) +
    pod('readiness-gate-shut', 'a', `readinessGates: [{ conditionType: example.com/lb }], ${WELL}`),
  'pod-unscheduled':
    service('pod-unscheduled', PORTS) + pod('pod-unscheduled', 'a', `nodeSelector: { disk: nowhere }, ${WELL}`),
  'no-endpoint-ready': byHand('no-endpoint-ready', 'web', '').replaceAll('ready: true', 'ready: false'),
  'endpoints-differ': byHand('endpoints-differ', 'web', '') + endpointsByHand('endpoints-differ', '192.0.2.12'),
  // A Node nobody runs: no kubelet makes a sandbox.
  'pod-without-ip': service('pod-without-ip', PORTS) + pod('pod-without-ip', 'a', `nodeName: nowhere, ${WELL}`),
  'pod-starts':
    service('pod-starts', PORTS) + pod('pod-starts', 'a', `initContainers: [${shell('waits', 'sleep 3600')}], ${WELL}`),
  'workload-makes-no-pods': service('workload-makes-no-pods', PORTS) + paused('workload-makes-no-pods'),
  'pod-terminating':
    service('pod-terminating', PORTS) + slow('pod-terminating', 'a') + pod('pod-terminating', 'b', WELL),
  'all-terminating': service('all-terminating', PORTS) + slow('all-terminating', 'a'),
};

/** Of these Pod `a` is to be deleted once everybody is ready. */
export const BROKEN_BY_DELETION: ReadonlySet<string> = new Set<FindingCode>(['pod-terminating', 'all-terminating']);
