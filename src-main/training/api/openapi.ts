import type { Draft } from '../cluster-api.ts';
import { KINDS, type Kind } from '../kinds.ts';
import { structName } from '../schema/go-types.ts';
import type { Field, FieldType } from '../schema/parse-schema.ts';
import { TYPES } from '../schema/schema.ts';
import descriptions from '../schema/descriptions.json' with { type: 'json' };
import { GROUPS } from './discovery.ts';

// What kubectl reads of OpenAPI 3: whether a kind's patch takes fieldValidation, merge keys, and the fields for explain.

const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = descriptions.types;
/** Types that stand for a scalar, and are called by their name all the same. */
const SCALARS: Readonly<Record<string, Draft>> = {
  IntOrString: {
    ...wordsOf('IntOrString', ''),
    oneOf: [{ type: 'integer' }, { type: 'string' }],
    format: 'int-or-string',
  },
  Quantity: { ...wordsOf('Quantity', ''), oneOf: [{ type: 'string' }, { type: 'number' }] },
};

const PREFIX = 'servicescope.training.';

/** /openapi/v3 */
export function openapiIndex(): Draft {
  const groups = ['api/v1', ...GROUPS.map((group) => `apis/${group}/v1`)];
  const entries = groups.map((path) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=training` }]);
  return { paths: Object.fromEntries(entries) as Draft };
}

/** /openapi/v3/api/v1 and /openapi/v3/apis/GROUP/v1 */
export function openapiDocument(group: string): Draft {
  const kinds = KINDS.filter((kind) => kind.group === group);
  const names = reachable(kinds.map((kind) => kind.kind));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'training' },
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: {
      schemas: Object.fromEntries([
        ...names.map((name) => [schemaName(name), schemaOf(name, kinds)] as const),
        ...Object.entries(SCALARS).map(([name, schema]) => [PREFIX + name, schema] as const),
      ]),
    },
  };
}

function pathsOf(kind: Kind): readonly (readonly [string, Draft])[] {
  const root = kind.group === '' ? '/api/v1' : `/apis/${kind.group}/v1`;
  const base = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
  const gvk = { group: kind.group, version: kind.version, kind: kind.kind };
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }));
  const operation = (action: string): Draft => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    parameters,
    responses: { 200: { description: 'OK' } },
  });
  return [
    [base, { post: operation('post') }],
    [`${base}/{name}`, { patch: operation('patch'), put: operation('put') }],
  ];
}

/** `kubectl explain` prints what stands behind the last dot. */
function schemaName(type: string): string {
  const struct = structName(type);
  return `${PREFIX}${struct === type ? '' : `${type}.`}${struct}`;
}

/** Description, and its values where it has some. Source: descriptions.json. */
function wordsOf(type: string, field: string): Draft {
  const [description, ...values] = WORDS[type]?.[field] ?? [];
  return { ...(description ? { description } : {}), ...(values.length === 0 ? {} : { enum: values }) };
}

function schemaOf(name: string, kinds: readonly Kind[]): Draft {
  const fields = [...(TYPES.get(name)?.fields.values() ?? [])];
  const required = fields.filter((field) => field.required).map((field) => field.name);
  const kind = kinds.find((each) => each.kind === name);
  const gvk = kind === undefined ? undefined : [{ group: kind.group, version: kind.version, kind: kind.kind }];
  return {
    type: 'object',
    ...wordsOf(name, ''),
    properties: Object.fromEntries(
      fields.map((field) => [field.name, { ...wordsOf(name, field.name), ...propertyOf(field) }]),
    ),
    ...(required.length === 0 ? {} : { required }),
    ...(gvk === undefined ? {} : { 'x-kubernetes-group-version-kind': gvk }),
  };
}

function propertyOf({ type }: Field): Draft {
  const merge =
    type.kind === 'list' && type.mergeKey !== undefined
      ? {
          'x-kubernetes-patch-strategy': 'merge',
          ...(type.mergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': type.mergeKey }),
        }
      : {};
  return { ...typeOf(type), ...merge };
}

function typeOf(type: FieldType): Draft {
  switch (type.kind) {
    case 'object':
      return { ...named(type.type), default: {} };
    case 'list':
      return { type: 'array', items: typeOf(type.of) };
    case 'map':
      return { type: 'object', additionalProperties: typeOf(type.of) };
    case 'integer':
      return { type: 'integer', format: 'int32' };
    case 'number':
    case 'boolean':
      return { type: type.kind };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'int-or-string':
      return named('IntOrString');
    case 'quantity':
      return named('Quantity');
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'any':
      return { type: 'object' };
    default:
      return { type: 'string' };
  }
}

/** A reference beside other fields would be ignored. */
function named(type: string): Draft {
  return { allOf: [{ $ref: `#/components/schemas/${schemaName(type)}` }] };
}

/** The types of these kinds and of all their fields. */
function reachable(roots: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const { type } of TYPES.get(name)?.fields.values() ?? []) open.push(...objectsOf(type));
  }
  return [...found];
}

function objectsOf(type: FieldType): readonly string[] {
  if (type.kind === 'object') return [type.type];
  return type.kind === 'list' || type.kind === 'map' ? objectsOf(type.of) : [];
}
