/** Paths at which two values differ. Lists of one length are compared entry by entry; others differ as a whole. */
export function differences(one: unknown, other: unknown, path = ''): readonly string[] {
  if (Object.is(one, other)) return [];
  const [a, b] = [fieldsOf(one), fieldsOf(other)];
  if (a === null || b === null) return [path];
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return [path];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differences(a[name], b[name], `${path}.${name}`));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}
