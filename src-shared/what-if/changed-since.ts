import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Change, Labels, PodEdit, ServiceEdit } from './change.ts';
import { labelDifference } from './label-difference.ts';

/** The first field that no longer has what the change was thought of on, as a path; null where all do. */
export function changedSince(change: Change, object: Service | Pod): string | null {
  for (const edit of change.edits) if (!holds(edit, object)) return pathOf(edit);
  return null;
}

function holds(edit: ServiceEdit | PodEdit, object: Service | Pod): boolean {
  if (edit.field === 'labels') return labelsHold(edit, object.meta.labels);
  if (object.kind !== 'Service') return false;
  switch (edit.field) {
    case 'selector':
      return Object.keys(labelDifference(object.selector ?? {}, edit.from ?? {})).length === 0;
    case 'publishNotReadyAddresses':
      return object.publishNotReadyAddresses === edit.from;
    case 'targetPort':
      return object.ports.some(
        ({ port, protocol, targetPort }) =>
          port === edit.port && protocol === edit.protocol && targetPort === edit.from,
      );
  }
}

/** Labels that the edit leaves alone do not matter. */
function labelsHold({ from, to }: PodEdit, labels: Labels): boolean {
  const valueOf = (map: Labels, key: string): string | null => (Object.hasOwn(map, key) ? (map[key] ?? null) : null);
  return Object.keys(labelDifference(from, to)).every((key) => valueOf(labels, key) === valueOf(from, key));
}

function pathOf(edit: ServiceEdit | PodEdit): string {
  switch (edit.field) {
    case 'labels':
      return 'metadata.labels';
    case 'selector':
    case 'publishNotReadyAddresses':
      return `spec.${edit.field}`;
    case 'targetPort':
      return `spec.ports[${edit.port}/${edit.protocol}].targetPort`;
  }
}
