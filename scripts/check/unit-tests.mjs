import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { ROOT } from '../places.mjs';
import { runWithSecondTry, vitestFiles } from '../suites/again.mjs';
import { countVitest } from '../suites/counts.mjs';
import { readReport } from '../suites/report.mjs';
import { runGate } from './run-gate.mjs';

/** The gate whose tests are counted one by one. */
export const UNIT_TESTS = 'unit tests';

/**
 * The gate of the unit tests. They run beside every other gate: what a busy machine upset is run once more, alone.
 * @param {import('./gates.mjs').Gate} gate @param {string} reports the folder its report is written into
 * @returns {Promise<import('./run-gate.mjs').GateResult & { counts: import('../suites/counts.mjs').Counts }>}
 */
export async function runUnitTests(gate, reports) {
  const report = join(reports, 'unit.json');
  let output = '';
  let seconds = 0;
  /** @param {string[]} only */
  const run = async (only) => {
    rmSync(report, { force: true });
    const result = await runGate(ROOT, { ...gate, command: [...gate.command, ...only] });
    output += result.output;
    seconds += result.seconds;
    return { report: readReport(report), failed: result.verdict === 'failed' };
  };
  const counts = await runWithSecondTry({ files: vitestFiles, count: countVitest, run });
  return { name: gate.name, verdict: counts.failed === 0 ? 'passed' : 'failed', output, seconds, counts };
}
