import { isJson } from '../json.ts';
import { canonicalQuantity } from './canonical-quantity.ts';
import { integerType, stringType, structName } from './go-types.ts';
import type { FieldType } from './parse-schema.ts';
import { TYPES } from './schema.ts';

/** What reading a body by the schema gave: the known fields, and what was wrong. */
export interface CheckedFields {
  readonly value: unknown;
  /** Paths of fields the kind does not have, as `spec.ports[0].foo`: dropped from the value. */
  readonly unknown: readonly string[];
  /** Why the body cannot be this kind at all: Go's message for the first field of another type. */
  readonly mismatch: string | undefined;
}

interface Findings {
  readonly unknown: string[];
  mismatch: string | undefined;
}

/**
 * Reads a body as `typeName`, as Go's decoder does: fields it does not know are dropped, null is absent and in a list or a map
 * the type's zero value, a value of another type fails the whole.
 */
export function checkFields(typeName: string, body: unknown): CheckedFields {
  const findings: Findings = { unknown: [], mismatch: undefined };
  const place = { path: '', struct: '', fields: [] };
  const value = read({ kind: 'object', type: typeName }, body, place, findings);
  return { value, unknown: findings.unknown, mismatch: findings.mismatch };
}

interface Place {
  readonly path: string;
  /** The innermost struct, and the fields that lead to the value: neither keys of a map nor indexes of a list. */
  readonly struct: string;
  readonly fields: readonly string[];
}

function read(type: FieldType, value: unknown, place: Place, findings: Findings): unknown {
  if (value === null || value === undefined || type.kind === 'any') return value ?? undefined;
  switch (type.kind) {
    case 'object':
      return readObject(type.type, value, place, findings);
    case 'map':
      if (!isJson(value)) return mismatch(type, value, place, findings);
      // An empty map is left out as an empty list is.
      if (Object.keys(value).length === 0) return undefined;
      return Object.fromEntries(
        Object.entries(value).map(([key, inside]) => [
          key,
          // What does not fit fails the whole: here something has to stand for it.
          readItem(type.of, inside, { ...place, path: join(place.path, key) }, findings) ?? '',
        ]),
      );
    case 'list':
      if (!Array.isArray(value)) return mismatch(type, value, place, findings);
      return value.map((inside: unknown, index) =>
        readItem(type.of, inside, { ...place, path: `${place.path}[${index}]` }, findings),
      );
    case 'quantity':
      return isQuantity(value) ? canonicalQuantity(String(value)) : mismatch(type, value, place, findings);
    default:
      return isOf(type.kind, value) ? value : mismatch(type, value, place, findings);
  }
}

/** Of a list or a map, where something has to stand for a null: what Go's decoder leaves in an item that is no pointer. */
function readItem(type: FieldType, value: unknown, place: Place, findings: Findings): unknown {
  return value === null ? zeroOf(type) : read(type, value, place, findings);
}

function zeroOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'integer':
    case 'number':
    case 'int-or-string':
      return 0;
    case 'boolean':
      return false;
    case 'quantity':
      return '0';
    case 'any':
      return null;
    default:
      return '';
  }
}

function readObject(name: string, value: unknown, place: Place, findings: Findings): unknown {
  if (!isJson(value)) return mismatch({ kind: 'object', type: name }, value, place, findings);
  const known = TYPES.get(name);
  const fields: [string, unknown][] = [];
  for (const [key, inside] of Object.entries(value)) {
    const path = join(place.path, key);
    const field = known?.fields.get(key);
    if (field === undefined) findings.unknown.push(path);
    else {
      const inner = { path, struct: name, fields: [...place.fields, key] };
      const taken = read(field.type, inside, inner, findings);
      if (taken !== undefined && (field.emptyCounts || !isEmpty(taken))) fields.push([key, taken]);
    }
  }
  return Object.fromEntries(fields);
}

/** What Go leaves out (omitempty). An empty object is none: it may stand for a struct. */
function isEmpty(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
}

/** Source: apimachinery resource.Quantity, splitREString and its suffixes. */
const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/** Source: apimachinery resource.ErrFormatWrong. */
const NO_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function isQuantity(value: unknown): value is string | number {
  return (typeof value === 'string' || typeof value === 'number') && QUANTITY.test(String(value).trim());
}

function isOf(kind: FieldType['kind'], value: unknown): boolean {
  switch (kind) {
    case 'string':
    case 'time':
    case 'bytes':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'int-or-string':
      return typeof value === 'string' || Number.isSafeInteger(value);
    default:
      return true;
  }
}

/** Source of the wording: sigs.k8s.io/json, a fork of encoding/json: `cannot unmarshal string into Go struct field …`. */
/** Gives nothing, which is what stands for a value that does not fit. */
function mismatch(type: FieldType, value: unknown, place: Place, findings: Findings): unknown {
  findings.mismatch ??= type.kind === 'quantity' ? NO_QUANTITY : typeMismatch(type, value, place);
  return undefined;
}

function typeMismatch(type: FieldType, value: unknown, { struct, fields }: Place): string {
  const where = struct === '' ? 'Go value' : `Go struct field ${structName(struct)}.${fields.join('.')}`;
  return `json: cannot unmarshal ${jsonType(value, type)} into ${where} of type ${goType(type, struct, fields.at(-1) ?? '')}`;
}

function jsonType(value: unknown, wanted: FieldType): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  const isInteger = wanted.kind === 'integer' || wanted.kind === 'int-or-string';
  return typeof value === 'number' && isInteger ? `number ${value}` : typeof value;
}

function goType(type: FieldType, struct: string, field: string): string {
  switch (type.kind) {
    case 'integer':
      return integerType(field);
    case 'int-or-string':
      return 'int32';
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float64';
    case 'bytes':
      return '[]uint8';
    case 'object':
      return `v1.${structName(type.type)}`;
    case 'map':
      return `map[string]${goType(type.of, struct, field)}`;
    case 'list':
      return `[]${goType(type.of, struct, field)}`;
    default:
      return stringType(struct, field);
  }
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
