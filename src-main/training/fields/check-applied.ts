import { isJson, listOf, type Json } from '../json.ts';
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

function errorsInList(type: FieldType, shape: Shape, items: unknown, path: string): readonly string[] {
  const seen = new Set<string>();
  const isKeyed = shape.kind === 'keyed' || shape.kind === 'set';
  return listOf(items).flatMap((item, index) => {
    const element = isKeyed ? elementOf(shape, item) : '';
    const place = isKeyed ? printElement(element) : `[${index}]`;
    const twice = isKeyed && seen.has(element) ? [`${path}: duplicate entries for key ${place}`] : [];
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
