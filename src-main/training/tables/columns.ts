import { formatSelector } from '#shared/kube/label-selector.ts';
import { printEndpoints, printSliceEndpoints, printSlicePorts } from '#shared/kube/print-endpoints.ts';
import { printPod } from '#shared/kube/print-pod.ts';
import { printClusterIP, printExternalIP, printServicePorts } from '#shared/kube/print-service.ts';
import type { KubeObject, ResourceName } from '../cluster-api.ts';
import { at, jsonListOf, jsonOf, numberOf, textOf } from '../json.ts';
import { ageCell, integer, printLabelSelector, text, wide, workloadCells } from './cells.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { JOB_COLUMNS } from './job-columns.ts';
import { NODE_COLUMNS } from './node-columns.ts';
import { endpointsOf, podOf, serviceOf, sliceOf } from './project.ts';
import type { Column } from './column.ts';

// Source of names, order and priorities: k/k 1.34.4 pkg/printers/internalversion/printers.go AddHandlers.

const NAME: Column = { ...text('Name', ({ metadata }) => metadata.name), format: 'name' };
const AGE = text('Age', ageCell);

const PODS: readonly Column[] = [
  NAME,
  text('Ready', (pod, now) => printPod(podOf(pod), now).ready),
  text('Status', (pod, now) => printPod(podOf(pod), now).status),
  text('Restarts', (pod, now) => printPod(podOf(pod), now).restarts),
  AGE,
  wide('IP', (pod) => textOf(at(pod, 'status', 'podIP')) || '<none>'),
  wide('Node', (pod) => textOf(at(pod, 'spec', 'nodeName')) || '<none>'),
  wide('Nominated Node', (pod) => textOf(at(pod, 'status', 'nominatedNodeName')) || '<none>'),
  wide('Readiness Gates', readinessGates),
];

const SERVICES: readonly Column[] = [
  NAME,
  text('Type', (service) => textOf(at(service, 'spec', 'type'))),
  text('Cluster-IP', (service) => printClusterIP(serviceOf(service))),
  text('External-IP', (service) => printExternalIP(serviceOf(service), true)),
  text('Port(s)', (service) => printServicePorts(serviceOf(service).ports)),
  AGE,
  wide('Selector', (service) => formatSelector(serviceOf(service).selector)),
];

const REPLICA_SETS: readonly Column[] = [
  NAME,
  integer('Desired', (object) => countAt(object, 'spec', 'replicas')),
  integer('Current', (object) => countAt(object, 'status', 'replicas')),
  integer('Ready', (object) => countAt(object, 'status', 'readyReplicas')),
  AGE,
  ...workloadCells(),
];

const DEPLOYMENTS: readonly Column[] = [
  NAME,
  text('Ready', (object) => `${countAt(object, 'status', 'readyReplicas')}/${countAt(object, 'spec', 'replicas')}`),
  text('Up-to-date', (object) => countAt(object, 'status', 'updatedReplicas')),
  text('Available', (object) => countAt(object, 'status', 'availableReplicas')),
  AGE,
  ...workloadCells(),
];

const CONFIG_MAPS: readonly Column[] = [
  NAME,
  text('Data', (map) => Object.keys(jsonOf(map.data)).length + Object.keys(jsonOf(map.binaryData)).length),
  AGE,
];

const SLICES: readonly Column[] = [
  NAME,
  text('AddressType', (slice) => textOf(slice.addressType)),
  text('Ports', (slice) => printSlicePorts(sliceOf(slice))),
  text('Endpoints', (slice) => printSliceEndpoints(sliceOf(slice))),
  AGE,
];

/** What `kubectl get` shows of each kind. */
export const COLUMNS: Readonly<Record<ResourceName, readonly Column[]>> = {
  namespaces: [NAME, text('Status', (object) => textOf(at(object, 'status', 'phase'))), AGE],
  nodes: [NAME, ...NODE_COLUMNS],
  services: SERVICES,
  endpoints: [NAME, text('Endpoints', (object) => printEndpoints(endpointsOf(object))), AGE],
  pods: PODS,
  configmaps: CONFIG_MAPS,
  serviceaccounts: [NAME, text('Secrets', (account) => jsonListOf(account.secrets).length), AGE],
  events: EVENT_COLUMNS,
  'discovery.k8s.io/endpointslices': SLICES,
  'apps/replicasets': REPLICA_SETS,
  'apps/deployments': DEPLOYMENTS,
  'batch/jobs': [NAME, ...JOB_COLUMNS],
  'networking.k8s.io/networkpolicies': [
    NAME,
    text('Pod-Selector', (policy) => printLabelSelector(at(policy, 'spec', 'podSelector'))),
    AGE,
  ],
};

function countAt(object: KubeObject, ...path: readonly string[]): number {
  return numberOf(at(object, ...path)) ?? 0;
}

function readinessGates(pod: KubeObject): string {
  const gates = jsonListOf(at(pod, 'spec', 'readinessGates')).map(({ conditionType }) => conditionType);
  if (gates.length === 0) return '<none>';
  const conditions = jsonListOf(at(pod, 'status', 'conditions'));
  const passed = gates.filter((gate) => conditions.some(({ type, status }) => type === gate && status === 'True'));
  return `${passed.length}/${gates.length}`;
}
