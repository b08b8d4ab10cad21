import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNeeds } from './needs.mjs';

it('reads what a bench says it needs', () => {
  expect(readNeeds('// P1\n// needs: cluster window\n')).toEqual({ cluster: true, window: true });
  expect(readNeeds('const x = 1;\n')).toEqual({ cluster: false, window: false });
  expect(() => readNeeds('// needs: luck\n')).toThrow('luck');
});

it('is what the table of benches in CONTRIBUTING.md says', () => {
  const root = join(import.meta.dirname, '../..');
  const rows = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| `[a-z`, -]+` \|.*\|.*\|.*\|$/.test(line));
  const told = rows.flatMap((row) => {
    const [names = '', , , needs = ''] = row.slice(1, -1).split('|');
    const words = needs.split(',').map((word) => word.trim());
    return [...names.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => ({
      name,
      cluster: words.includes('cluster'),
      window: words.includes('window'),
    }));
  });
  const files = readdirSync(join(root, 'bench')).filter((file) => file.endsWith('.bench.ts'));
  const needed = files.map((file) => ({
    name: file.replace('.bench.ts', ''),
    ...readNeeds(readFileSync(join(root, 'bench', file), 'utf8')),
  }));
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  expect(told.sort(byName)).toEqual(needed.sort(byName));
});
