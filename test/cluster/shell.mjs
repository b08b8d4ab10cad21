// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, delimiter } from 'node:path';
import { etcdUrl, namespaceFile } from './addresses.mjs';
import { binariesOf, modules } from './build.mjs';
import { Failure } from './failure.mjs';
import { kubeconfigFile } from './paths.mjs';
import { entering } from './run-command.mjs';

/** What a program needs to use the cluster, once it is in the namespace. */
function clusterEnvironment() {
  // Another kubectl than the cluster's own, where a caller wants it.
  const { TEST_KUBECTL: kubectl, PATH = '' } = process.env;
  const folders = [...(kubectl ? [dirname(kubectl)] : []), binariesOf(modules.kubernetes), PATH];
  return {
    KUBECONFIG: kubeconfigFile,
    PATH: folders.join(delimiter),
    SERVICESCOPE_NETNS: namespaceFile,
    // A test compacts it: then the API server forgets old resourceVersions, as a real one does every five minutes.
    TEST_ETCD: etcdUrl,
  };
}

/** The environment as lines for a shell's `eval`. */
export function exportLines() {
  const quote = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;
  return Object.entries(clusterEnvironment()).map(([name, value]) => `export ${name}=${quote(value)}`);
}

/**
 * Runs a command, or an interactive shell, inside the cluster's network namespace with the caller's folder and streams.
 * @param {string[]} command
 * @returns {Promise<number>} the command's exit code, 128 + n when signal n ended it
 */
export async function runShell(command) {
  if (!existsSync(namespaceFile))
    throw new Failure('The cluster is not up: run "node test/cluster/cluster.mjs up" first.');
  const args = entering(command.length > 0 ? command : [process.env.SHELL || '/bin/bash']);
  const child = spawn('nsenter', args, {
    stdio: 'inherit',
    env: { ...process.env, ...clusterEnvironment() },
  });
  // A terminal sends Ctrl+C to the child too; what others send to us alone is passed on.
  const signals = /** @type {NodeJS.Signals[]} */ (['SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
