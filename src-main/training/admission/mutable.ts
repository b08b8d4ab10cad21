import { isJson, jsonOf, withoutNulls, type Json } from '../json.ts';

/** An object on its way into the store: a copy of a draft, which defaulting fills in place. */
export type Mutable = Record<string, unknown>;

/** A deep copy, but for metadata.managedFields, which only whole lists replace. */
export function copyOf(draft: Json): Mutable {
  const { managedFields, ...metadata } = jsonOf(draft.metadata);
  if (managedFields === undefined) return structuredClone(withoutNulls(draft)) as Mutable;
  const copy = structuredClone(withoutNulls({ ...draft, metadata })) as Mutable;
  copy.metadata = { ...jsonOf(copy.metadata), managedFields };
  return copy;
}

/** The object under a field, made where there is none. */
export function objectIn(parent: Mutable, field: string): Mutable {
  const inside = parent[field];
  if (isJson(inside)) return inside;
  const made: Mutable = {};
  parent[field] = made;
  return made;
}

export function existingIn(parent: Mutable | undefined, field: string): Mutable | undefined {
  const inside = parent?.[field];
  return isJson(inside) ? inside : undefined;
}

/** The objects of a list under a field; none where there is no list. */
export function objectsIn(parent: Mutable | undefined, field: string): readonly Mutable[] {
  const inside = parent?.[field];
  return Array.isArray(inside) ? inside.filter((each): each is Mutable => isJson(each)) : [];
}

/** Empty strings count as absent: Go can't tell them apart in a field that is no pointer. */
export function setDefault(parent: Mutable, field: string, value: unknown): void {
  if (parent[field] === undefined || parent[field] === '') parent[field] = value;
}

/** As setDefault, of several fields. */
export function setDefaults(parent: Mutable, values: Json): void {
  for (const [field, value] of Object.entries(values)) setDefault(parent, field, value);
}
