import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript-eslint';

const ROOT = join(import.meta.dirname, '../..');
const PREFIX = '@typescript-eslint/';

/** Why a rule of the presets is not asked for (docs/decisions.md, 47). */
const LEFT_OUT = new Map([
  ['no-unnecessary-type-assertion', 'takes one to a type of optional fields alone for one that says nothing'],
  ['no-unsafe-class-instance-assignment', 'oxlint does not have it'],
  ['non-nullable-type-assertion-style', 'asks for `!`, which is forbidden'],
]);

interface Oxlint {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<Record<string, string>>;
  }[];
}

/** Of our own wish, besides the presets. */
const ADDED = ['switch-exhaustiveness-check'];

/** The rules that the presets switch on: "only" those that need types. */
function ofThePresets(): readonly string[] {
  const presets = [...ts.configs.strictTypeCheckedOnly, ...ts.configs.stylisticTypeCheckedOnly];
  const levels = presets.flatMap(({ rules = {} }) => Object.entries(rules));
  const on = levels.filter(([name, level]) => name.startsWith(PREFIX) && [level].flat()[0] !== 'off');
  return [...new Set(on.map(([name]) => name.slice(PREFIX.length)))];
}

describe('.oxlintrc.json', () => {
  const oxlint = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as Oxlint;

  it('asks for every rule of typescript-eslint’s strict and stylistic presets that needs types', () => {
    const wanted = ofThePresets();
    expect(wanted.length).toBeGreaterThan(40);
    const asked = Object.keys(oxlint.rules).map((name) => name.replace('typescript/', ''));
    expect(asked.toSorted()).toEqual([...wanted.filter((name) => !LEFT_OUT.has(name)), ...ADDED].toSorted());
    expect([...LEFT_OUT.keys()].filter((name) => !wanted.includes(name))).toEqual([]);
  });

  it('has each of them fail, and leaves three to tests alone', () => {
    expect(Object.values(oxlint.rules).map((level) => [level].flat()[0])).toEqual(
      Object.keys(oxlint.rules).map(() => 'error'),
    );
    expect(oxlint.overrides.map(({ files, rules }) => [files, Object.keys(rules)])).toEqual([
      [
        ['**/*.test.ts', 'test/**', 'bench/**'],
        ['typescript/no-unsafe-argument', 'typescript/no-unsafe-assignment', 'typescript/unbound-method'],
      ],
    ]);
  });
});
