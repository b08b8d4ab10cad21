import { failure } from '#shared/ipc/failure.ts';
import type { Pod } from '#shared/kube/pod.ts';
import type { RunClient } from '#shared/traffic/run-update.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asFilledText, asList, asObject } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { projectPod } from '../kube/project-pod.ts';
import { createSharer } from '../kube/share.ts';
import { collectionPath } from '../kube/watch-targets.ts';
import { startTrouble, type StartTrouble } from './pending-reason.ts';
import { retryPause } from './retry-pause.ts';
import { CLIENT_START_SECONDS } from './run-budget.ts';
import { runSelector } from './run-marks.ts';
import { podsPath, type OwnObject } from './run-objects.ts';
import type { TrafficDeps } from './traffic-deps.ts';

const POLL_MS = 250;
/** A Job without Pods for this long is looked into: its controller may be refused (quota, Pod Security, webhook). */
const NO_PODS_MS = 1_500;

export interface ClientWait {
  readonly deps: Pick<TrafficDeps, 'api' | 'clock'>;
  readonly namespace: string;
  readonly run: string;
  readonly clients: number;
  readonly anchor: OwnObject;
  /** Told at every look: how many run, and what keeps the others. */
  readonly tell: (ready: number, pods: readonly Pod[], trouble: StartTrouble | null) => void;
  readonly signal: AbortSignal;
}

/**
 * Resolves when all client Pods run. A look that failed may do better the next time, as long as there is time. Rejects with
 * FailureError: `traffic.client-not-started`, `api.*`, `connect.*`, `canceled`.
 */
export async function waitForClients(wait: ClientWait): Promise<readonly RunClient[]> {
  const { deps, clients, signal } = wait;
  const started = deps.clock.now();
  const deadline = started + CLIENT_START_SECONDS * 1_000;
  for (;;) {
    if (signal.aborted) throw new FailureError(failure('canceled', {}));
    let pause = POLL_MS;
    try {
      const running = await look(wait, deps.clock.now() - started);
      if (running.length === clients) return running.map(asClient).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      const retry = retryPause(error);
      if (retry === null || deps.clock.now() >= deadline) throw error;
      pause = retry;
    }
    await deps.clock.sleep(Math.min(pause, Math.max(POLL_MS, deadline - deps.clock.now())), signal);
  }
}

/** The client Pods that run. Rejects with FailureError where they don't and won't, or have had their time. */
async function look(wait: ClientWait, waited: number): Promise<readonly Pod[]> {
  const { deps, clients, anchor, tell, signal } = wait;
  const pods = await listClientPods(deps.api, wait.namespace, wait.run, signal);
  const running = pods.filter(isRunning);
  const trouble = running.length === clients ? null : await findTrouble(wait, pods, waited);
  tell(running.length, pods, trouble);
  if (running.length === clients) return running;
  if (trouble?.final === true || waited >= CLIENT_START_SECONDS * 1_000) {
    const { pod, reason, detail } = trouble ?? { pod: anchor.name, reason: 'Pending', detail: '' };
    throw new FailureError(failure('traffic.client-not-started', { pod, reason, detail }));
  }
  return running;
}

export async function listClientPods(
  api: KubeApi,
  namespace: string,
  run: string,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const query = { labelSelector: runSelector(run) };
  const raw = await api.json<unknown>({ method: 'GET', path: podsPath(namespace), query, signal, timeoutMs: 10_000 });
  const share = createSharer();
  return asList(asObject(raw).items).flatMap((item) => projectPod(item, share) ?? []);
}

function isRunning(pod: Pod): boolean {
  return (
    pod.phase === 'Running' &&
    pod.meta.deletionTimestamp === null &&
    pod.containers.some((container) => container.status?.state.kind === 'running')
  );
}

function asClient(pod: Pod): RunClient {
  return { name: pod.meta.name, ip: pod.podIPs[0] ?? null, node: pod.nodeName };
}

async function findTrouble(wait: ClientWait, pods: readonly Pod[], waited: number): Promise<StartTrouble | null> {
  for (const pod of pods) {
    const trouble = startTrouble(pod);
    if (trouble !== null) return trouble;
  }
  const missing = wait.anchor.kind === 'Job' && pods.length < wait.clients && waited >= NO_PODS_MS;
  return missing ? jobTrouble(wait) : null;
}

/** The job controller says in an Event why it can't create Pods, and nowhere else. Null where Events may not be read. */
async function jobTrouble({ deps, namespace, anchor, signal }: ClientWait): Promise<StartTrouble | null> {
  const fieldSelector = `involvedObject.uid=${anchor.uid},type=Warning`;
  const path = collectionPath('Event', namespace);
  const raw = await deps.api
    .json<unknown>({ method: 'GET', path, query: { fieldSelector }, signal, timeoutMs: 5_000 })
    .catch(() => null);
  const latest = asObject(asList(asObject(raw).items).at(-1));
  const reason = asFilledText(latest.reason, 256);
  return reason === null
    ? null
    : { pod: anchor.name, reason, detail: asFilledText(latest.message, 1_000) ?? '', final: false };
}
