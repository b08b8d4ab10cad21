import { expect, it } from 'vitest';
import { parseYaml } from './parse-yaml.ts';

const read = (text: string): unknown => parseYaml(text, { maxAliasCount: 0 });

it.each([
  ['lists', '['.repeat(100_000)],
  ['maps', '{"a":'.repeat(50_000)],
  ['block lists', '- '.repeat(100_000)],
  ['keys', '? '.repeat(100_000)],
  ['lists that are closed', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
])('%s in one another are refused before they fill the stack', (_what, text) => {
  expect(() => read(text)).toThrow('exceeded max depth');
});

it('reads what nests as deep as any object, and what is long', () => {
  const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`;
  expect(JSON.stringify(read(deep))).toBe(deep);
  const long = Array.from({ length: 5_000 }, (_, index) => `- {a: [${String(index)}]}`).join('\n');
  expect(read(long)).toHaveLength(5_000);
});

it('follows aliases as far as it may, and takes a key twice where it may', () => {
  expect(() => read('a: &x [1]\nb: *x')).toThrow(/alias/i);
  expect(parseYaml('a: &x [1]\nb: *x', { maxAliasCount: 10 })).toEqual({ a: [1], b: [1] });
  expect(() => read('{a: 1, a: 2}')).toThrow(/unique/);
  expect(parseYaml('{a: 1, a: 2}', { maxAliasCount: 0, uniqueKeys: false })).toEqual({ a: 2 });
});
