import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] whole environment; this process's own when left out
 * @property {'inherit' | 'capture'} [output] capture keeps stdout and stderr, interleaved
 * @property {boolean} [patient] gives way to everything else that wants the processor
 * @property {number} [timeoutMs] ends the process and all it started
 *
 * @typedef {{ code: number, output: string, timedOut: boolean }} Finished
 */

/** What runs now, and is ended with us, so that an interrupted command leaves nothing behind. @type {Set<number>} */
const running = new Set();

/**
 * @param {number} target as process.kill takes it: negative for a whole process group
 * @param {NodeJS.Signals} signal
 */
function send(target, signal) {
  try {
    process.kill(target, signal);
  } catch {
    // It ended by itself.
  }
}

let watching = false;
function endChildrenWithUs() {
  if (watching) return;
  watching = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      for (const target of running) send(target, 'SIGTERM');
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/** @param {number} pid what it starts from now on gives way too */
function giveWay(pid) {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or the system does not let us.
  }
}

/**
 * Runs a program to its end. Never throws for what it did: a missing program is code 127, a time-out 124.
 * @param {string} program @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function run(program, args, { cwd, env = process.env, output = 'inherit', patient = false, timeoutMs } = {}) {
  endChildrenWithUs();
  return new Promise((settle) => {
    const captured = output === 'capture';
    // A group of its own when nobody types into it: then its children end with it.
    const grouped = captured && process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd,
      env,
      detached: grouped,
      stdio: captured ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const target = child.pid === undefined ? undefined : grouped ? -child.pid : child.pid;
    if (target !== undefined) running.add(target);
    if (patient && child.pid !== undefined) giveWay(child.pid);
    let text = '';
    let timedOut = false;
    const timer = timeoutMs === undefined ? undefined : setTimeout(endLate, timeoutMs);
    function endLate() {
      timedOut = true;
      if (target !== undefined) send(target, 'SIGKILL');
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
    }
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      if (target !== undefined) running.delete(target);
      settle({ code, output: text, timedOut });
    };
    child.on('error', (error) => {
      text += error.message;
      finish(127);
    });
    child.on('close', (code, signal) => {
      finish(timedOut ? 124 : (code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  });
}
