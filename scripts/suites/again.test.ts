import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_WORD_STANDS, MOST_FILES_AGAIN, playwrightFiles, runWithSecondTry, vitestFiles } from './again.mjs';
import { countPlaywright, countVitest } from './counts.mjs';

interface Outcome {
  passed: string[];
  failed: string[];
}

/** A report in vitest's form. */
function vitestReport(outcomes: Record<string, Outcome>) {
  const testResults = Object.entries(outcomes).map(([name, { passed, failed }]) => ({
    name,
    status: failed.length > 0 ? 'failed' : 'passed',
    assertionResults: [
      ...passed.map((fullName) => ({ status: 'passed', fullName })),
      ...failed.map((fullName) => ({
        status: 'failed',
        fullName,
        failureMessages: ['expected 1 to be 2\n at line 3'],
      })),
    ],
  }));
  const count = (status: string) =>
    testResults.flatMap((file) => file.assertionResults).filter((test) => test.status === status).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
  };
}

const GREEN = { passed: ['a', 'b'], failed: [] };
const RED = { passed: ['c'], failed: ['d'] };

/** Plays one report after the other, and keeps what was asked and told. */
function played(...reports: unknown[]) {
  const asked: string[][] = [];
  const told: string[] = [];
  const run = (only: string[]) => {
    asked.push(only);
    const report = reports[asked.length - 1] ?? null;
    const failed = report === null || (report as { numFailedTests: number }).numFailedTests !== 0;
    return Promise.resolve({ report, failed });
  };
  const counts = runWithSecondTry({ files: vitestFiles, count: countVitest, run }, (line) => told.push(line));
  return { asked, told, counts };
}

describe('a suite with a second try', () => {
  it('is run once when it is green', async () => {
    const { asked, told, counts } = played(vitestReport({ '/x/green.test.ts': GREEN }));
    expect(await counts).toEqual({ passed: 2, failed: 0, skipped: 0 });
    expect(asked).toEqual([[]]);
    expect(told).toEqual([]);
  });

  it('runs the files that failed once more, alone, and tells what they said at first', async () => {
    const { asked, told, counts } = played(
      vitestReport({ '/x/green.test.ts': GREEN, '/x/red.test.ts': RED }),
      vitestReport({ '/x/red.test.ts': { passed: ['c', 'd'], failed: [] } }),
    );
    expect(await counts).toEqual({ passed: 4, failed: 0, skipped: 0 });
    expect(asked).toEqual([[], ['/x/red.test.ts']]);
    expect(told.at(-1)).toBe('! red.test.ts passed only the second time: d: expected 1 to be 2');
  });

  it('fails with what fails twice', async () => {
    const { counts, told } = played(
      vitestReport({ '/x/green.test.ts': GREEN, '/x/red.test.ts': RED }),
      vitestReport({ '/x/red.test.ts': RED }),
    );
    expect((await counts).failed).toBe(1);
    expect(told.some((line) => line.includes('passed only'))).toBe(false);
  });

  it('takes the first word of files whose counts must be right in every run, and tries the others again', async () => {
    const accuracy = '/x/traffic-accuracy.spec.ts';
    const { asked, told, counts } = played(
      vitestReport({ '/x/green.test.ts': GREEN, '/x/red.test.ts': RED, [accuracy]: RED }),
      vitestReport({ '/x/red.test.ts': { passed: ['c', 'd'], failed: [] } }),
    );
    expect(await counts).toEqual({ passed: 5, failed: 1, skipped: 0 });
    expect(asked).toEqual([[], ['/x/red.test.ts']]);
    expect(told).toContain('✗ traffic-accuracy.spec.ts has no second try: what it counts is right in every run');
    const alone = played(vitestReport({ [accuracy]: RED }), vitestReport({ [accuracy]: GREEN }));
    expect((await alone.counts).failed).toBe(1);
    expect(alone.asked).toEqual([[]]);
    const both = played(
      vitestReport({ '/x/red.test.ts': RED, [accuracy]: RED }),
      vitestReport({ '/x/red.test.ts': RED }),
    );
    expect((await both.counts).failed).toBe(2);
  });

  it('knows those files by the names they have', () => {
    const there = ['real', 'e2e'].flatMap((folder) => readdirSync(join(import.meta.dirname, '../../test', folder)));
    expect(FIRST_WORD_STANDS.filter((name) => !there.includes(name))).toEqual([]);
  });

  it('fails when the second run finds no test, or leaves no report', async () => {
    const red = vitestReport({ '/x/red.test.ts': RED });
    expect((await played(red, vitestReport({})).counts).failed).toBe(1);
    expect((await played(red, null).counts).failed).toBe(1);
  });

  it('takes the first word for what failed outside the files, left no report, or is too much for an accident', async () => {
    const outside = { ...vitestReport({ '/x/green.test.ts': GREEN }), numFailedTests: 1 };
    for (const report of [outside, null]) {
      const { asked, counts } = played(report, vitestReport({ '/x/green.test.ts': GREEN }));
      expect((await counts).failed).toBe(1);
      expect(asked).toHaveLength(1);
    }
    const many = Array.from({ length: MOST_FILES_AGAIN + 1 }, (_, nth) => [`/x/${String(nth)}.test.ts`, RED] as const);
    const { asked, counts } = played(vitestReport(Object.fromEntries(many)));
    expect((await counts).failed).toBe(MOST_FILES_AGAIN + 1);
    expect(asked).toHaveLength(1);
  });
});

describe('what came of each file', () => {
  it('is read from vitest, a file that could not be loaded among them', () => {
    const report = { testResults: [{ name: '/x/broken.test.ts', status: 'failed', assertionResults: [] }] };
    expect(vitestFiles(report)).toEqual([
      { file: '/x/broken.test.ts', counts: { passed: 0, failed: 1, skipped: 0 }, failures: ['outside a test'] },
    ]);
  });

  it('is read from Playwright, tests in groups among them', () => {
    const test = (status: string, message?: string) => ({
      status,
      results: [message === undefined ? {} : { error: { message } }],
    });
    const report = {
      suites: [
        {
          file: 'a.spec.ts',
          specs: [{ title: 'one', tests: [test('expected')] }],
          suites: [
            {
              file: 'a.spec.ts',
              specs: [
                { title: 'two', tests: [test('unexpected', 'Error: not seen\nat …')] },
                { title: 'three', tests: [test('skipped')] },
              ],
            },
          ],
        },
      ],
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 },
    };
    const [file] = playwrightFiles(report);
    expect(file).toEqual({
      file: 'a.spec.ts',
      counts: { passed: 1, failed: 1, skipped: 1 },
      failures: ['two: Error: not seen'],
    });
    expect(file?.counts).toEqual(countPlaywright(report, true));
  });
});
