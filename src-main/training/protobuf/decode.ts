import { timestamp } from '../admission/metadata.ts';
import type { Json } from '../json.ts';
import type { Field, FieldType, ScalarKind } from '../schema/parse-schema.ts';
import { TYPES } from '../schema/schema.ts';
import { asBytes, asInteger, asText, readFields, type WireField } from './wire.ts';

/** Four bytes before every object. Source: apimachinery runtime/serializer/protobuf. */
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);
/** Deeper than any kind; more is an attack. */
const DEEPEST = 64;

/**
 * An object as typed clients send it (kubectl create deployment, auth can-i): the envelope `runtime.Unknown` with the
 * object's own message inside. Throws RangeError where the bytes are no such message.
 */
export function decodeObject(bytes: Uint8Array): Json {
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) throw new RangeError('the body is no Kubernetes protobuf');
  const envelope = readFields(bytes.subarray(MAGIC.length));
  const type = readFields(asBytes(valueOf(envelope, 1)));
  const apiVersion = asText(valueOf(type, 1));
  const kind = asText(valueOf(type, 2));
  return { apiVersion, kind, ...decodeMessage(kind, asBytes(valueOf(envelope, 2)), 0) };
}

/** What stands under each number of a message: fields, or a message that JSON has inline. */
interface Numbered {
  readonly fields: Map<number, Field>;
  readonly inline: Map<number, Numbered>;
}

const TABLES = new Map<string, Numbered>();

function tableOf(typeName: string): Numbered {
  const known = TABLES.get(typeName);
  if (known !== undefined) return known;
  const table: Numbered = { fields: new Map(), inline: new Map() };
  for (const field of TYPES.get(typeName)?.fields.values() ?? []) place(table, field, field.numbers);
  TABLES.set(typeName, table);
  return table;
}

function place(table: Numbered, field: Field, [first, ...rest]: readonly number[]): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    table.fields.set(first, field);
    return;
  }
  const inner = table.inline.get(first) ?? { fields: new Map(), inline: new Map() };
  table.inline.set(first, inner);
  place(inner, field, rest);
}

function decodeMessage(typeName: string, bytes: Uint8Array, depth: number): Json {
  if (depth > DEEPEST) throw new RangeError('the message is nested too deep');
  const result: Record<string, unknown> = {};
  collect(tableOf(typeName), bytes, depth, result);
  return result;
}

function collect(table: Numbered, bytes: Uint8Array, depth: number, result: Record<string, unknown>): void {
  for (const { number, value } of readFields(bytes)) {
    const inner = table.inline.get(number);
    if (inner !== undefined) collect(inner, asBytes(value), depth, result);
    const field = table.fields.get(number);
    if (field !== undefined) result[field.name] = combined(result[field.name], field.type, value, depth);
  }
}

/** A list or map comes one element at a time. */
function combined(before: unknown, type: FieldType, value: WireField['value'], depth: number): unknown {
  switch (type.kind) {
    case 'list':
      return [...((before ?? []) as readonly unknown[]), single(type.of, value, depth)];
    case 'map': {
      const entry = readFields(asBytes(value));
      const key = asText(valueOf(entry, 1));
      const inside = single(type.of, valueOf(entry, 2) ?? new Uint8Array(), depth);
      return Object.fromEntries([...Object.entries((before ?? {}) as Json), [key, inside]]);
    }
    default:
      return single(type, value, depth);
  }
}

function single(type: FieldType, value: WireField['value'], depth: number): unknown {
  if (type.kind === 'object') return decodeMessage(type.type, asBytes(value), depth + 1);
  if (type.kind === 'list' || type.kind === 'map') return undefined;
  return scalar(type.kind, value);
}

function scalar(kind: ScalarKind, value: WireField['value']): unknown {
  switch (kind) {
    case 'string':
      return asText(value);
    case 'integer':
    case 'number':
      return asInteger(value);
    case 'boolean':
      return asInteger(value) !== 0;
    case 'bytes':
      return Buffer.from(asBytes(value)).toString('base64');
    case 'quantity':
      return asText(valueOf(readFields(asBytes(value)), 1));
    case 'time':
      return timeOf(readFields(asBytes(value)));
    case 'int-or-string':
      return intOrString(readFields(asBytes(value)));
    case 'any':
      return undefined;
  }
}

/** Seconds and nanoseconds; a zero Time is an empty message. */
function timeOf(fields: readonly WireField[]): string | undefined {
  return fields.length === 0 ? undefined : timestamp(1000 * asInteger(valueOf(fields, 1)));
}

function intOrString(fields: readonly WireField[]): number | string {
  return asInteger(valueOf(fields, 1)) === 1 ? asText(valueOf(fields, 3)) : asInteger(valueOf(fields, 2));
}

function valueOf(fields: readonly WireField[], number: number): WireField['value'] | undefined {
  return fields.findLast((field) => field.number === number)?.value;
}
