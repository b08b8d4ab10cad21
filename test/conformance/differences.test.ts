import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { APPLY_CASES } from './apply-cases.ts';
import { CLUSTER_CASES } from './cluster-cases.ts';
import { DIFFERENCES } from './differences.ts';
import { withDifferences } from './differences-text.ts';
import { DISCOVERY_CASES } from './discovery-cases.ts';
import { FIELD_CASES } from './field-cases.ts';
import { FORGOTTEN_CASES } from './forgotten-cases.ts';
import { KUBELET_CASES } from './kubelet-cases.ts';
import { LIST_CASES } from './list-cases.ts';
import { REQUEST_CASES } from './request-cases.ts';
import { ROLLOUT_CASES } from './rollout-cases.ts';
import { RULE_CASES } from './rule-cases.ts';
import { SCENARIO_CASES } from './scenario-cases.ts';
import { SERVICE_RULE_CASES } from './service-rule-cases.ts';
import { STATUS_CASES } from './status-cases.ts';
import { SUBRESOURCE_CASES } from './subresource-cases.ts';
import { VALIDATION_CASES } from './validation-cases.ts';
import { VERB_CASES } from './verb-cases.ts';
import { VERSION_CASES } from './version-cases.ts';
import { WATCH_CASES } from './watch-cases.ts';
import { WORKLOAD_CASES } from './workload-cases.ts';

const PAGE = join(import.meta.dirname, '../../docs/training.md');
const CASES = [
  ...[APPLY_CASES, CLUSTER_CASES, DISCOVERY_CASES, LIST_CASES, REQUEST_CASES, SCENARIO_CASES, SUBRESOURCE_CASES],
  ...[ROLLOUT_CASES, RULE_CASES, SERVICE_RULE_CASES, STATUS_CASES],
  ...[
    FIELD_CASES,
    FORGOTTEN_CASES,
    KUBELET_CASES,
    VALIDATION_CASES,
    VERB_CASES,
    VERSION_CASES,
    WATCH_CASES,
    WORKLOAD_CASES,
  ],
]
  .flat()
  .map(({ name }) => name);

const FEWEST_CASES = 150;

it('plays the cases of every file there is, and enough', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('-cases.ts'));
  expect(files).toHaveLength(20);
  expect(CASES.length).toBeGreaterThanOrEqual(FEWEST_CASES);
});

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
