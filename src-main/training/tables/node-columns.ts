import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, textOf } from '../json.ts';
import { ageCell, text, wide } from './cells.ts';
import type { Column } from './column.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** Source: printers.go printNode. */
export const NODE_COLUMNS: readonly Column[] = [
  text('Status', statusOf),
  text('Roles', rolesOf),
  text('Age', ageCell),
  text('Version', (node) => textOf(at(node, 'status', 'nodeInfo', 'kubeletVersion'))),
  wide('Internal-IP', (node) => addressOf(node, 'InternalIP')),
  wide('External-IP', (node) => addressOf(node, 'ExternalIP')),
  wide('OS-Image', (node) => infoOf(node, 'osImage')),
  wide('Kernel-Version', (node) => infoOf(node, 'kernelVersion')),
  wide('Container-Runtime', (node) => infoOf(node, 'containerRuntimeVersion')),
];

function statusOf(node: KubeObject): string {
  const ready = jsonListOf(at(node, 'status', 'conditions')).find(({ type }) => type === 'Ready');
  const status = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function rolesOf({ metadata }: KubeObject): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return [key.slice(ROLE_PREFIX.length)];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return (
    roles
      .filter((role) => role !== '')
      .sort()
      .join(',') || '<none>'
  );
}

function addressOf(node: KubeObject, type: string): string {
  const found = jsonListOf(at(node, 'status', 'addresses')).find((address) => address.type === type);
  return textOf(found?.address) || '<none>';
}

function infoOf(node: KubeObject, field: string): string {
  return textOf(at(node, 'status', 'nodeInfo', field)) || '<unknown>';
}
