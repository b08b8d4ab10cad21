import { isJson, listOf, sameJson } from '../json.ts';
import { insert, isEmpty, newSet, withoutRoots, type FieldSet, type GrowingSet } from './field-set.ts';
import { itemsByElement } from './items.ts';
import { fieldElement } from './path-element.ts';
import { innerShape, type Shape } from './shapes.ts';

/** Which fields a new state of an object has taken away, changed and added; none is in two of them. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

interface Walk {
  readonly removed: GrowingSet;
  readonly modified: GrowingSet;
  readonly added: GrowingSet;
  /** Where the walk is. */
  readonly path: string[];
}

/** Undefined is absent, null is not. Source: sigs.k8s.io/structured-merge-diff v6 typed/compare.go. */
export function compareFields(shape: Shape, old: unknown, next: unknown): Comparison {
  const walk: Walk = { removed: newSet(), modified: newSet(), added: newSet(), path: [] };
  compare(shape, old, next, walk);
  return walk;
}

export function isSame({ removed, modified, added }: Comparison): boolean {
  return isEmpty(removed) && isEmpty(modified) && isEmpty(added);
}

/** The comparison without what stands under some fields of its root. */
export function withoutFieldsOf({ removed, modified, added }: Comparison, roots: readonly string[]): Comparison {
  return {
    removed: withoutRoots(removed, roots),
    modified: withoutRoots(modified, roots),
    added: withoutRoots(added, roots),
  };
}

function compare(shape: Shape, old: unknown, next: unknown, walk: Walk): void {
  if (old === next && old !== undefined) return;
  const isWhole = shape.kind === 'leaf' || (isBare(old) && isBare(next));
  if (isWhole) {
    mark(old, next, walk, !sameJson(old, next));
    return;
  }
  if (shape.kind === 'keyed' || shape.kind === 'set') compareItems(shape, listOf(old), listOf(next), walk);
  else compareObjects(shape, old, next, walk);
  mark(old, next, walk, false);
}

function mark(old: unknown, next: unknown, { removed, modified, added, path }: Walk, changed: boolean): void {
  if (old === undefined) insert(added, path);
  else if (next === undefined) insert(removed, path);
  else if (changed) insert(modified, path);
}

/** Nothing is in it, so that it is a value of its own: the difference between none and empty counts. */
function isBare(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isJson(value) || Object.keys(value).length === 0;
}

function compareObjects(shape: Shape, old: unknown, next: unknown, walk: Walk): void {
  const before = isJson(old) ? old : {};
  const after = isJson(next) ? next : {};
  const below = (key: string): void => {
    walk.path.push(fieldElement(key));
    compare(innerShape(shape, key), own(before, key), own(after, key), walk);
    walk.path.pop();
  };
  for (const key of Object.keys(before)) if (present(before, key) || present(after, key)) below(key);
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key) && present(after, key)) below(key);
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function present(object: Readonly<Record<string, unknown>>, key: string): boolean {
  return own(object, key) !== undefined;
}

/** Items that share a key are compared as one. */
function compareItems(
  shape: Extract<Shape, { readonly kind: 'keyed' | 'set' | 'leaf' }>,
  old: readonly unknown[],
  next: readonly unknown[],
  walk: Walk,
): void {
  const before = itemsByElement(shape, old);
  const after = itemsByElement(shape, next);
  for (const element of new Set([...before.keys(), ...after.keys()])) {
    const left = before.get(element) ?? [];
    const right = after.get(element) ?? [];
    walk.path.push(element);
    compareItem(shape, left, right, walk);
    walk.path.pop();
  }
}

function compareItem(shape: Shape, left: readonly unknown[], right: readonly unknown[], walk: Walk): void {
  const inner: Shape = shape.kind === 'keyed' ? shape.of : { kind: 'leaf' };
  if (left.length <= 1 && right.length <= 1) {
    compare(inner, left[0], right[0], walk);
  } else if (left.length >= 2 && right.length >= 2) {
    if (!sameJson(left, right)) insert(walk.modified, walk.path);
  } else if (left.length >= 2) {
    if (right.length > 0) compare(inner, undefined, right[0], walk);
    insert(walk.removed, walk.path);
  } else {
    if (left.length > 0) compare(inner, left[0], undefined, walk);
    insert(walk.added, walk.path);
  }
}
