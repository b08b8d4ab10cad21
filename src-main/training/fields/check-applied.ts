import { isJson, type Json } from '../json.ts';
import type { FieldType } from '../schema/parse-schema.ts';
import { TYPES } from '../schema/schema.ts';
import { elementOf } from './items.ts';
import { printElement } from './path-element.ts';
import { fieldShape, type Shape } from './shapes.ts';

/**
 * What is wrong with a configuration, in the API server's words: fields no schema has, values of another type, items that are
 * there twice. Source: sigs.k8s.io/structured-merge-diff v6 typed/validate.go.
 */
export function appliedErrors(type: string, config: Json): readonly string[] {
  return errorsOf({ kind: 'object', type }, { kind: 'struct', type }, config, '');
}

/** As one text. Source: typed/helpers.go ValidationErrors. */
export function printAppliedErrors(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : ['errors:', ...errors.map((each) => `  ${each}`)].join('\n');
}

function errorsOf(type: FieldType, shape: Shape, value: unknown, path: string): readonly string[] {
  if (value === null || value === undefined || type.kind === 'any') return [];
  switch (type.kind) {
    case 'object':
      return isJson(value) ? errorsInObject(type.type, value, path) : [`${path}: expected map, got ${print(value)}`];
    case 'map':
      if (!isJson(value)) return [`${path}: expected map, got ${print(value)}`];
      return Object.entries(value).flatMap(([key, inside]) =>
        errorsOf(type.of, { kind: 'leaf' }, inside, `${path}.${key}`),
      );
    case 'list':
      if (!Array.isArray(value)) return [`${path}: expected list, got ${print(value)}`];
      return errorsInList(type.of, shape, value, path);
    default:
      return scalarErrors(type.kind, value, path);
  }
}

function errorsInObject(name: string, value: Json, path: string): readonly string[] {
  const fields = TYPES.get(name)?.fields;
  return Object.entries(value).flatMap(([key, inside]) => {
    const below = `${path}.${key}`;
    const field = fields?.get(key);
    if (field === undefined) return [`${below}: field not declared in schema`];
    return errorsOf(field.type, fieldShape(name, key) ?? { kind: 'leaf' }, inside, below);
  });
}

const NULL_ITEM = {
  keyed: 'associative list with keys may not have a null element',
  set: "associative list without keys has an element that's an explicit null",
} as const;

function errorsInList(type: FieldType, shape: Shape, items: readonly unknown[], path: string): readonly string[] {
  if (shape.kind !== 'keyed' && shape.kind !== 'set')
    return items.flatMap((item, index) => errorsOf(type, { kind: 'leaf' }, item, `${path}[${index}]`));
  // After an item without an element nothing more is said of the list.
  const nothing = items.indexOf(null);
  const named = nothing === -1 ? items : items.slice(0, nothing);
  const errors = errorsInNamed(type, shape, named, path);
  return nothing === -1 ? errors : [...errors, `${path}: element ${nothing}: ${NULL_ITEM[shape.kind]}`];
}

/** Of a list whose items are told apart by keys or by their value. */
function errorsInNamed(type: FieldType, shape: Shape, items: readonly unknown[], path: string): readonly string[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const element = elementOf(shape, item);
    const place = printElement(element);
    const twice = seen.has(element) ? [`${path}: duplicate entries for key ${place}`] : [];
    seen.add(element);
    return [...twice, ...errorsOf(type, { kind: 'leaf' }, item, `${path}${place}`)];
  });
}

function scalarErrors(kind: FieldType['kind'], value: unknown, path: string): readonly string[] {
  switch (kind) {
    case 'integer':
    case 'number':
      return typeof value === 'number' ? [] : [`${path}: expected numeric (int or float), got ${goType(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected boolean, got ${print(value)}`];
    case 'string':
    case 'bytes':
      return typeof value === 'string' ? [] : [`${path}: expected string, got ${goValue(value)}`];
    default:
      return typeof value === 'object' ? [`${path}: expected any scalar, got ${print(value)}`] : [];
  }
}

/** As `%T` of Go prints it. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'map[string]interface {}' : 'string';
}

/** As `%#v` of the value's own type prints it. */
function goValue(value: unknown): string {
  return `&value.valueUnstructured{Value:${print(value)}}`;
}

/** As `%v` of Go prints it. */
function print(value: unknown): string {
  return JSON.stringify(value);
}
