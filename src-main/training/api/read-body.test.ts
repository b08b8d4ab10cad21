import { afterEach, expect, it, vi } from 'vitest';
import { readYaml } from './read-body.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  ['an unknown tag', '!!js/function x', 'x'],
  ['a key that is a collection', '? {a: 1}\n: b', { '{ a: 1 }': 'b' }],
])('%s in a client’s YAML is no warning of ours', (_what, text, value) => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  expect(readYaml(text)).toEqual(value);
  expect(warned).not.toHaveBeenCalled();
});

it('an alias is refused: a few of them would unfold to gigabytes', () => {
  expect(() => readYaml('a: &x [1]\nb: *x')).toThrow(/alias/i);
});
