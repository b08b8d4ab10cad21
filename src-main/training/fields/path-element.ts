import { isJson, type Json } from '../json.ts';

// A path element as fieldsV1 writes it: `f:NAME` a field, `k:{"KEY":VALUE}` an item of a keyed list, `v:VALUE` one of a set.
// Source: sigs.k8s.io/structured-merge-diff v6 fieldpath/serialize-pe.go.

export function fieldElement(name: string): string {
  return `f:${name}`;
}

/** Of an item of a keyed list. `keys`: the fields that identify it, with what counts where one is absent. */
export function keyElement(item: unknown, keys: ReadonlyMap<string, string | number>): string {
  const given = isJson(item) ? item : {};
  const entries = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, absent]) => [name, given[name] ?? absent]);
  return `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

export function valueElement(item: unknown): string {
  return `v:${JSON.stringify(item)}`;
}

/** `.name`, `[port=80,protocol="TCP"]`, `["item"]`: as a path is printed. */
export function printElement(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  const value = JSON.parse(text) as unknown;
  if (!isJson(value)) return `[=${JSON.stringify(value)}]`;
  const keys = Object.entries(value).map(([name, each]) => `${name}=${JSON.stringify(each)}`);
  return `[${keys.join(',')}]`;
}

export function printPath(path: readonly string[]): string {
  return path.map(printElement).join('');
}

/** Fields, then items of keyed lists, then those of sets; each kind by name or value. Source: fieldpath/element.go. */
export function compareElements(a: string, b: string): number {
  if (a === b) return 0;
  if (!b.startsWith(a.slice(0, 2))) return a < b ? -1 : 1;
  if (a.startsWith('f:')) return a < b ? -1 : 1;
  const [left, right] = [a, b].map((each) => JSON.parse(each.slice(2)) as unknown);
  if (!isJson(left) || !isJson(right)) return compareScalars(left, right);
  return compareKeys(left, right);
}

function compareKeys(a: Json, b: Json): number {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  for (const [index, [name, value]] of left.entries()) {
    const [otherName, otherValue] = right[index] ?? [];
    if (otherName === undefined) return 1;
    const order = compareScalars(name, otherName) || compareScalars(value, otherValue);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareScalars(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}
