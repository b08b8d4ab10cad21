import { expect, it } from 'vitest';
import { readNeeds } from './needs.mjs';

it('reads what a bench says it needs', () => {
  expect(readNeeds('// P1\n// needs: cluster window\n')).toEqual({ cluster: true, window: true });
  expect(readNeeds('const x = 1;\n')).toEqual({ cluster: false, window: false });
  expect(() => readNeeds('// needs: luck\n')).toThrow('luck');
});
