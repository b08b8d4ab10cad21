import { compareElements } from './path-element.ts';

/**
 * A set of paths, each of path elements as fieldsV1 writes them (path-element.ts). A path and one below it may both be in it.
 * Source: sigs.k8s.io/structured-merge-diff v6 fieldpath/set.go.
 */
export interface FieldSet {
  /** Elements whose own path is in the set. */
  readonly members: ReadonlySet<string>;
  /** What is in the set below an element. None of them is empty. */
  readonly children: ReadonlyMap<string, FieldSet>;
}

/** A set that is being built. */
export interface GrowingSet extends FieldSet {
  readonly members: Set<string>;
  readonly children: Map<string, GrowingSet>;
}

export type FieldPath = readonly string[];

export function newSet(): GrowingSet {
  return { members: new Set(), children: new Map() };
}

/** Puts a path in. The empty path is none. */
export function insert(set: GrowingSet, path: FieldPath): void {
  let inside = set;
  for (const element of path.slice(0, -1)) {
    const known = inside.children.get(element);
    const next = known ?? newSet();
    if (known === undefined) inside.children.set(element, next);
    inside = next;
  }
  const last = path.at(-1);
  if (last !== undefined) inside.members.add(last);
}

export function isEmpty(set: FieldSet): boolean {
  return set.members.size === 0 && set.children.size === 0;
}

export function hasPath(set: FieldSet, path: FieldPath): boolean {
  let inside: FieldSet | undefined = set;
  for (const element of path.slice(0, -1)) inside = inside?.children.get(element);
  const last = path.at(-1);
  return last !== undefined && inside?.members.has(last) === true;
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const children = new Map(a.children);
  for (const [element, below] of b.children) {
    const known = children.get(element);
    children.set(element, known === undefined ? below : union(known, below));
  }
  return { members: new Set([...a.members, ...b.members]), children };
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (element) => b.members.has(element), intersection, false);
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combined(a, b, (element) => !b.members.has(element), difference, true);
}

function combined(
  a: FieldSet,
  b: FieldSet,
  keeps: (element: string) => boolean,
  combine: (a: FieldSet, b: FieldSet) => FieldSet,
  keepsAlone: boolean,
): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, below] of a.children) {
    const other = b.children.get(element);
    if (other !== undefined) {
      const both = combine(below, other);
      if (!isEmpty(both)) children.set(element, both);
    } else if (keepsAlone) children.set(element, below);
  }
  return { members: new Set([...a.members].filter(keeps)), children };
}

/** The set without what stands at or under one of these elements of its root. */
export function withoutRoots(set: FieldSet, roots: readonly string[]): FieldSet {
  if (!roots.some((root) => set.members.has(root) || set.children.has(root))) return set;
  return {
    members: new Set([...set.members].filter((element) => !roots.includes(element))),
    children: new Map([...set.children].filter(([element]) => !roots.includes(element))),
  };
}

/** Every path, in the API server's order: what an element holds by itself before what is below it. */
export function pathsOf(set: FieldSet, prefix: FieldPath = []): readonly FieldPath[] {
  const own = [...set.members].sort(compareElements).map((element) => [...prefix, element]);
  const below = [...set.children]
    .sort(([a], [b]) => compareElements(a, b))
    .flatMap(([element, inside]) => pathsOf(inside, [...prefix, element]));
  return [...own, ...below];
}
