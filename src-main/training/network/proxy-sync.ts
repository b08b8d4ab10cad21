import type { ClusterApi } from '../cluster-api.ts';
import type { Clock } from '../clock.ts';
import { compileRules } from './service-rules.ts';
import type { ServiceProxy } from './service-proxy.ts';

/** kube-proxy's --iptables-min-sync-period. */
export const MIN_SYNC_MS = 1_000;

/**
 * Keeps the rules as the API has them, no more often than every `minSyncMs`: what happened in between is one change.
 * @returns brings the rules up to date at once, for tests
 */
export function followServices(
  api: ClusterApi,
  proxy: ServiceProxy,
  clock: Clock,
  minSyncMs: number,
  signal: AbortSignal,
): () => void {
  let syncedAt = -Infinity;
  let pending: (() => void) | undefined;
  const sync = (): void => {
    pending = undefined;
    syncedAt = clock.now();
    proxy.sync(compileRules(api.list('services'), api.list('discovery.k8s.io/endpointslices')));
  };
  const stop = api.onChange(({ resource }) => {
    if (resource !== 'services' && resource !== 'discovery.k8s.io/endpointslices') return;
    pending ??= clock.after(Math.max(0, syncedAt + minSyncMs - clock.now()), sync);
  });
  signal.addEventListener(
    'abort',
    () => {
      stop();
      pending?.();
    },
    { once: true },
  );
  sync();
  return sync;
}
