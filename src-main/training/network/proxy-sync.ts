import type { Change, ClusterApi, KubeObject } from '../cluster-api.ts';
import type { Clock } from '../clock.ts';
import { compileRules } from './service-rules.ts';
import type { ServiceProxy } from './service-proxy.ts';

/** kube-proxy's --iptables-min-sync-period. */
export const MIN_SYNC_MS = 1_000;

const ZONE = 'topology.kubernetes.io/zone';

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
    const rules = compileRules(api.list('services'), api.list('discovery.k8s.io/endpointslices'));
    proxy.sync(rules, zonesOf(api.list('nodes')));
  };
  const stop = api.onChange((change) => {
    if (!isOfRules(change)) return;
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

/** Of a Node its zone alone is in the rules. */
function isOfRules({ resource, object, previous }: Change): boolean {
  if (resource === 'nodes') return zoneOf(object) !== (previous && zoneOf(previous));
  return resource === 'services' || resource === 'discovery.k8s.io/endpointslices';
}

function zoneOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.[ZONE];
}

function zonesOf(nodes: readonly KubeObject[]): ReadonlyMap<string, string> {
  return new Map(
    nodes.map((node) => [node.metadata.name, zoneOf(node) ?? ''] as const).filter(([, zone]) => zone !== ''),
  );
}
