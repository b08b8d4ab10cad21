import { CLIENT_IMAGE } from '../../scripts/suites/images.mjs';
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';
import type { RunStatus, RunUpdate } from '../../src-shared/traffic/run-update.ts';
import type { SessionAffinity } from '../../src-shared/kube/service.ts';
import type { Hit } from '../../src-shared/traffic/hit.ts';
import { count, newSideTally, type SideTally } from '../../src-shared/traffic/tally.ts';
import { systemClock } from '../../src-main/kube/clock.ts';
import { containerExec } from '../../src-main/kube/exec-websocket.ts';
import { readProxyMode } from '../../src-main/kube/proxy-mode.ts';
import { openJournal } from '../../src-main/traffic/journal.ts';
import { planRun } from '../../src-main/traffic/plan.ts';
import { startRun, type RunHandle } from '../../src-main/traffic/run.ts';
import type { RunTuning } from '../../src-main/traffic/run-context.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import { testConnection } from './kube-client.ts';
import { kubectl, kubectlJson } from './kubectl.ts';

/** uuid of the installation this process plays: two suites on one cluster must not sweep each other's runs. */
export const INSTANCE = randomUUID();

/** The product's own parts against the test cluster, with a journal in a folder of its own. */
export async function trafficDeps(signal: AbortSignal, change: Partial<TrafficDeps> = {}): Promise<TrafficDeps> {
  const { api, credentials } = await testConnection(signal);
  const folder = await mkdtemp(join(tmpdir(), 'servicescope-runs-'));
  signal.addEventListener('abort', () => rmSync(folder, { recursive: true, force: true }), { once: true });
  return {
    api,
    exec: containerExec(credentials, api),
    clock: systemClock,
    randomBytes,
    journal: await openJournal(join(folder, 'runs.json')),
    context: 'test',
    cluster: 'test-cluster',
    instance: INSTANCE,
    proxyMode: await readProxyMode(api, signal),
    client: { image: CLIENT_IMAGE, imagePullSecret: null, imagePullPolicy: 'IfNotPresent' },
    ...change,
  };
}

/** 100 requests at 100/s from two clients to Service `web`, port 80. */
export function runRequest(namespace: string, change: Partial<RunRequest> = {}): RunRequest {
  return {
    namespace,
    service: 'web',
    port: 80,
    scheme: 'http',
    path: '/',
    requests: 100,
    rate: 100,
    clients: 2,
    // A busy machine is no hanging server.
    timeoutMs: 10_000,
    newConnection: true,
    affinity: 'as-is',
    identify: { by: 'answer' },
    ...change,
  };
}

export interface FinishedRun {
  readonly run: string;
  readonly status: RunStatus;
  readonly hits: readonly Hit[];
  readonly updates: readonly RunUpdate[];
  side(affinity: SessionAffinity): SideTally;
}

export interface RunningRun {
  readonly handle: RunHandle;
  readonly updates: readonly RunUpdate[];
  /** Resolves at the first update this is true of. */
  until(what: (update: RunUpdate) => boolean): Promise<RunUpdate>;
  finish(): Promise<FinishedRun>;
}

/** Plans and starts a run as the app does. */
export async function beginRun(
  deps: TrafficDeps,
  request: RunRequest,
  tuning: RunTuning = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<RunningRun> {
  const plan = await planRun(deps, request, signal);
  const updates: RunUpdate[] = [];
  const waiting = new Set<(update: RunUpdate) => void>();
  const tell = (update: RunUpdate): void => {
    updates.push(update);
    for (const each of waiting) each(update);
  };
  const handle = await startRun(deps, request, plan, tell, signal, tuning);
  return {
    handle,
    updates,
    until: (what) =>
      new Promise((resolve, reject) => {
        const known = updates.find(what);
        if (known !== undefined) resolve(known);
        else {
          waiting.add((update) => {
            if (what(update)) resolve(update);
          });
          void handle.done.then(() => reject(new Error('the run ended before')));
        }
      }),
    finish: async () => finished(handle, await handle.done, updates),
  };
}

export async function runToEnd(deps: TrafficDeps, request: RunRequest, tuning: RunTuning = {}): Promise<FinishedRun> {
  return (await beginRun(deps, request, tuning)).finish();
}

function finished(handle: RunHandle, status: RunStatus, updates: readonly RunUpdate[]): FinishedRun {
  // What the renderer would count: the hits of the messages, not the handle's own.
  const hits = updates.flatMap((update) => update.hits);
  return {
    run: handle.run,
    status,
    hits,
    updates,
    side: (affinity) => {
      const tally = newSideTally(affinity);
      for (const hit of hits) if (hit.side === affinity) count(tally, hit, status.membershipChanges);
      return tally;
    },
  };
}

/** Everything in a namespace that carries a mark of ours: kind/name. */
export async function leftovers(namespace: string): Promise<readonly string[]> {
  const selector = 'app.kubernetes.io/managed-by=servicescope';
  const text = await kubectl('get', 'jobs,pods,services', '-n', namespace, '-l', selector, '-o', 'name');
  return text.split('\n').filter((line) => line !== '');
}

interface EchoLine {
  readonly pod: string;
  readonly userAgent: string;
}

/** Requests that carry one of ours in the User-Agent, per echo Pod, by the Pods' own logs. */
export async function servedByPods(namespace: string, label = 'app=web'): Promise<ReadonlyMap<string, number>> {
  const { items } = await kubectlJson<{ items: { metadata: { name: string } }[] }>(
    'get',
    'pods',
    '-n',
    namespace,
    '-l',
    label,
  );
  const served = new Map<string, number>();
  for (const { metadata } of items) {
    const log = await kubectl('logs', '-n', namespace, metadata.name);
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    const ours = lines
      .map((line) => JSON.parse(line) as EchoLine)
      .filter((line) => line.userAgent.startsWith('servicescope/'));
    served.set(metadata.name, ours.length);
  }
  return served;
}
