import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT_CACHE, ROOT } from '../places.mjs';
import { sum } from '../suites/counts.mjs';
import { allGates } from './gates.mjs';
import { runKnownBad } from './known-bad.mjs';
import { runAll } from './run-gate.mjs';
import { UNIT_TESTS, runUnitTests } from './unit-tests.mjs';
import { configurationHash, runUnlessUnchanged } from './unchanged.mjs';

const MARK = { passed: '✓', failed: '✗', 'nothing to do': '–' };

/** @param {import('./run-gate.mjs').GateResult} result */
function tell({ name, verdict, output, seconds, unchanged }) {
  const time = unchanged ? 'unchanged since it passed' : `${seconds.toFixed(1)} s`;
  const note = verdict === 'nothing to do' ? output : time;
  console.log(`${MARK[verdict]} ${name} (${note})`);
  if (verdict === 'failed') console.log(output.trimEnd().replace(/^/gm, '    '));
}

/**
 * Every gate, one line each; what it printed only where it failed.
 * @returns {Promise<import('../suites/counts.mjs').Counts>} a gate counts as one test, the unit tests one by one
 */
export async function runCheck() {
  const reports = join(CHECKOUT_CACHE, 'check');
  mkdirSync(reports, { recursive: true });
  const context = { reports, configuration: configurationHash() };
  let unit = { passed: 0, failed: 1, skipped: 0 };
  /** @param {import('./gates.mjs').Gate} gate */
  const runOne = async (gate) => {
    if (gate.name !== UNIT_TESTS) return runUnlessUnchanged(gate, context);
    const { counts, ...result } = await runUnitTests(gate, reports);
    unit = counts;
    return result;
  };
  const gates = allGates(ROOT, { reports }).map((gate) => () => runOne(gate));
  const results = await runAll([runKnownBad, ...gates], Math.min(4, availableParallelism()), tell);
  /** @param {string} verdict */
  const count = (verdict) =>
    results.filter((result) => result.verdict === verdict && result.name !== UNIT_TESTS).length;
  return sum([{ passed: count('passed'), failed: count('failed'), skipped: 0 }, unit]);
}
