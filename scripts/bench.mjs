import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, packageProgram } from './places.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { run } from './run-process.mjs';
import { setUp } from './setup.mjs';
import { screen } from './setup/display.mjs';
import { runInCluster, targetHere, withCluster } from './suites/cluster.mjs';
import { readNeeds } from './suites/needs.mjs';

const FOLDER = join(ROOT, 'bench');
const SUFFIX = '.bench.ts';

/** @param {string} name */
function readBench(name) {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  if (!names.includes(name)) {
    throw new Refusal(`npm run bench -- NAME [options], where NAME is one of: ${names.join(', ') || '(none yet)'}`);
  }
  return readFileSync(join(FOLDER, `${name}${SUFFIX}`), 'utf8');
}

/**
 * @param {string} name @param {string[]} options
 * @returns {Promise<import('./run-process.mjs').Finished>}
 */
async function runBench(name, options) {
  const needs = readNeeds(readBench(name));
  await setUp({ forTests: true });
  const bench = [packageProgram('tsx', 'dist/cli.mjs'), join(FOLDER, `${name}${SUFFIX}`), ...options];
  const command = [...(needs.window ? screen() : []), process.execPath, ...bench];
  if (!needs.cluster) {
    const [program = '', ...args] = command;
    return run(program, args, { cwd: ROOT });
  }
  const target = targetHere();
  if (target.kind === 'none') throw new Refusal(`This bench needs a cluster: ${target.reason}.`, 1);
  return withCluster(target, null, (cluster) => runInCluster(cluster, command));
}

await runMain(async () => {
  const [name = '', ...options] = process.argv.slice(2);
  const { code } = await runBench(name, options);
  // However it ended, also by a signal, it could not measure.
  return code === 0 ? 0 : 1;
});
