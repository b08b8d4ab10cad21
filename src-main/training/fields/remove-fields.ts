import { isJson } from '../json.ts';
import { type FieldSet } from './field-set.ts';
import { elementOf } from './items.ts';
import { fieldElement } from './path-element.ts';
import { innerShape, type Shape } from './shapes.ts';

/**
 * A value without the fields and items of a set; null where nothing of an object or list is left. Source:
 * sigs.k8s.io/structured-merge-diff v6 typed/remove.go.
 */
export function removeFields(shape: Shape, value: unknown, fields: FieldSet): unknown {
  if (shape.kind === 'keyed' || shape.kind === 'set') {
    return Array.isArray(value) ? removeItems(shape, value, fields) : null;
  }
  if (shape.kind === 'leaf') return Array.isArray(value) || isJson(value) ? null : value;
  if (!isJson(value)) return null;
  const kept = Object.entries(value).flatMap(([key, inside]): [string, unknown][] => {
    const element = fieldElement(key);
    if (fields.members.has(element)) return [];
    const below = fields.children.get(element);
    return [[key, below === undefined ? inside : removeFields(innerShape(shape, key), inside, below)]];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function removeItems(shape: Shape, items: readonly unknown[], fields: FieldSet): unknown {
  const kept = items.flatMap((item) => {
    const element = elementOf(shape, item);
    if (fields.members.has(element)) return [];
    const below = fields.children.get(element);
    return [below === undefined || shape.kind !== 'keyed' ? item : removeFields(shape.of, item, below)];
  });
  return kept.length === 0 ? null : kept;
}
