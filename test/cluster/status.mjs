// @ts-check
import { containerd } from './containerd.mjs';
import { apiServer, controllerManager, etcd, scheduler } from './control-plane.mjs';
import { kwok } from './kwok.mjs';
import { kubelet, kubeProxy } from './node-plane.mjs';
import { readOptions } from './options.mjs';
import { registry } from './registry.mjs';
import { findPart, findStarted } from './processes.mjs';

/**
 * @typedef {object} PartStatus
 * @property {string} name
 * @property {number | undefined} pid
 * @property {boolean} ready
 */

/** How each part of the cluster is. @returns {Promise<PartStatus[]>} */
export async function partStatuses() {
  const { proxy, kwok: withKwok } = readOptions();
  const parts = [
    etcd(),
    apiServer(withKwok),
    controllerManager(withKwok),
    scheduler(),
    registry(),
    await containerd(),
    kubelet(),
    kubeProxy(proxy),
  ];
  if (withKwok) parts.push(kwok());
  const started = findStarted();
  return Promise.all(
    parts.map(async (part) => {
      const pid = findPart(part, started)?.pid;
      return { name: part.name, pid, ready: pid !== undefined && (await part.isReady()) };
    }),
  );
}
