import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoTableFaults } from '../../scripts/suites/demo-tables.mjs';
import { aSide, SERVICES } from './reports.ts';

// How the demo itself ends, by the report that it has written; what is promised is judge-demo.test.ts's.
const ROOT = join(import.meta.dirname, '../..');
const DEMO = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(import.meta.dirname, 'demo.ts')];
const spread = aSide('None', [{ a: 3, b: 2 }], { a: 3, b: 2 });
const sticky = aSide('ClientIP', [{ a: 5 }], { a: 5 });
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function judged(runs: readonly unknown[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ cluster: 'training', services: SERVICES, runs }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...DEMO, '--judge', file], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

it('ends with 0 where all is as promised, and prints the two tables per Pod', () => {
  const { status, out, err } = judged([spread, sticky]);
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(demoTableFaults(out)).toEqual([]);
  expect(out).toMatch(/sessionAffinity: None \(10 requests\)\n[^]*│ a +│ 3 +│ 3 +│ 3 +│\n│ b +│ 2 +│ 2 +│ 2 +│\n/);
  expect(out).toMatch(/sessionAffinity: ClientIP \(10 requests\)\n[^]*│ a +│ 5 +│ 5 +│ 5 +│\n/);
});

it('ends with 1 where a promise is broken, and says which', () => {
  const { status, out, err } = judged([{ ...spread, served: { a: 3, b: 1 } }, sticky]);
  expect(status).toBe(1);
  expect(err).toMatch(/^✗ None: hits .*, but the Pods counted/);
  expect(out).toContain('sessionAffinity: ClientIP');
});
