import { isJson, listOf } from '../json.ts';
import { insert, newSet, type FieldSet, type GrowingSet } from './field-set.ts';
import { itemsByElement } from './items.ts';
import { fieldElement } from './path-element.ts';
import { fieldShape, innerShape, type Shape } from './shapes.ts';

/** What a configuration owns when it is applied. Source: sigs.k8s.io/structured-merge-diff v6 typed/tofieldset.go. */
export function fieldsOf(shape: Shape, value: unknown): FieldSet {
  const set = newSet();
  gather(shape, value, [], set);
  return set;
}

function gather(shape: Shape, value: unknown, path: string[], set: GrowingSet): void {
  switch (shape.kind) {
    case 'leaf':
      insert(set, path);
      return;
    case 'keyed':
    case 'set':
      for (const [element, items] of itemsByElement(shape, listOf(value))) {
        const below = [...path, element];
        if (items.length === 1 && shape.kind === 'keyed') gather(shape.of, items[0], below, set);
        insert(set, below);
      }
      return;
    default:
      if (!isJson(value)) return;
      for (const [key, inside] of Object.entries(value)) {
        const below = [...path, fieldElement(key)];
        gather(innerShape(shape, key), inside, below, set);
        const isNamed = shape.kind === 'struct' && fieldShape(shape.type, key) !== undefined;
        if (!isNamed || inside === null || (isJson(inside) && Object.keys(inside).length === 0)) insert(set, below);
      }
  }
}

/**
 * The set with every named field in it that something below is in. Source: fieldpath/set.go EnsureNamedFieldsAreMembers: a
 * struct goes when all that was in it goes, a map does not.
 */
export function withNamedFields(shape: Shape, set: FieldSet): FieldSet {
  const members = new Set(set.members);
  const children = new Map<string, FieldSet>();
  for (const [element, below] of set.children) {
    const name = element.slice(2);
    const named = element.startsWith('f:') && shape.kind === 'struct' && fieldShape(shape.type, name) !== undefined;
    if (named) members.add(element);
    children.set(element, withNamedFields(shapeBelow(shape, element), below));
  }
  return { members, children };
}

function shapeBelow(shape: Shape, element: string): Shape {
  if (element.startsWith('f:')) return innerShape(shape, element.slice(2));
  return shape.kind === 'keyed' ? shape.of : { kind: 'leaf' };
}
