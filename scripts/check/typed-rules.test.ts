import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript-eslint';

const ROOT = join(import.meta.dirname, '../..');
const PREFIX = '@typescript-eslint/';

/** Why a rule of the presets is not asked for (docs/decisions.md, 47). */
const LEFT_OUT = new Map([
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

/** Options of our own wish. */
const OURS: readonly string[] = [
  'no-confusing-void-expression',
  'no-unnecessary-condition',
  'restrict-template-expressions',
  ...ADDED,
];

/** The rules that the presets switch on, "only" those that need types, and how. */
function ofThePresets(): ReadonlyMap<string, unknown> {
  const presets = [...ts.configs.strictTypeCheckedOnly, ...ts.configs.stylisticTypeCheckedOnly];
  const levels = presets.flatMap(({ rules = {} }) => Object.entries(rules));
  const on = levels.filter(([name, level]) => name.startsWith(PREFIX) && [level].flat()[0] !== 'off');
  return new Map(on.map(([name, level]) => [name.slice(PREFIX.length), level]));
}

describe('.oxlintrc.json', () => {
  const oxlint = JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8')) as Oxlint;

  it('asks for every rule of typescript-eslint’s strict and stylistic presets that needs types', () => {
    const wanted = [...ofThePresets().keys()];
    expect(wanted.length).toBeGreaterThan(40);
    const asked = Object.keys(oxlint.rules).map((name) => name.replace('typescript/', ''));
    expect(asked.toSorted()).toEqual([...wanted.filter((name) => !LEFT_OUT.has(name)), ...ADDED].toSorted());
    expect([...LEFT_OUT.keys()].filter((name) => !wanted.includes(name))).toEqual([]);
  });

  it('asks as the presets do, but for options of its own, and lets tests off three', () => {
    const presets = ofThePresets();
    for (const [key, level] of Object.entries(oxlint.rules)) {
      const name = key.replace('typescript/', '');
      if (OURS.includes(name)) expect([level].flat()[0], name).toBe('error');
      else expect(level, name).toEqual(presets.get(name));
    }
    // Asymmetric matchers (expect.any and its like) are typed `any`; the third is how a method is spied on.
    const off = { 'no-unsafe-argument': 'off', 'no-unsafe-assignment': 'off', 'unbound-method': 'off' };
    const rules = Object.fromEntries(Object.entries(off).map(([name, level]) => [`typescript/${name}`, level]));
    expect(oxlint.overrides).toEqual([{ files: ['**/*.test.ts', 'test/**', 'bench/**'], rules }]);
  });
});
