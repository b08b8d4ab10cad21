import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshClone, type CloneRun, type FreshClone } from '../test/support/fresh-clone.ts';
import { quantile } from './measure.ts';

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    ['the median of an odd number', [9, 1, 5], 0.5, 5],
    ['the median of an even number: the lower of the two in the middle', [4, 1, 3, 2], 0.5, 2],
    ['p99 of a hundred', hundred, 0.99, 99],
    ['p99 of a few: the largest', [3, 1, 2], 0.99, 3],
    ['of one value', [7], 0.99, 7],
    ['numbers, not texts', [10, 9, 100], 0.5, 10],
    ['the smallest', [3, 1, 2], 0, 1],
  ])('%s', (_, values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it('of nothing is no number, and leaves what it was given in its order', () => {
    expect(quantile([], 0.5)).toBeNaN();
    const values = [3, 1, 2];
    quantile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });
});

/** A bench of its own, as `npm run bench` runs it. */
const bench = (measured: string, before = ''): string => `import { printRepeat, report } from './measure.ts';
${before}
const repeats = [{ took: 1.256 }, { took: 3 }];
repeats.forEach((figures, index) => printRepeat(index + 1, figures));
const measured = { repeats, anchor: 'a stone', figures: { samples: 2, 'median (ms)': 1.256, 'p99 (ms)': 3 }, conclusion: 'p99 3 ms (target 2)' };
report({ ...measured, ${measured} });
`;

describe.skipIf(process.platform !== 'linux')('npm run bench', () => {
  let clone: FreshClone;
  beforeAll(() => {
    clone = freshClone();
    expect(clone.run([process.execPath, 'scripts/setup.mjs', '--tests']).status).toBe(0);
    const root = join(import.meta.dirname, '..');
    symlinkSync(join(root, 'node_modules/tsx'), join(clone.path, 'node_modules/tsx'));
    cpSync(join(root, 'bench/measure.ts'), join(clone.path, 'bench/measure.ts'));
  });
  afterAll(() => clone.remove());

  const run = (name: string, source: string): CloneRun => {
    clone.write(`bench/${name}.bench.ts`, source);
    return clone.run([process.execPath, 'scripts/bench.mjs', name]);
  };
  const kept = (name: string): string => join(clone.path, 'out', 'bench', `${name}.json`);

  it.each([
    ['quick', true, 'verdict: holds p99 3 ms (target 2)'],
    ['slow', false, 'verdict: falls short p99 3 ms (target 2)'],
  ])('prints each repeat, the figures, the anchor, and the verdict last; %s exits 0', (name, holds, verdict) => {
    const { status, stdout } = run(name, bench(`name: '${name}', holds: ${String(holds)}`));
    expect(stdout.trim().split('\n')).toEqual([
      'repeat 1: took 1.26',
      'repeat 2: took 3',
      'anchor: a stone',
      'samples: 2',
      'median (ms): 1.26',
      'p99 (ms): 3',
      verdict,
    ]);
    expect(status).toBe(0);
    const json = JSON.parse(readFileSync(kept(name), 'utf8')) as unknown;
    expect(json).toMatchObject({ name, holds, repeats: [{ took: 1.256 }, { took: 3 }], figures: { 'p99 (ms)': 3 } });
  });

  it.each([
    ['thrown', bench("name: 'thrown', holds: true", "throw new Error('no cluster answers');"), 'no cluster answers'],
    ['killed', bench("name: 'killed', holds: true", "process.kill(process.pid, 'SIGKILL');"), ''],
    ['idle', bench("name: 'idle', holds: true, repeats: []"), 'idle could not measure: no repeat'],
    ['nan', bench("name: 'nan', holds: true, figures: { 'p99 (ms)': NaN }"), 'nan could not measure: p99 (ms) is NaN'],
  ])('exits 1 without a verdict where it could not measure: %s', (name, source, said) => {
    const { status, stdout, stderr } = run(name, source);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(stdout).not.toContain('verdict:');
    expect(existsSync(kept(name))).toBe(false);
  });

  it('names the benches there are where it is asked for another', () => {
    clone.write('bench/steady.bench.ts', '');
    const { status, stderr } = clone.run([process.execPath, 'scripts/bench.mjs', 'none-such']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/NAME is one of: .*\bsteady\b/);
  });
});
