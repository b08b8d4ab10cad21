import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DEMO_PICTURES, demoFileFaults } from './demo-files.mjs';

const REPORT = { cluster: 'training', services: [{}], runs: [{ served: { a: 1 } }, { served: {} }] };
const faults = (report: unknown): readonly string[] => demoFileFaults(JSON.stringify(report), () => true);

it('takes a report of both sides with all pictures', () => {
  expect(faults(REPORT)).toEqual([]);
});

it.each<[unknown, RegExp]>([
  [{ ...REPORT, cluster: '' }, /no cluster/],
  [{ ...REPORT, services: [] }, /no Service/],
  [{ ...REPORT, runs: [{ served: {} }] }, /two sides/],
  [{ ...REPORT, runs: [{ served: {} }, { served: null }] }, /what the Pods counted/],
  [{ ...REPORT, hits: [] }, /every hit/],
])('refuses the report %j', (report, fault) => {
  expect(faults(report)).toEqual([expect.stringMatching(fault)]);
});

it('refuses a report that is none', () => {
  expect(faults(null)).toHaveLength(3);
  expect(demoFileFaults('{', () => true)).toEqual(['report.json is not JSON']);
  expect(demoFileFaults(null, () => true)).toEqual(['report.json is missing']);
});

it.each(DEMO_PICTURES)('misses %s', (picture) => {
  expect(demoFileFaults(JSON.stringify(REPORT), (name) => name !== picture)).toEqual([`${picture} is missing`]);
});

it('wants a picture of every page of the app', () => {
  const pages = readdirSync('src-renderer/pages').flatMap((file) => /^(\w+)Page\.svelte$/.exec(file)?.[1] ?? []);
  expect(pages.length).toBeGreaterThan(3);
  for (const page of pages) expect(DEMO_PICTURES).toContain(`${page.toLowerCase()}.png`);
});
