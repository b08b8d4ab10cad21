import { FailureError } from '../kube/failure-error.ts';
import { asFilledText, asList, asObject } from '../kube/json-shape.ts';
import { createLogLines, type LogLines } from './log-lines.ts';
import { podsPath } from './run-objects.ts';
import type { TrafficDeps } from './traffic-deps.ts';

const REOPEN_MS = 500;

/**
 * What is known of one container's log. unread: not opened yet. whole: all there is was read, or is being read. broken:
 * a stream was lost, and nobody knows what came after.
 */
export interface ContainerLog {
  readonly lines: LogLines;
  state: 'unread' | 'whole' | 'broken';
}

/** The logs of one Pod, which is its uid: a StatefulSet's next Pod has the same name. */
export interface PodLog {
  readonly name: string;
  /** Null until the Pod was read. */
  containers: ReadonlyMap<string, ContainerLog> | null;
}

export interface LogFollow {
  readonly deps: Pick<TrafficDeps, 'api' | 'clock'>;
  readonly namespace: string;
  /** Null: not known, and whichever has the name is meant. */
  readonly uid: string | null;
  readonly log: PodLog;
  readonly nonces: readonly string[];
  /** RFC 3339: before the run. */
  readonly since: string;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Reads the logs of all containers of a Pod as long as the Pod is there, whatever breaks or starts anew. Never rejects. */
export async function followPodLogs(follow: LogFollow): Promise<void> {
  const { deps, log, nonces, signal } = follow;
  let found = await readPod(follow);
  while (found === 'unknown' && !signal.aborted) {
    await deps.clock.sleep(REOPEN_MS, signal);
    found = await readPod(follow);
  }
  if (found === 'unknown' || found === 'gone') return;
  log.containers = new Map(
    found.containers.map((name) => [name, { lines: createLogLines(nonces), state: 'unread' as const }]),
  );
  await Promise.all([...log.containers].map(([name, container]) => followContainer(follow, name, container)));
}

async function followContainer(follow: LogFollow, name: string, container: ContainerLog): Promise<void> {
  const { deps, signal } = follow;
  while (!signal.aborted) {
    await readOn(follow, name, container);
    if (!container.lines.resumable()) return;
    await deps.clock.sleep(REOPEN_MS, signal);
    const pod = await readPod(follow);
    // The log of a Pod that is over is whole where its stream ended in good order; of one that is gone no more can be had.
    if (pod === 'gone' || (pod !== 'unknown' && pod.over && container.state === 'whole')) return;
  }
}

/** One stream to its end. After a break, what the container before the present one left is read first. */
async function readOn(follow: LogFollow, name: string, container: ContainerLog): Promise<void> {
  const { lines } = container;
  try {
    if (container.state === 'broken') await readStream(follow, name, lines, { previous: 'true' }).catch(passBadRequest);
    await readStream(follow, name, lines, { follow: 'true' }, () => (container.state = 'whole'));
    if (!lines.resumable()) container.state = 'broken';
  } catch (error) {
    if (isBadRequest(error)) container.state = 'whole';
    else if (container.state === 'whole') container.state = 'broken';
  }
}

async function readStream(
  { deps, namespace, log, since, changed, signal }: LogFollow,
  container: string,
  lines: LogLines,
  which: Readonly<Record<string, string>>,
  opened: () => void = () => undefined,
): Promise<void> {
  const path = `${podsPath(namespace)}/${encodeURIComponent(log.name)}/log`;
  const query = { ...which, container, timestamps: 'true', sinceTime: lines.since() ?? since };
  const bytes = await deps.api.stream({ method: 'GET', path, query, signal });
  opened();
  await lines.read(bytes, changed);
}

/** 400: the container waits to be started, or there was none before it. It has logged nothing that is not known. */
function isBadRequest(error: unknown): boolean {
  return (
    error instanceof FailureError && error.failure.code === 'api.rejected' && error.failure.parameters.status === 400
  );
}

function passBadRequest(error: unknown): void {
  if (!isBadRequest(error)) throw error;
}

type FoundPod = 'gone' | 'unknown' | { readonly containers: readonly string[]; readonly over: boolean };

/** The very Pod that is followed. `unknown` where it can't be read just now. */
async function readPod({ deps, namespace, uid, log, signal }: LogFollow): Promise<FoundPod> {
  try {
    const path = `${podsPath(namespace)}/${encodeURIComponent(log.name)}`;
    const raw = asObject(await deps.api.json<unknown>({ method: 'GET', path, signal }));
    if (uid !== null && asObject(raw.metadata).uid !== uid) return 'gone';
    const { phase } = asObject(raw.status);
    const containers = asList(asObject(raw.spec).containers);
    return {
      containers: containers.flatMap((container) => asFilledText(asObject(container).name) ?? []),
      over: phase === 'Succeeded' || phase === 'Failed',
    };
  } catch (error) {
    return error instanceof FailureError && error.failure.code === 'api.not-found' ? 'gone' : 'unknown';
  }
}
