import { asService, asSlice, type ServiceView, type SliceView } from './object-views.ts';
import type { KubeObject } from '../cluster-api.ts';

/** One ServicePort of one Service with a ClusterIP, as kube-proxy's rules have it. */
export interface ServiceRule {
  /** `NAMESPACE/NAME:PORT`: the key of affinity. */
  readonly id: string;
  readonly affinityMs: number | null;
  readonly local: boolean;
  readonly endpoints: readonly RuleEndpoint[];
}

export interface RuleEndpoint {
  /** `IP:PORT` */
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly node: string | undefined;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** Names of the zones and of the Nodes it is meant for. Empty: no hint. */
  readonly forZones: readonly string[];
  readonly forNodes: readonly string[];
}

/** API default of sessionAffinityConfig.clientIP.timeoutSeconds: 3 hours. */
const DEFAULT_AFFINITY_SECONDS = 10_800;

/** Rules by `CLUSTERIP:PORT`, TCP alone. Headless, ExternalName and Services without an address have none. */
export function compileRules(
  services: readonly KubeObject[],
  slices: readonly KubeObject[],
): ReadonlyMap<string, ServiceRule> {
  const slicesOf = new Map<string, SliceView[]>();
  for (const slice of slices.map(asSlice)) {
    const name = slice.metadata.labels?.['kubernetes.io/service-name'];
    if (name === undefined || slice.addressType !== 'IPv4') continue;
    const key = `${slice.metadata.namespace}/${name}`;
    slicesOf.set(key, [...(slicesOf.get(key) ?? []), slice]);
  }
  const rules = new Map<string, ServiceRule>();
  for (const service of services.map(asService)) {
    const { clusterIP, type } = service.spec;
    if (clusterIP === undefined || clusterIP === '' || clusterIP === 'None' || type === 'ExternalName') continue;
    const key = `${service.metadata.namespace}/${service.metadata.name}`;
    for (const port of service.spec.ports ?? []) {
      if ((port.protocol ?? 'TCP') !== 'TCP') continue;
      rules.set(`${clusterIP}:${port.port}`, {
        id: `${key}:${port.name ?? ''}`,
        affinityMs: affinityOf(service),
        local: service.spec.internalTrafficPolicy === 'Local',
        endpoints: endpointsOf(slicesOf.get(key) ?? [], port.name ?? ''),
      });
    }
  }
  return rules;
}

function affinityOf({ spec }: ServiceView): number | null {
  if (spec.sessionAffinity !== 'ClientIP') return null;
  return (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) * 1_000;
}

/** Slices may overlap for a moment: one endpoint per address and port, as in kube-proxy's EndpointSliceCache. */
function endpointsOf(slices: readonly SliceView[], portName: string): readonly RuleEndpoint[] {
  const found = new Map<string, RuleEndpoint>();
  for (const slice of slices) {
    for (const port of slice.ports ?? []) {
      if ((port.name ?? '') !== portName || port.port === undefined || (port.protocol ?? 'TCP') !== 'TCP') continue;
      for (const { addresses, nodeName, conditions, hints } of slice.endpoints ?? []) {
        const [address] = addresses;
        if (address === undefined) continue;
        // Absent `ready` means ready, absent `serving` serving, absent `terminating` not. Source: k/k 1.34.4 pkg/proxy/endpointslicecache.go.
        const ready = conditions?.ready ?? true;
        const endpoint = {
          id: `${address}:${port.port}`,
          address,
          port: port.port,
          node: nodeName,
          ready,
          serving: conditions?.serving ?? true,
          terminating: conditions?.terminating ?? false,
          forZones: (hints?.forZones ?? []).map(({ name }) => name),
          forNodes: (hints?.forNodes ?? []).map(({ name }) => name),
        };
        const older = found.get(endpoint.id);
        if (older === undefined || (!older.ready && ready)) found.set(endpoint.id, endpoint);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
