/**
 * Reading values whose type nobody vouches for: answers of an API server and files written by hand. Each function gives
 * the value if it has the wanted type, and otherwise what stands for "absent". None throws.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = Object.freeze({});
const NOTHING: readonly never[] = Object.freeze([]);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY;
}

/** At most `cap` elements. */
export function asList(value: unknown, cap = 10_000): readonly unknown[] {
  if (!Array.isArray(value)) return NOTHING;
  return value.length > cap ? value.slice(0, cap) : value;
}

export function asText(value: unknown, cap = 4_096): string | null {
  if (typeof value !== 'string') return null;
  return value.length > cap ? value.slice(0, cap) : value;
}

/** As asText, with an empty string read as absent, which is how Go's JSON writes many fields. */
export function asFilledText(value: unknown, cap = 4_096): string | null {
  const text = asText(value, cap);
  return text === '' ? null : text;
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The value if it is one of `allowed`, else `otherwise`. */
export function oneOf<const A extends string, O extends string | null>(
  value: unknown,
  allowed: readonly A[],
  otherwise: O,
): A | O {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}
