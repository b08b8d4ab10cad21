import { failure } from '#shared/ipc/failure.ts';
import { SERVICE_NAME_LABEL, type EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asList, asObject } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { projectEndpointSlice } from '../kube/project-endpoint-slice.ts';
import { createSharer } from '../kube/share.ts';
import { collectionPath } from '../kube/watch-targets.ts';
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
 * it has answered every client once. A Service without a ready endpoint answers nobody, and neither does its twin. Rejects
 * with FailureError after TWIN_READY_SECONDS: `traffic.twin-not-ready`.
 */
export async function waitForTwin(wait: TwinWait): Promise<void> {
  const { deps, namespace, original, twin, ask, signal } = wait;
  const { clock } = deps;
  const deadline = clock.now() + TWIN_READY_SECONDS * 1_000;
  let equalSince: number | null = null;
  while (clock.now() < deadline) {
    if (signal.aborted) throw new FailureError(failure('canceled', {}));
    const [theirs, ours] = await Promise.all([
      endpointsOf(deps.api, namespace, original, signal),
      endpointsOf(deps.api, namespace, twin, signal),
    ]);
    if (theirs.all !== ours.all) equalSince = null;
    else equalSince ??= clock.now();
    const settled = equalSince !== null && clock.now() - equalSince >= PROXY_SYNC_MS;
    if (settled && (!ours.anyReady || (await ask()))) return;
    await clock.sleep(POLL_MS, signal);
  }
  throw new FailureError(failure('traffic.twin-not-ready', { service: twin, seconds: TWIN_READY_SECONDS }));
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
