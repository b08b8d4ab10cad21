import type { KubeObject, ResourceName } from '../cluster-api.ts';
import { at, numberOf, textOf } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { badRequest } from '../status-errors.ts';

type Read = (object: KubeObject) => string;

const text = (path: string): Read => {
  const parts = path.split('.');
  return (object) => textOf(at(object, ...parts));
};
/** An absent boolean is false. */
const flag = (path: string): Read => {
  const parts = path.split('.');
  return (object) => String(at(object, ...parts) === true);
};
const texts = (paths: readonly string[]): Readonly<Record<string, Read>> =>
  Object.fromEntries(paths.map((path) => [path, text(path)]));

const NAME = texts(['metadata.name']);
const NAMESPACED = texts(['metadata.name', 'metadata.namespace']);

/**
 * Fields that a fieldSelector may name of the kinds that have more than a name and a namespace. Source: k/k 1.34.4
 * AddFieldLabelConversionFunc in pkg/apis for which there are, SelectableFields in pkg/registry for what they hold. A ReplicaSet's
 * status.replicas is in the second alone.
 */
const FIELDS: Readonly<Partial<Record<ResourceName, Readonly<Record<string, Read>>>>> = {
  pods: {
    ...NAMESPACED,
    ...texts(['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName']),
    ...texts(['status.phase', 'status.podIP', 'status.nominatedNodeName']),
    'spec.hostNetwork': flag('spec.hostNetwork'),
    'spec.host': text('spec.nodeName'),
    // Known, and held by no Pod.
    'status.podIPs': () => '',
  },
  nodes: { ...NAME, 'spec.unschedulable': flag('spec.unschedulable') },
  namespaces: { ...NAME, ...texts(['status.phase']) },
  services: { ...NAMESPACED, ...texts(['spec.clusterIP', 'spec.type']) },
  'batch/jobs': {
    ...NAMESPACED,
    'status.successful': (job) => String(numberOf(at(job, 'status', 'succeeded')) ?? 0),
  },
  events: {
    ...NAMESPACED,
    ...texts(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
        (field) => `involvedObject.${field}`,
      ),
    ),
    ...texts(['reason', 'reportingComponent', 'type']),
    source: (event) => textOf(at(event, 'source', 'component')) || textOf(event.reportingComponent),
  },
};

/** What a field of a kind's objects holds. Throws the 400 of a field that selects nothing of this kind. */
export function fieldOf({ resource }: Kind, field: string): Read {
  const fields = FIELDS[resource] ?? NAMESPACED;
  const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (read === undefined) throw badRequest(refusalOf(resource, field));
  return read;
}

/** Source: k/k 1.34.4 pkg/apis/core/v1 and pkg/apis/batch/v1 conversion.go; apimachinery DefaultMetaV1FieldSelectorConversion. */
function refusalOf(resource: ResourceName, field: string): string {
  if (FIELDS[resource] === undefined) {
    return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
  }
  return resource === 'batch/jobs'
    ? `field label ${JSON.stringify(field)} not supported for Job`
    : `field label not supported: ${field}`;
}
