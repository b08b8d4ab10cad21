import { failure } from '#shared/ipc/failure.ts';
import { SERVICE_NAME_LABEL, type EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asList, asObject } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { projectEndpointSlice } from '../kube/project-endpoint-slice.ts';
import { createSharer } from '../kube/share.ts';
import { collectionPath } from '../kube/watch-targets.ts';
import { retryPause } from './retry-pause.ts';
import { PROXY_SYNC_MS, TWIN_READY_SECONDS } from './run-budget.ts';
import type { TrafficDeps } from './traffic-deps.ts';

const POLL_MS = 250;

export interface TwinWait {
  readonly deps: Pick<TrafficDeps, 'api' | 'clock'>;
  readonly namespace: string;
  readonly original: string;
  readonly twin: string;
  /** One request through the twin from every client; resolves to whether all were answered. */
  readonly ask: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/**
 * Resolves when the twin stands for the original: its slices equal the original's, kube-proxy had time to read them, and
 * it has answered every client once. A Service without a ready endpoint answers nobody, and neither does its twin. A look
 * that failed may do better the next time. Rejects with FailureError after TWIN_READY_SECONDS: `traffic.twin-not-ready`, or
 * why the last look failed.
 */
export async function waitForTwin(wait: TwinWait): Promise<void> {
  const { deps, twin, ask, signal } = wait;
  const { clock } = deps;
  const deadline = clock.now() + TWIN_READY_SECONDS * 1_000;
  let equalSince: number | null = null;
  let seen: Look;
  do {
    if (signal.aborted) throw new FailureError(failure('canceled', {}));
    seen = await look(wait);
    if (seen.kind === 'seen') {
      if (!seen.equal) equalSince = null;
      else equalSince ??= clock.now();
      const settled = equalSince !== null && clock.now() - equalSince >= PROXY_SYNC_MS;
      if (settled && (!seen.anyReady || (await ask()))) return;
    }
    const pause = seen.kind === 'seen' ? POLL_MS : seen.pause;
    await clock.sleep(Math.min(pause, Math.max(0, deadline - clock.now())), signal);
  } while (clock.now() < deadline);
  if (seen.kind === 'failed') throw seen.error;
  throw new FailureError(failure('traffic.twin-not-ready', { service: twin, seconds: TWIN_READY_SECONDS }));
}

/** `pause`: milliseconds until another look may do better. */
type Look =
  | { readonly kind: 'seen'; readonly equal: boolean; readonly anyReady: boolean }
  | { readonly kind: 'failed'; readonly pause: number; readonly error: unknown };

/** Rejects with FailureError where another look would not do better. */
async function look({ deps, namespace, original, twin, signal }: TwinWait): Promise<Look> {
  try {
    const [theirs, ours] = await Promise.all([
      endpointsOf(deps.api, namespace, original, signal),
      endpointsOf(deps.api, namespace, twin, signal),
    ]);
    return { kind: 'seen', equal: theirs.all === ours.all, anyReady: ours.anyReady };
  } catch (error) {
    const pause = retryPause(error);
    if (pause === null) throw error;
    return { kind: 'failed', pause, error };
  }
}

/** The endpoints of a Service as one text to compare: addresses, ports and conditions, whatever slices they stand in. */
async function endpointsOf(
  api: KubeApi,
  namespace: string,
  service: string,
  signal: AbortSignal,
): Promise<{ readonly all: string; readonly anyReady: boolean }> {
  const query = { labelSelector: `${SERVICE_NAME_LABEL}=${service}` };
  const path = collectionPath('EndpointSlice', namespace);
  const raw = await api.json<unknown>({ method: 'GET', path, query, signal, timeoutMs: 5_000 });
  const share = createSharer();
  return describeSlices(asList(asObject(raw).items).flatMap((item) => projectEndpointSlice(item, share) ?? []));
}

export function describeSlices(slices: readonly EndpointSlice[]): { readonly all: string; readonly anyReady: boolean } {
  const lines = slices.flatMap(({ addressType, ports, endpoints }) => {
    const numbers = ports.map(({ name, protocol, port }) => `${name}/${protocol}/${port}`).sort();
    return endpoints.map(({ addresses, conditions }) =>
      JSON.stringify([addressType, numbers, addresses, conditions.ready, conditions.serving, conditions.terminating]),
    );
  });
  const anyReady = slices.some(({ endpoints }) => endpoints.some(({ conditions }) => conditions.ready ?? true));
  return { all: [...new Set(lines)].sort().join('\n'), anyReady };
}
