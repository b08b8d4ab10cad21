import { basename } from 'node:path';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {{ file: string, counts: Counts, failures: string[] }} FileResult what came of one file of tests */

/** More files than this do not fail by accident: then the first word stands. */
export const MOST_FILES_AGAIN = 3;

/** What these count must be right in every run, and what they make must be gone after each: the first word stands. */
export const FIRST_WORD_STANDS = [
  'clean-up.spec.ts',
  'course.spec.ts',
  'traffic-accuracy.spec.ts',
  'traffic-run.test.ts',
  'traffic-sweep.test.ts',
  'traffic-unidentified.spec.ts',
];

/** @param {string} text */
const firstLine = (text) => text.split('\n', 1)[0] ?? '';

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} VitestTest
 * @param {unknown} report vitest's JSON report
 * @returns {FileResult[]}
 */
export function vitestFiles(report) {
  const { testResults } =
    /** @type {{ testResults: { name: string, status: string, assertionResults: VitestTest[] }[] }} */ (report);
  return testResults.map(({ name, status, assertionResults: tests }) => {
    const failed = tests.filter((test) => test.status === 'failed');
    const failures = failed.map((test) => `${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? '')}`);
    // A file that could not be loaded, or whose set-up failed, has no failed test.
    if (status === 'failed' && failures.length === 0) failures.push('outside a test');
    const passed = tests.filter((test) => test.status === 'passed').length;
    return {
      file: name,
      counts: { passed, failed: failures.length, skipped: tests.length - passed - failed.length },
      failures,
    };
  });
}

/**
 * @typedef {{ error?: { message?: string } }} PlaywrightResult
 * @typedef {{ title: string, tests: { status: string, results: PlaywrightResult[] }[] }} PlaywrightSpec
 * @typedef {{ file: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/**
 * @param {unknown} report Playwright's JSON report
 * @returns {FileResult[]}
 */
export function playwrightFiles(report) {
  const { suites } = /** @type {{ suites: PlaywrightSuite[] }} */ (report);
  return suites.map((suite) => {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    /** @type {string[]} */
    const failures = [];
    for (const { title, tests } of specsOf(suite)) {
      for (const { status, results } of tests) {
        if (status === 'expected') counts.passed++;
        else if (status === 'skipped') counts.skipped++;
        else {
          counts.failed++;
          failures.push(`${title}: ${firstLine(results.at(-1)?.error?.message ?? '')}`);
        }
      }
    }
    return { file: suite.file, counts, failures };
  });
}

/** @param {FileResult[]} files */
const failedOf = (files) => files.filter(({ failures }) => failures.length > 0);

/** @param {FileResult} result */
const firstWordStands = ({ file }) => FIRST_WORD_STANDS.includes(basename(file));

/** @param {FileResult[]} files @param {keyof Counts} what */
const total = (files, what) => files.reduce((before, { counts }) => before + counts[what], 0);

/**
 * Runs a suite; where a few of its files failed, those once more, alone, and takes the second result. A defect fails twice.
 * What passed only then is told by name with what it said at first: a race to be mended, not one more green line.
 * @param {object} suite
 * @param {(report: unknown) => FileResult[]} suite.files
 * @param {(report: unknown, runnerFailed: boolean) => Counts} suite.count
 * @param {(only: string[]) => Promise<{ report: unknown, failed: boolean }>} suite.run `only`: file names; none for all
 * @param {(line: string) => void} [tell]
 * @returns {Promise<Counts>}
 */
export async function runWithSecondTry({ files, count, run }, tell = console.log) {
  const first = await run([]);
  const counts = count(first.report, first.failed);
  if (first.report === null || counts.failed === 0) return counts;
  const failed = failedOf(files(first.report));
  // What failed outside every file cannot be run again by itself.
  if (total(failed, 'failed') < counts.failed || failed.length > MOST_FILES_AGAIN) return counts;
  const standing = failed.filter(firstWordStands);
  const tried = failed.filter((result) => !firstWordStands(result));
  for (const { file } of standing) tell(`✗ ${basename(file)} has no second try: what it counts is right in every run`);
  if (tried.length === 0) return counts;
  for (const { file, failures } of tried) {
    for (const failure of failures) tell(`↻ ${basename(file)} once more, alone: ${failure}`);
  }
  const second = await run(tried.map(({ file }) => file));
  const again = count(second.report, second.failed);
  const still = total(standing, 'failed');
  if (again.failed > 0) return { ...counts, failed: still + again.failed };
  if (again.passed === 0) return counts;
  for (const { file, failures } of tried)
    tell(`! ${basename(file)} passed only the second time: ${failures.join('; ')}`);
  return {
    passed: counts.passed - total(tried, 'passed') + again.passed,
    failed: still,
    skipped: counts.skipped - total(tried, 'skipped') + again.skipped,
  };
}
