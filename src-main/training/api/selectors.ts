import { matchesLabels } from '../admission/label-query.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { badRequest } from '../status-errors.ts';
import { parseLabelQuery } from './parse-label-query.ts';

/** Which objects a list or watch is about. */
export type Filter = (object: KubeObject) => boolean;

/** Fields a fieldSelector may name, beside metadata.name and metadata.namespace. Source: k/k 1.34.4 pkg/apis/*\/v1/conversion.go. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  services: ['spec.clusterIP', 'spec.type'],
  'apps/replicasets': ['status.replicas'],
  'batch/jobs': ['status.successful'],
  events: [
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
      (field) => `involvedObject.${field}`,
    ),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

/** The filter of labelSelector and fieldSelector. Throws the 400 of a selector that can't be read. */
export function filterOf(kind: Kind, query: URLSearchParams): Filter {
  const labels = parseLabelQuery(query.get('labelSelector') ?? '');
  const fields = parseFields(kind, query.get('fieldSelector') ?? '');
  return (object) => matchesLabels(labels, object.metadata.labels) && fields(object);
}

function parseFields(kind: Kind, text: string): Filter {
  const conditions = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseField(kind, part));
  return (object) => conditions.every((holds) => holds(object));
}

function parseField(kind: Kind, text: string): Filter {
  const parts = /^([^=!]+)(==|=|!=)(.*)$/.exec(text);
  if (parts === null) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  const [, field = '', operator, value = ''] = parts;
  const known = ['metadata.name', ...(kind.namespaced ? ['metadata.namespace'] : []), ...(FIELDS[kind.resource] ?? [])];
  if (!known.includes(field)) throw badRequest(unknownField(kind, field));
  const path = field.split('.');
  return (object) => (fieldText(object, path) === value) === (operator !== '!=');
}

/** Source: apimachinery DefaultMetaV1FieldSelectorConversion, and the conversions of the kinds that have more fields. */
function unknownField({ resource }: Kind, field: string): string {
  return FIELDS[resource] === undefined
    ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
    : `field label not supported: ${field}`;
}

function fieldText(object: KubeObject, path: readonly string[]): string {
  const value = at(object, ...path);
  // An absent boolean is false, an absent string empty.
  if (value === undefined) return ['unschedulable', 'hostNetwork'].includes(path.at(-1) ?? '') ? 'false' : '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
