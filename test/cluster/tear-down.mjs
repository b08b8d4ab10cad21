// @ts-check
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { containerPids, removeCgroups } from './cgroups.mjs';
import { ctr, podNetworkName } from './containerd.mjs';
import { removeNamespace } from './network-namespace.mjs';
import { containerdDir, containerdSocket, runDir } from './paths.mjs';
import { findStarted, processOf, refuseOtherClusters, stop } from './processes.mjs';
import { attempt, run } from './run-command.mjs';

/**
 * Ends and removes all there is of the cluster but the cache. Works on what is left of a crash too.
 * @returns {Promise<boolean>} whether there was anything
 */
export async function tearDown() {
  refuseOtherClusters();
  const anything = existsSync(runDir) || findStarted().length > 0;
  await stopParts(['kubelet', 'kwok', 'kube-proxy', 'kube-scheduler', 'kube-controller-manager']);
  await removeContainers();
  await stopParts(['containerd', 'registry', 'kube-apiserver', 'etcd']);
  await stopRest();
  await unmountAll();
  await removeNamespace();
  removeCgroups();
  removeTraces();
  rmSync(runDir, { recursive: true, force: true });
  return anything;
}

/** All at once: none needs another to end. @param {string[]} names */
async function stopParts(names) {
  const parts = findStarted().filter((one) => names.includes(one.part) && !one.command[0]?.includes('containerd-shim'));
  await Promise.all(parts.map((one) => stop(one, 3)));
}

/** Asks containerd, if it still answers, to kill every container: it also removes what runc keeps of them. */
async function removeContainers() {
  if (!existsSync(containerdSocket) || !findStarted().some((one) => one.part === 'containerd')) return;
  const { stdout } = await ctr(['--timeout', '5s', 'tasks', 'list', '--quiet']);
  const tasks = stdout.split('\n').filter((line) => line !== '');
  if (tasks.length > 0) await ctr(['tasks', 'delete', '--force', ...tasks]);
}

/** Shims without a containerd, containers without a shim, and whatever else a part has left. */
async function stopRest() {
  const containers = containerPids().map(processOf);
  await Promise.all([...containers, ...findStarted()].map((one) => stop(one, 0)));
}

/** The kubelet's volumes, containerd's root file systems and Pods' network namespaces all lie below `runDir`. */
async function unmountAll() {
  const mountPoints = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))),
    )
    .filter((path) => path.startsWith(`${runDir}/`));
  for (const path of mountPoints.reverse()) {
    if ((await attempt('umount', [path])).code !== 0) await run('umount', ['--lazy', path]);
  }
}

/** What the kubelet, containerd's shims and the CNI plugins write to fixed places outside `runDir`. */
function removeTraces() {
  for (const socket of shimSockets()) rmSync(socket, { force: true });
  const cniResults = '/var/lib/cni/results';
  removeWhere(
    '/var/log/containers',
    (path) => lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith(`${runDir}/`),
  );
  // Named by network; that of the loopback is every cluster's, but it names the namespace it was made for.
  removeWhere(
    cniResults,
    (path) => path.startsWith(`${cniResults}/${podNetworkName}-`) || readFileSync(path, 'utf8').includes(`"${runDir}/`),
  );
}

/** A shim that was killed leaves its socket in /run; each Pod's folder says which is its own. */
function shimSockets() {
  const bundles = join(containerdDir, 'state', 'io.containerd.runtime.v2.task', 'k8s.io');
  if (!existsSync(bundles)) return [];
  const files = readdirSync(bundles)
    .map((name) => join(bundles, name, 'address'))
    .filter((path) => existsSync(path));
  return files
    .map((path) => readFileSync(path, 'utf8').trim().replace('unix://', ''))
    .filter((path) => path.startsWith('/run/containerd/s/'));
}

/** @param {string} folder @param {(path: string) => boolean} isOurs */
function removeWhere(folder, isOurs) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (isOurs(path)) rmSync(path, { force: true });
  }
}
