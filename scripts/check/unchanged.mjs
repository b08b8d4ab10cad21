import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../places.mjs';
import { contentHash, hashOf, readStamp, writeStamp } from '../setup/stamp.mjs';
import { IS_CONFIGURATION, LAYERS } from './gates.mjs';
import { runGate } from './run-gate.mjs';

/** The configuration at the top, the layers' tsconfigs, the packages, and the gates themselves. */
export function configurationHash() {
  const top = readdirSync(ROOT).filter((name) => IS_CONFIGURATION.test(name));
  const tsconfigs = LAYERS.map((layer) => join(layer, 'tsconfig.json'));
  const gates = ['scripts/check', 'scripts/eslint-rules', 'scripts/run-process.mjs', 'package-lock.json'];
  return hashOf([contentHash(ROOT, [...top, ...tsconfigs, ...gates]), process.version]);
}

/**
 * Runs a gate, unless it passed on exactly these files: then it says so. In CI every gate runs.
 * @param {import('./gates.mjs').Gate} gate @param {{ reports: string, configuration: string }} context
 * @returns {Promise<import('./run-gate.mjs').GateResult>}
 */
export async function runUnlessUnchanged(gate, { reports, configuration }) {
  if (gate.inputs === undefined || gate.nothingToDo !== undefined || process.env.CI) return runGate(ROOT, gate);
  const stamp = join(reports, `${gate.name.replaceAll(' ', '-')}.stamp`);
  const hash = hashOf([configuration, gate.command.join('\n'), contentHash(ROOT, gate.inputs)]);
  if (readStamp(stamp) === hash) return { name: gate.name, verdict: 'passed', output: '', seconds: 0, unchanged: true };
  const result = await runGate(ROOT, gate);
  if (result.verdict === 'passed') writeStamp(stamp, hash);
  return result;
}
