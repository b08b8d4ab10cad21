// @ts-check
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeconfigText } from './certificates.mjs';
import { apiServer, controllerManager, etcd } from './control-plane.mjs';
import { withLock } from './lock.mjs';
import { bareDir, bareLockFile, certificatesDir } from './paths.mjs';
import { barePlace } from './places.mjs';
import { ensurePart, findStarted, stop } from './processes.mjs';

/**
 * Runs `work` with a control plane of its own, empty and without Nodes, beside the cluster that is up; gives it the
 * administrator's kubeconfig, which serves inside the cluster's namespace. The parts end with this process, kill -9
 * included, and the lock is free then, so that a crashed run is in nobody's way.
 * @template T
 * @param {(kubeconfig: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function withBareControlPlane(work) {
  return withLock(async () => {
    await remove();
    try {
      return await work(await start());
    } finally {
      await remove();
    }
  }, bareLockFile);
}

async function start() {
  mkdirSync(bareDir, { recursive: true });
  const { controllerManagerKubeconfig, apiUrl } = barePlace;
  const name = 'kube-controller-manager';
  writeFileSync(controllerManagerKubeconfig, kubeconfigText(certificatesDir, name, name, apiUrl), { mode: 0o600 });
  const kubeconfig = join(bareDir, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigText(certificatesDir, 'admin', 'kubernetes-admin', apiUrl), { mode: 0o600 });
  for (const part of [etcd(barePlace), apiServer(false, barePlace), controllerManager(false, barePlace)]) {
    await ensurePart({ ...part, ownedByStarter: true });
  }
  return kubeconfig;
}

async function remove() {
  const parts = findStarted().filter(({ part }) => part.startsWith(barePlace.prefix));
  await Promise.all(parts.map((one) => stop(one, 2)));
  rmSync(bareDir, { recursive: true, force: true });
}
