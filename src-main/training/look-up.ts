/**
 * What a table has under a key that somebody else wrote. Every object also answers to `constructor`, `toString` and the like,
 * which a path, an option or a selector may well be called.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
