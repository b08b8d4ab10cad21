// @ts-check
import { spawn } from 'node:child_process';
import { namespaceFile } from './addresses.mjs';
import { Failure } from './failure.mjs';

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 127 when the program does not exist, 128 when a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] added to this process's own
 * @property {string} [input] written to standard input
 */

/**
 * Runs a program to its end. Never throws for what the program did: the exit code tells.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function attempt(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 128, stdout, stderr }));
    child.stdin.on('error', () => {}); // EPIPE: the program did not want its input; its exit code says what matters
    child.stdin.end(options.input ?? '');
  });
}

/**
 * Runs a program that must succeed and gives its standard output.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export async function run(program, args, options) {
  const { code, stdout, stderr } = await attempt(program, args, options);
  if (code === 0) return stdout;
  throw new Failure(`${program} ${args.join(' ')} failed (${code}): ${(stderr || stdout).trim().slice(-2000)}`);
}

/**
 * The arguments with which `nsenter` runs a command in the cluster's network namespace. Not `ip netns exec`: that mounts
 * a new /sys, which hides the control groups from the kubelet. It execs, so the pid stays the program's.
 * @param {string[]} command
 */
export function entering(command) {
  return [`--net=${namespaceFile}`, '--', ...command];
}

/** `attempt` in the cluster's network namespace. @param {string[]} command @param {RunOptions} [options] */
export function attemptInNamespace(command, options) {
  return attempt('nsenter', entering(command), options);
}
