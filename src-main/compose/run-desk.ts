import type { OpenCluster } from '#shared/ipc/batch.ts';
import { failure } from '#shared/ipc/failure.ts';
import { type ExportedService, exportRun, type RunExport } from '#shared/traffic/export-run.ts';
import { exportedService } from '#shared/traffic/exported-service.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { RunUpdate } from '#shared/traffic/run-update.ts';
import { systemClock } from '../kube/clock.ts';
import { FailureError } from '../kube/failure-error.ts';
import { planRun } from '../traffic/plan.ts';
import { type RunHandle, startRun } from '../traffic/run.ts';
import type { TrafficDeps } from '../traffic/traffic-deps.ts';
import type { ClusterConnection, Connections } from './connections.ts';
import type { Contexts } from './contexts.ts';
import type { WindowCluster } from './open-clusters.ts';
import { createRunTelling, type RunTelling } from './run-telling.ts';
import type { AppWindow } from './windows.ts';

/** Quitting waits no longer than this for a cluster that does not answer: the deadline does the rest. */
const CLOSE_WITHIN_MS = 10_000;
/** Ended runs that are kept for export, and most hits of all of them together: one "until stopped" may have 720,000. */
const KEPT_RUNS = 10;
const KEPT_HITS = 1_000_000;

export type DepsOf = (opened: OpenCluster, connection: ClusterConnection, signal: AbortSignal) => Promise<TrafficDeps>;

/** The runs that are going on, and the latest that ended. */
export interface RunDesk {
  /** Ids of runs that are going on: this very set changes with them, so that a sweep under way sees a run that starts. */
  readonly live: ReadonlySet<string>;
  readonly start: (window: AppWindow, cluster: WindowCluster, request: RunRequest) => Promise<{ readonly run: string }>;
  /** Sends every run of this window again, whole: it has just (re)loaded and knows of none. */
  readonly subscribe: (window: AppWindow) => null;
  /** Throws FailureError `traffic.unknown-run`. */
  readonly stop: (run: string) => null;
  readonly export: (window: AppWindow, run: string) => Promise<{ readonly path: string | null }>;
  /** Stops every run, also those that are about to begin, takes no more, and resolves when the cluster is clean, or cannot be asked. */
  readonly close: () => Promise<void>;
}

interface DeskRun {
  readonly handle: RunHandle;
  readonly window: AppWindow;
  readonly telling: RunTelling;
  readonly cluster: OpenCluster;
  /** The Service as it stood when the run began, for the export. */
  readonly service: readonly ExportedService[];
}

export interface RunDeskParts {
  readonly contexts: Contexts;
  readonly connections: Connections;
  readonly depsOf: DepsOf;
  /** Asks where, and writes it there; null when the user thought better of it. */
  readonly save: (window: AppWindow, name: string, run: RunExport) => Promise<string | null>;
}

export function createRunDesk(parts: RunDeskParts): RunDesk {
  const runs = new Map<string, DeskRun>();
  const live = new Set<string>();
  const beginning = new Set<Promise<unknown>>();
  const closing = new AbortController();
  const required = (run: string): DeskRun => {
    const found = runs.get(run);
    if (found === undefined) throw new FailureError(failure('traffic.unknown-run', { run }));
    return found;
  };
  return {
    live,
    start: async (window, cluster, request) => {
      if (closing.signal.aborted) throw new FailureError(failure('canceled', {}));
      const begun = hold(parts, { runs, live, closing: closing.signal }, window, cluster, request);
      beginning.add(begun);
      try {
        return { run: await begun };
      } finally {
        beginning.delete(begun);
      }
    },
    subscribe: (window) => {
      for (const each of runs.values()) if (each.window === window) void each.telling.again(each.handle);
      return null;
    },
    stop: (run) => {
      required(run).handle.stop();
      return null;
    },
    export: async (window, run) => {
      const { handle, cluster, service } = required(run);
      const whole = exportRun(cluster.cluster, service, handle.status(), handle.hits());
      return { path: await parts.save(window, `${handle.status().request.service}-${run}`, whole) };
    },
    close: async () => {
      closing.abort();
      const ends = Promise.allSettled(beginning).then(() =>
        Promise.allSettled([...runs.values()].map(({ handle }) => handle.done)),
      );
      await Promise.race([ends, systemClock.sleep(CLOSE_WITHIN_MS, new AbortController().signal)]);
    },
  };
}

interface Held {
  readonly runs: Map<string, DeskRun>;
  readonly live: Set<string>;
  readonly closing: AbortSignal;
}

/** Begins a run and keeps it, its connection too, which outlives a change of context and ends with the run. */
async function hold(
  parts: RunDeskParts,
  { runs, live, closing }: Held,
  window: AppWindow,
  cluster: WindowCluster,
  request: RunRequest,
): Promise<string> {
  const end = new AbortController();
  const stop = AbortSignal.any([window.signal, closing]);
  try {
    const telling = createRunTelling((update) => {
      window.tell('traffic', update);
    });
    const wish = { opened: cluster.opened, hold: end.signal, stop };
    const handle = await begin(parts, wish, request, telling.told);
    live.add(handle.run);
    const service = serviceOf(cluster, request);
    runs.set(handle.run, { handle, window, telling, cluster: cluster.opened, service });
    void handle.done.finally(() => {
      live.delete(handle.run);
      end.abort();
      forgetOldest(runs);
    });
    return handle.run;
  } catch (error) {
    end.abort();
    throw error;
  }
}

interface Beginning {
  readonly opened: OpenCluster;
  /** Keeps the connection, until the run has cleaned up. */
  readonly hold: AbortSignal;
  readonly stop: AbortSignal;
}

async function begin(
  { contexts, connections, depsOf }: RunDeskParts,
  { opened, hold, stop }: Beginning,
  request: RunRequest,
  told: (update: RunUpdate) => void,
): Promise<RunHandle> {
  const connection = connections.lease(await contexts.target(opened.context), hold);
  const deps = await depsOf(opened, connection, stop);
  const plan = await planRun(deps, request, stop);
  return startRun(deps, request, plan, told, stop);
}

function forgetOldest(runs: Map<string, DeskRun>): void {
  const ended = [...runs].filter(([, { handle }]) => handle.ended).reverse();
  const kept = keptRuns(ended.map(([, { handle }]) => handle.hits().length));
  for (const [run] of ended.slice(kept)) runs.delete(run);
}

/**
 * How many ended runs are kept: the latest whatever it has, and of those before it as many as fit.
 * @param hits of each, the latest first
 */
export function keptRuns(hits: readonly number[]): number {
  let sum = 0;
  const over = hits.findIndex((number, index) => {
    sum += number;
    return index >= KEPT_RUNS || (index > 0 && sum > KEPT_HITS);
  });
  return over === -1 ? hits.length : over;
}

function serviceOf({ watch }: WindowCluster, request: RunRequest): readonly ExportedService[] {
  const { namespace, service: name } = request;
  const service = [...watch.stores.Service.values()].find(
    (each) => each.meta.namespace === namespace && each.meta.name === name,
  );
  if (service === undefined) return [];
  const slices = [...watch.stores.EndpointSlice.values()].filter(
    (slice) => slice.meta.namespace === namespace && slice.serviceName === name,
  );
  return [exportedService(service, slices)];
}
