import { join } from 'node:path';
import { run } from '../run-process.mjs';

/**
 * @typedef {{ name: string, verdict: 'passed' | 'failed' | 'nothing to do', output: string, seconds: number, unchanged?: boolean }} GateResult
 *
 * @param {string} root @param {import('./gates.mjs').Gate} gate
 * @returns {Promise<GateResult>}
 */
export async function runGate(root, gate) {
  if (gate.nothingToDo !== undefined) {
    return { name: gate.name, verdict: 'nothing to do', output: gate.nothingToDo, seconds: 0 };
  }
  const started = performance.now();
  const [program = '', ...args] = gate.command;
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    output: 'capture',
    // The suites on the cluster may run meanwhile, and theirs is a person's pace.
    patient: true,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const seconds = (performance.now() - started) / 1000;
  return { name: gate.name, verdict: code === 0 ? 'passed' : 'failed', output, seconds };
}

/**
 * Runs jobs, at most `width` at a time, and tells each result as it comes.
 * @template T
 * @param {(() => Promise<T>)[]} jobs @param {number} width @param {(result: T) => void} [tell]
 * @returns {Promise<T[]>}
 */
export async function runAll(jobs, width, tell = () => undefined) {
  const waiting = [...jobs];
  /** @type {T[]} */
  const results = [];
  const worker = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const result = await job();
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
