#!/usr/bin/env node
// @ts-check
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringUp } from './bring-up.mjs';
import { binariesOf, ensureBuilt, modules } from './build.mjs';
import { Failure } from './failure.mjs';
import { writeSuiteImages } from './image-archive.mjs';
import { withLock } from './lock.mjs';
import { readOptions } from './options.mjs';
import { kubeconfigFile, runDir } from './paths.mjs';
import { requireRootOnLinux } from './requirements.mjs';
import { exportLines, runShell } from './shell.mjs';
import { partStatuses } from './status.mjs';
import { tearDown } from './tear-down.mjs';

const usage = `A real Kubernetes of one Node in a network namespace of its own.

  node test/cluster/cluster.mjs up [--proxy iptables|nftables] [--kwok|--no-kwok]
  node test/cluster/cluster.mjs sh [-- COMMAND ARGUMENT...]   a shell, or a command, that can reach it
  node test/cluster/cluster.mjs status                        exit code 0 when every part is ready
  node test/cluster/cluster.mjs env                           KUBECONFIG and PATH, for eval
  node test/cluster/cluster.mjs images FOLDER                 the suites' images as archives, for kind or minikube
  node test/cluster/cluster.mjs kubectl-oldest                builds kubectl 1.31 and prints where it is
  node test/cluster/cluster.mjs down`;

/** @param {string[]} args */
async function up(args) {
  const { values } = parseArgs({
    args,
    options: { proxy: { type: 'string' }, kwok: { type: 'boolean' }, 'no-kwok': { type: 'boolean' } },
  });
  const { proxy } = values;
  if (proxy !== undefined && proxy !== 'iptables' && proxy !== 'nftables') {
    throw new Failure(`--proxy is iptables or nftables, not "${proxy}".`, 2);
  }
  const began = Date.now();
  await withLock(async () => {
    const before = readOptions();
    const kwok = values['no-kwok'] ? false : (values.kwok ?? before.kwok);
    await bringUp({ proxy: proxy ?? before.proxy, kwok });
  });
  const { proxy: mode } = readOptions();
  console.log(`The cluster is up (${((Date.now() - began) / 1000).toFixed(1)} s, kube-proxy in mode ${mode}).`);
  console.log(`KUBECONFIG=${kubeconfigFile}, to be used inside its namespace: node test/cluster/cluster.mjs sh`);
  return 0;
}

/** @param {string[]} args */
async function writeImages([folder]) {
  if (folder === undefined) throw new Failure('Where to? npm run cluster:images -- FOLDER', 2);
  await ensureBuilt(modules.echo);
  for (const archive of await writeSuiteImages(folder)) console.log(archive);
  return 0;
}

async function oldestKubectl() {
  await ensureBuilt(modules.oldestKubectl);
  console.log(join(binariesOf(modules.oldestKubectl), 'kubectl'));
  return 0;
}

async function down() {
  const was = await withLock(tearDown);
  console.log(was ? 'The cluster is down.' : 'The cluster was not up.');
  return 0;
}

async function status() {
  if (!existsSync(runDir)) {
    console.log('The cluster is down.');
    return 1;
  }
  const parts = await partStatuses();
  for (const { name, pid, ready } of parts) {
    console.log(`${name.padEnd(24)} ${String(pid ?? '-').padStart(8)}  ${ready ? 'ready' : 'not ready'}`);
  }
  console.log(`proxy mode ${readOptions().proxy}, KUBECONFIG=${kubeconfigFile}`);
  return parts.every((part) => part.ready) ? 0 : 1;
}

/** @param {string[]} argv @returns {Promise<number>} exit code */
async function main(argv) {
  const [command, ...args] = argv;
  if (command === undefined || command === 'help' || command === '--help') {
    console.log(usage);
    return command === undefined ? 2 : 0;
  }
  // Go alone is enough for it.
  if (command === 'kubectl-oldest') return oldestKubectl();
  requireRootOnLinux();
  if (command === 'up') return up(args);
  if (command === 'down') return down();
  if (command === 'images') return writeImages(args);
  if (command === 'status') return status();
  if (command === 'sh') return runShell(args[0] === '--' ? args.slice(1) : args);
  if (command === 'env') {
    console.log(exportLines().join('\n'));
    return 0;
  }
  throw new Failure(`There is no command "${command}".\n${usage}`, 2);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isArgumentError = /** @type {NodeJS.ErrnoException} */ (error)?.code?.startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Failure) && !isArgumentError) throw error;
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = error instanceof Failure ? error.exitCode : 2;
}
