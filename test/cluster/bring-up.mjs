// @ts-check
import { existsSync } from 'node:fs';
import { applyAddons } from './addons.mjs';
import { dnsServiceAddress, nodeName } from './addresses.mjs';
import { ensureBuilt, forgetOldBuilds, modules } from './build.mjs';
import { ensureCgroups } from './cgroups.mjs';
import { ensureCertificates } from './certificates.mjs';
import { containerd } from './containerd.mjs';
import { apiServer, controllerManager, etcd, scheduler } from './control-plane.mjs';
import { ensureImageArchives } from './image-archive.mjs';
import { importImages } from './image-import.mjs';
import { kubectl, tryKubectl } from './kubectl.mjs';
import { kwok } from './kwok.mjs';
import { ensureNamespace } from './network-namespace.mjs';
import { kubelet, kubeProxy } from './node-plane.mjs';
import { saveOptions } from './options.mjs';
import { runDir } from './paths.mjs';
import { ensurePart, findPart, findStarted, stop } from './processes.mjs';
import { registry } from './registry.mjs';
import { requireMachine } from './requirements.mjs';
import { tearDown } from './tear-down.mjs';
import { attemptInNamespace } from './run-command.mjs';
import { until } from './wait.mjs';

/** @typedef {import('./options.mjs').ClusterOptions} ClusterOptions */

/**
 * Makes the cluster run as asked, whatever state it is in: what works is left alone, what lacks is started, and where
 * that does not do, all is taken down and started anew.
 * @param {ClusterOptions} options
 */
export async function bringUp(options) {
  await requireMachine();
  await buildAll(options);
  await ensureImageArchives();
  const remains = existsSync(runDir);
  const lives = findStarted().length > 0;
  if (remains !== lives) await tearDown(); // after a reboot nothing lives; or someone emptied the cache of what lives
  try {
    await ensureAll(options);
  } catch (error) {
    if (!remains) throw error;
    console.error(`${error instanceof Error ? error.message : error}\nstarting anew …`);
    await tearDown();
    await ensureAll(options);
  }
}

/** @param {ClusterOptions} options */
async function buildAll(options) {
  const { kwok, oldestKubectl } = modules;
  for (const module of Object.values(modules)) {
    if (module !== oldestKubectl && (module !== kwok || options.kwok)) await ensureBuilt(module);
  }
  forgetOldBuilds();
}

/** @param {ClusterOptions} options */
async function ensureAll(options) {
  const livedBefore = findStarted().length > 0;
  const madeNamespace = await ensureNamespace();
  if (madeNamespace && livedBefore) {
    await tearDown(); // they live in a namespace that nobody can enter any more
    await ensureNamespace();
  }
  saveOptions(options);
  await ensureCertificates();
  await Promise.all([ensureRuntime(), ensureControlPlane(options)]);
  ensureCgroups();
  // kube-proxy asks for its Node's address, and waits up to 30 s for the kubelet to register the Node.
  await Promise.all([ensurePart(kubelet()), ensurePart(kubeProxy(options.proxy)), ensureKwok(options)]);
  await ensureUsable();
}

async function ensureRuntime() {
  await ensurePart(registry());
  await ensurePart(await containerd());
  await importImages();
}

/** @param {ClusterOptions} options */
async function ensureControlPlane(options) {
  await ensurePart(etcd());
  await ensurePart(apiServer(options.kwok));
  await Promise.all([ensurePart(controllerManager(options.kwok)), ensurePart(scheduler()), applyAddons(options.proxy)]);
}

/** @param {ClusterOptions} options */
async function ensureKwok(options) {
  if (options.kwok) {
    await ensurePart(kwok());
    return;
  }
  const running = findPart(kwok());
  if (running) await stop(running);
}

const ASK_DNS = `const resolver = new (require('node:dns').promises.Resolver)({ timeout: 2000, tries: 1 });
resolver.setServers(['${dnsServiceAddress}']);
resolver.resolve4('kubernetes.default.svc.cluster.local').catch(() => process.exit(1));`;

/** What a first Pod needs: its ServiceAccount, a Node that is ready, names. */
async function ensureUsable() {
  await until(
    'the default ServiceAccount',
    120,
    async () => (await tryKubectl(['get', 'serviceaccount', 'default'])).code === 0,
  );
  const ready = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  await until(
    `Node ${nodeName} to be ready`,
    120,
    async () => (await tryKubectl(['get', 'node', nodeName, '-o', ready])).stdout === 'True',
  );
  await kubectl(['--namespace=kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=120s']);
  // Its Pod is ready before kube-proxy has written where the Service leads.
  await until(
    'an answer of DNS',
    60,
    async () => (await attemptInNamespace([process.execPath, '-e', ASK_DNS])).code === 0,
  );
}
