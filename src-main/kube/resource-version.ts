import { asText } from './json-shape.ts';

/** etcd's revisions are 64 bits wide; the API server reads a resourceVersion with strconv.ParseUint(…, 10, 64). */
const DECIMAL = /^\d{1,20}$/;
const LARGEST = 2n ** 64n - 1n;

/**
 * A version that may be watched on from, or null. Anything else an API server answers with 500 "strconv.ParseUint", each
 * time it is asked: what is kept must never be that.
 */
export function usableVersion(value: unknown): string | null {
  const text = asText(value, 64);
  return text !== null && DECIMAL.test(text) && BigInt(text) <= LARGEST ? text : null;
}
