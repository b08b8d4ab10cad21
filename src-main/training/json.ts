/**
 * Reading JSON whose shape nobody vouches for: what a client sent, or a field of a stored object. Each function gives the
 * value if it has the wanted type, and otherwise what stands for "absent". None throws.
 */
export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = Object.freeze({});
const NOTHING: readonly never[] = Object.freeze([]);

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : EMPTY;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NOTHING;
}

export function jsonListOf(value: unknown): readonly Json[] {
  return listOf(value).map(jsonOf);
}

/** Empty for what is no string. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A map of strings, without the entries that are none. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(jsonOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Follows a path of field names: `at(pod, 'spec', 'nodeName')`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, field) => jsonOf(inside)[field], value);
}

/** Equal as JSON, whatever the order of fields. An absent field equals undefined. `orSame`: fields that are equal in another way. */
export function sameJson(
  a: unknown,
  b: unknown,
  orSame: (key: string, a: unknown, b: unknown) => boolean = () => false,
): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => sameJson(each, (b as unknown[])[index], orSame));
  }
  if (!isJson(a) || !isJson(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => orSame(key, a[key], b[key]) || sameJson(a[key], b[key], orSame));
}

/** The same value without the fields that are undefined or null, which is how the API server stores an absent field. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inside]) => inside !== null && inside !== undefined)
      .map(([field, inside]) => [field, withoutNulls(inside)]),
  );
}

/** Frozen through and through. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inside of Object.values(value)) frozen(inside);
  return Object.freeze(value);
}
