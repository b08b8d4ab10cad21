/**
 * The notation of the field lists: a type a line (continued by indentation), `name:type=number` a field, `name!` where it is
 * required, `name?` where an empty value counts (a pointer in Go; of any other field it is the same as absent). `s` string,
 * `i` integer, `n` number, `b` boolean, `y` bytes (base64), `t` time, `q` quantity, `x` integer or string, `*` anything,
 * `{T}` a map, `[T]` a list, `[T]@key` a list that a strategic merge patch merges by that key (`@` alone: a set), `T^` a
 * type whose patch may name the keys it retains; anything else is another object type. The number is the field's in
 * protobuf; `1.2` is field 2 of a message under field 1, which JSON has inline.
 */
export type FieldType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'map'; readonly of: FieldType }
  | { readonly kind: 'list'; readonly of: FieldType; readonly mergeKey: string | undefined }
  | { readonly kind: 'object'; readonly type: string };

export type ScalarKind =
  'string' | 'integer' | 'number' | 'boolean' | 'bytes' | 'time' | 'quantity' | 'int-or-string' | 'any';

export interface Field {
  readonly name: string;
  readonly required: boolean;
  /** Whether an empty string, list or map, a zero or a false says something else than its absence. */
  readonly emptyCounts: boolean;
  readonly type: FieldType;
  /** Empty for a field that protobuf has not: kind and apiVersion. */
  readonly numbers: readonly number[];
}

export interface ObjectType {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
}

const LETTERS: Readonly<Record<string, FieldType>> = {
  s: { kind: 'string' },
  i: { kind: 'integer' },
  n: { kind: 'number' },
  b: { kind: 'boolean' },
  y: { kind: 'bytes' },
  t: { kind: 'time' },
  q: { kind: 'quantity' },
  x: { kind: 'int-or-string' },
  '*': { kind: 'any' },
};

/** Throws on a notation it does not know: the lists are ours. */
export function parseSchema(text: string): ReadonlyMap<string, ObjectType> {
  const lines = text
    .replaceAll(/\n {2}/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
  return new Map(lines.map(parseType).map((type) => [type.name, type]));
}

function parseType(line: string): ObjectType {
  const [name = '', ...fields] = line.split(' ');
  return { name, fields: new Map(fields.map(parseField).map((field) => [field.name, field])) };
}

function parseField(text: string): Field {
  const parts = /^(.+?)([!?]?):([^=]+)(?:=([\d.]+))?$/.exec(text);
  if (parts === null) throw new Error(`no field: ${text}`);
  const [, name = '', mark, type = '', numbers] = parts;
  return {
    name,
    required: mark === '!',
    emptyCounts: mark === '!' || mark === '?',
    type: parseFieldType(type.replace('^', '')),
    numbers: numbers === undefined ? [] : numbers.split('.').map(Number),
  };
}

function parseFieldType(text: string): FieldType {
  const letter = LETTERS[text];
  if (letter !== undefined) return letter;
  const map = /^\{(.+)\}$/.exec(text);
  if (map !== null) return { kind: 'map', of: parseFieldType(map[1] ?? '') };
  const list = /^\[(.+)\](@?)(\w*)$/.exec(text);
  if (list === null) return { kind: 'object', type: text };
  return { kind: 'list', of: parseFieldType(list[1] ?? ''), mergeKey: list[2] === '@' ? list[3] : undefined };
}
