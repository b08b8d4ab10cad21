import { join } from 'node:path';
import { CHECKOUT_CACHE, ROOT, packageProgram } from './places.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { run } from './run-process.mjs';
import { setUp } from './setup.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { runCheck } from './check/check.mjs';
import { countVitest, lastLine, sum } from './suites/counts.mjs';
import { runOldestKubectl, runRealSuites } from './suites/real.mjs';
import { readReport } from './suites/report.mjs';

const USAGE = `npm test                        everything
npm test -- check               format, lint, types, import rules, unused code, unit tests
npm test -- unit [FILTER …]     unit tests alone
npm test -- real [FILTER …]     suites on a real cluster, without a window
npm test -- e2e [FILTER …]      the built app on a real cluster
npm test -- kubectl-oldest      the suites that type kubectl's commands, by the oldest kubectl that users may have
npm test -- screenshots         every page in every language, theme and size: nothing cut off, nothing kept`;

/** @param {string[]} filters */
async function runUnitTests(filters) {
  const report = join(CHECKOUT_CACHE, 'reports', 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--project', 'unit', '--project', 'dom', ...reporters, ...filters];
  const { code } = await run(process.execPath, [packageProgram('vitest', 'vitest.mjs'), ...args], { cwd: ROOT });
  return countVitest(readReport(report), code !== 0);
}

/**
 * A part that could not be run is a failed test, and the sum is told all the same.
 * @param {() => Promise<import('./suites/counts.mjs').Counts>} part
 * @returns {Promise<import('./suites/counts.mjs').Counts>}
 */
async function attempt(part) {
  try {
    return await part();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runEverything() {
  await setUp({ forTests: true });
  const checked = await attempt(runCheck);
  return sum([checked, await attempt(() => runRealSuites({ suites: ['real', 'e2e', 'screenshots'], filters: [] }))]);
}

/** @type {Record<string, (filters: string[]) => Promise<import('./suites/counts.mjs').Counts>>} */
const PARTS = {
  all: runEverything,
  check: async () => {
    await ensurePackages();
    return runCheck();
  },
  unit: async (filters) => {
    await ensurePackages();
    return runUnitTests(filters);
  },
  real: async (filters) => {
    await ensurePackages();
    return runRealSuites({ suites: ['real'], filters });
  },
  'kubectl-oldest': async () => {
    await ensurePackages();
    return runOldestKubectl();
  },
  e2e: async (filters) => {
    await setUp({ forTests: true });
    return runRealSuites({ suites: ['e2e'], filters });
  },
  screenshots: async (filters) => {
    await setUp({ forTests: true });
    return runRealSuites({ suites: ['screenshots'], filters });
  },
};

await runMain(async () => {
  const [name = 'all', ...filters] = process.argv.slice(2);
  const part = PARTS[name];
  if (part === undefined) throw new Refusal(`There is no part "${name}".\n${USAGE}`);
  const counts = await attempt(() => part(filters));
  console.log(lastLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
