import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LIST_CASES } from './list-cases.ts';
import { DIFFERENCES } from './differences.ts';
import { withDifferences } from './differences-text.ts';
import { REQUEST_CASES } from './request-cases.ts';
import { SCENARIO_CASES } from './scenario-cases.ts';
import { VALIDATION_CASES } from './validation-cases.ts';
import { VERB_CASES } from './verb-cases.ts';

const PAGE = join(import.meta.dirname, '../../docs/training.md');
const CASES = [...LIST_CASES, ...REQUEST_CASES, ...SCENARIO_CASES, ...VALIDATION_CASES, ...VERB_CASES].map(
  ({ name }) => name,
);

it('names cases that there are, each once', () => {
  expect([...DIFFERENCES.keys()].filter((name) => !CASES.includes(name))).toEqual([]);
  expect(CASES.filter((name, index) => CASES.indexOf(name) < index)).toEqual([]);
});

it('permits no difference in a status code', () => {
  const codes = [...DIFFERENCES.values()].flatMap(({ paths }) => paths).filter((path) => /(^|[.\]])code$/.test(path));
  expect(codes).toEqual([]);
});

it('is what docs/training.md says', () => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.WRITE_DOCS === '1') writeFileSync(PAGE, withDifferences(page));
  else expect(page).toBe(withDifferences(page));
});
