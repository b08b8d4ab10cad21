// @ts-check
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

/** This folder of the repository: read, never written to. */
export const sourceDir = dirname(fileURLToPath(import.meta.url));
export const cacheDir = join(cacheHome, 'servicescope', 'cluster');

export const binariesDir = join(cacheDir, 'bin');
export const imagesDir = join(cacheDir, 'images');
/** Outside `runDir`, because `down` removes that while it holds the lock. */
export const lockFile = join(cacheDir, 'lock');
/** Held as long as the bare control plane runs: there is one at a time. */
export const bareLockFile = join(cacheDir, 'bare.lock');

/** All that belongs to one life of the cluster. `down` removes it whole. */
export const runDir = join(cacheDir, 'run');
export const kubeconfigFile = join(runDir, 'kubeconfig');
export const optionsFile = join(runDir, 'options.json');
export const certificatesDir = join(runDir, 'certificates');
export const configDir = join(runDir, 'config');
export const logsDir = join(runDir, 'logs');
export const etcdDir = join(runDir, 'etcd');
/** What the bare control plane keeps. */
export const bareDir = join(runDir, 'bare');
export const kubeletDir = join(runDir, 'kubelet');
export const containerdDir = join(runDir, 'containerd');
export const containerdSocket = join(runDir, 'containerd.sock');
