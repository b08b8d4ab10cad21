import { randomBytes } from 'node:crypto';
import { failure } from '#shared/ipc/failure.ts';
import type { AffinityPatchEntry } from '#shared/traffic/affinity-patch.ts';
import type { RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { SettingsStore } from '../app/settings-file.ts';
import { systemClock } from '../kube/clock.ts';
import { containerExec } from '../kube/exec-websocket.ts';
import { FailureError } from '../kube/failure-error.ts';
import { readProxyMode } from '../kube/proxy-mode.ts';
import { settlePatch, unrestoredPatches } from '../traffic/affinity-patch.ts';
import { openJournal, type RunJournal } from '../traffic/journal.ts';
import { planRun } from '../traffic/plan.ts';
import type { Connections } from './connections.ts';
import type { Contexts } from './contexts.ts';
import type { WindowCluster } from './open-clusters.ts';
import { createRunDesk, type DepsOf } from './run-desk.ts';
import { saveJson } from './save-json.ts';
import { createSweepDesk } from './sweep-desk.ts';
import type { AppWindow } from './windows.ts';

/** The runs of this app: planned, started, stopped, exported, and swept up after. */
export interface TrafficDesk {
  /** Removes what earlier runs left in the cluster, in the background; not for a window that is read-only. */
  clusterOpened(window: AppWindow, cluster: WindowCluster): void;
  /** The same in every cluster the journal names; not for a start that is read-only. */
  started(wishes: Pick<AppWindow['wishes'], 'readOnly'>, signal: AbortSignal): void;
  plan(cluster: WindowCluster, request: RunRequest): Promise<RunPlan>;
  start(window: AppWindow, cluster: WindowCluster, request: RunRequest): Promise<{ readonly run: string }>;
  /** Sends every run of this window again, whole. */
  subscribe(window: AppWindow): null;
  stop(run: string): null;
  export(window: AppWindow, run: string): Promise<{ readonly path: string | null }>;
  unrestored(cluster: WindowCluster): Promise<readonly AffinityPatchEntry[]>;
  restore(window: AppWindow, cluster: WindowCluster, run: string, forget: boolean): Promise<null>;
  /** Stops every run and resolves when the cluster is clean, or after ten seconds: the deadline does the rest. */
  close(): Promise<void>;
}

export interface TrafficDeskOptions {
  readonly settings: SettingsStore;
  readonly contexts: Contexts;
  readonly connections: Connections;
  readonly instance: string;
  /** Path of runs.json. */
  readonly journal: string;
  readonly onTrouble: (error: unknown) => void;
}

export async function createTrafficDesk(options: TrafficDeskOptions): Promise<TrafficDesk> {
  const journal = await openJournal(options.journal, options.onTrouble);
  const depsOf = createDeps(options, journal);
  const runs = createRunDesk({ ...options, depsOf, save: saveJson });
  const sweeps = createSweepDesk({
    ...options,
    journal,
    clock: systemClock,
    random: Math.random,
    live: runs.live,
  });
  return {
    clusterOpened: (window, cluster) => {
      if (!window.wishes.readOnly) void sweeps.opened(cluster).catch(options.onTrouble);
    },
    started: ({ readOnly }, signal) => {
      if (!readOnly) void sweeps.journalled(signal).catch(options.onTrouble);
    },
    plan: async ({ opened, connection, signal }, request) =>
      planRun(await depsOf(opened, connection, signal), request, signal),
    start: (window, cluster, request) => {
      refuseReadOnly(window);
      return runs.start(window, cluster, request);
    },
    subscribe: runs.subscribe,
    stop: runs.stop,
    export: runs.export,
    unrestored: async (cluster) => unrestoredPatches(patchDeps(cluster, journal), runs.live, cluster.signal),
    restore: async (window, cluster, run, forget) => {
      if (!forget) refuseReadOnly(window);
      await settlePatch(patchDeps(cluster, journal), run, forget, cluster.signal);
      return null;
    },
    close: runs.close,
  };
}

function refuseReadOnly({ wishes }: AppWindow): void {
  if (wishes.readOnly) throw new FailureError(failure('traffic.read-only', {}));
}

function patchDeps({ opened, connection }: WindowCluster, journal: RunJournal): Parameters<typeof settlePatch>[0] {
  return { api: connection.api, journal, context: opened.context, cluster: connection.clusterKey };
}

/** Makes what a run needs of one kube context. The client settings are read anew for each run. */
function createDeps({ settings, instance }: TrafficDeskOptions, journal: RunJournal): DepsOf {
  return async (opened, connection, signal) => ({
    api: connection.api,
    exec: containerExec(connection.credentials, connection.api),
    clock: systemClock,
    randomBytes,
    journal,
    context: opened.context,
    cluster: connection.clusterKey,
    instance,
    proxyMode: await readProxyMode(connection.api, signal),
    client: settings.view(connection.clusterKey).client,
  });
}
