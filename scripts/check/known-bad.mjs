import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT_CACHE, ROOT } from '../places.mjs';
import { contentHash, hashOf, readStamp, writeStamp } from '../setup/stamp.mjs';
import { readExpectations, saidAbout } from './expectations.mjs';
import { IS_CONFIGURATION, LAYERS, allGates } from './gates.mjs';
import { runAll, runGate } from './run-gate.mjs';
import { configurationHash } from './unchanged.mjs';

// A gate that passes proves nothing until it has been seen to fail. The files of test/known-bad/tree are laid over a
// copy of the project's configuration, outside the repository; every gate runs there and must reject them, by name.

const STAMP = join(CHECKOUT_CACHE, 'known-bad.stamp');
const TREE = join(ROOT, 'test', 'known-bad', 'tree');

function makeCopy() {
  const copy = mkdtempSync(join(realpathSync(tmpdir()), 'servicescope-known-bad-'));
  for (const name of readdirSync(ROOT).filter((name) => IS_CONFIGURATION.test(name)))
    cpSync(join(ROOT, name), join(copy, name));
  cpSync(join(ROOT, 'scripts', 'eslint-rules'), join(copy, 'scripts', 'eslint-rules'), { recursive: true });
  cpSync(TREE, copy, { recursive: true });
  for (const layer of LAYERS) cpSync(join(ROOT, layer, 'tsconfig.json'), join(copy, layer, 'tsconfig.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return copy;
}

/** @returns {{ file: string, expectations: import('./expectations.mjs').Expectation[] }[]} */
function readTree() {
  return readdirSync(TREE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(TREE.length + 1).replaceAll('\\', '/');
      const expectations = readExpectations(readFileSync(path, 'utf8'));
      if (expectations === null) throw new Error(`test/known-bad/tree/${file} does not say which gate must reject it`);
      return { file, expectations };
    });
}

/**
 * @param {ReturnType<typeof readTree>} tree @param {import('./run-gate.mjs').GateResult[]} results
 * @returns {string[]} what is wrong with the gates
 */
function complaints(tree, results) {
  const idle = results
    .filter(({ verdict }) => verdict !== 'failed')
    .map(({ name }) => `"${name}" rejects nothing of test/known-bad/tree`);
  const unmet = tree.flatMap(({ file, expectations }) =>
    expectations.flatMap(({ gate, text }) => {
      const rejected = results.some(
        ({ name, verdict, output }) =>
          (name === gate || name.startsWith(`${gate} `)) &&
          verdict === 'failed' &&
          saidAbout(output, file).includes(text),
      );
      return rejected ? [] : [`"${gate}" does not reject ${file} with: ${text}`];
    }),
  );
  const good = tree.filter(({ expectations }) => expectations.length === 0);
  const blamed = good.flatMap(({ file }) =>
    results
      // A good file that nothing imports is unused all the same, and one half of a circle is named with the other.
      .filter(({ name, output }) => !['unused', 'imports'].includes(name) && saidAbout(output, file) !== '')
      .map(({ name }) => `"${name}" rejects ${file}, which is good`),
  );
  return [...idle, ...unmet, ...blamed];
}

/**
 * Nothing of the sources goes in: what was seen to hold goes on holding until a gate, its configuration or a package changes.
 * @returns {Promise<import('./run-gate.mjs').GateResult>}
 */
export async function runKnownBad() {
  const started = performance.now();
  const inputs = hashOf([configurationHash(), contentHash(ROOT, ['test/known-bad'])]);
  if (readStamp(STAMP) === inputs && !process.env.CI) {
    return { name: 'known bad', verdict: 'passed', output: '', seconds: 0, unchanged: true };
  }
  const copy = makeCopy();
  const removeCopy = () => rmSync(copy, { recursive: true, force: true });
  process.on('exit', removeCopy);
  const tree = readTree();
  const gates = allGates(copy, { reports: join(copy, 'reports') });
  const results = await runAll(
    gates.map((gate) => () => runGate(copy, gate)),
    1,
  );
  removeCopy();
  const wrong = complaints(tree, results);
  if (wrong.length === 0) writeStamp(STAMP, inputs);
  const outputs = results.map(({ name, output }) => `--- ${name}\n${output}`);
  return {
    name: `known bad (${tree.length} files, ${gates.length} gates)`,
    verdict: wrong.length === 0 ? 'passed' : 'failed',
    output: [...wrong, ...(process.env.SERVICESCOPE_KNOWN_BAD_OUTPUT === undefined ? [] : outputs)].join('\n'),
    seconds: (performance.now() - started) / 1000,
  };
}
