import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import playwright from '../../playwright.config.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Of globs as the configuration has them: `**` and one choice in braces. */
function filesOf(patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => {
    const [, choice = ''] = /^\*\*\/\{?([^}]+?)\}?\.spec\.ts$/.exec(pattern) ?? [];
    return choice.split(',');
  });
}

it('is what CONTRIBUTING.md says, file by file', () => {
  const ignored = playwright.projects?.find(({ name }) => name === 'e2e-training')?.testIgnore;
  const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const [, section = ''] = /### Which tests run where\n([^]*?)\n## /.exec(page) ?? [];
  const told = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []),
  );
  expect(told.filter((name) => name !== 'test/e2e').sort()).toEqual(
    [...filesOf((ignored ?? []) as readonly string[])].sort(),
  );
  expect(told.filter((name) => !existsSync(join(ROOT, 'test/e2e', `${name}.spec.ts`)))).toEqual([]);
});
