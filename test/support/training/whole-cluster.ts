import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src-main/training/clock.ts';
import { REAL_SETTINGS, type ControllerSettings } from '../../../src-main/training/controllers/settings.ts';
import { startControllers } from '../../../src-main/training/controllers/start-controllers.ts';
import { createNetwork } from '../../../src-main/training/network/create-network.ts';
import { startTrainingCluster, type TrainingCluster } from '../../../src-main/training/training-cluster.ts';
import { shellWorkerUrl } from './shell-worker-bundle.ts';
import type { ApiAddress } from './training-client.ts';

/** All parts of a training cluster in this process. `api` is where training-client.ts sends to. */
export interface WholeCluster {
  readonly cluster: TrainingCluster;
  readonly api: ApiAddress;
  /** Its file. */
  readonly kubeconfig: string;
  /** Errors that are no refusal of the API. */
  readonly errors: readonly unknown[];
  stop(): Promise<void>;
}

/** As a cluster that has little to do: what is waited for comes soon. */
const QUICK: ControllerSettings = {
  ...REAL_SETTINGS,
  kubeletSyncMs: 10,
  sandboxMs: 10,
  pullMs: [10, 20],
  containerStartMs: 10,
  backoffMs: [5_000, 300_000],
  retryMs: 5_000,
};

export async function startWholeCluster(manifest = ''): Promise<WholeCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'training-whole-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const workerUrl = await shellWorkerUrl();
  const errors: unknown[] = [];
  const cluster = await startTrainingCluster({
    clock: systemClock,
    random: Math.random,
    kubeconfigPath: kubeconfig,
    manifest,
    createNetwork: (parts) => createNetwork({ ...parts, workerUrl, minSyncMs: 0 }),
    startControllers: (parts) => startControllers({ ...parts, settings: QUICK }),
    onError: (error) => errors.push(error),
  });
  return {
    cluster,
    api: { port: Number(new URL(cluster.server).port), ca: cluster.ca, token: cluster.token },
    kubeconfig,
    errors,
    stop: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
