// An ordinary library, not Kubernetes'.
import { parseYaml } from '../yaml/parse-yaml.ts';
import { asObject, asText, oneOf } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';

/** How kube-proxy chooses an endpoint; `unknown` where nothing that may be read says so. */
export type ProxyMode = 'iptables' | 'nftables' | 'ipvs' | 'unknown';

/**
 * From the ConfigMap that kubeadm writes: the mode is nowhere in the API, and another data plane may stand in for kube-proxy
 * altogether. Never rejects.
 */
export async function readProxyMode(api: KubeApi, signal?: AbortSignal): Promise<ProxyMode> {
  try {
    const raw = await api.json<unknown>({
      method: 'GET',
      path: '/api/v1/namespaces/kube-system/configmaps/kube-proxy',
      timeoutMs: 10_000,
      ...(signal === undefined ? {} : { signal }),
    });
    return parseProxyMode(asText(asObject(asObject(raw).data)['config.conf'], 65_536));
  } catch {
    return 'unknown';
  }
}

/** `mode` of a KubeProxyConfiguration; empty means iptables on Linux. Source: k/k cmd/kube-proxy platform defaults. */
export function parseProxyMode(config: string | null): ProxyMode {
  if (config === null) return 'unknown';
  try {
    const { kind, mode } = asObject(parseYaml(config, { maxAliasCount: 0 }));
    if (kind !== 'KubeProxyConfiguration') return 'unknown';
    if (mode === undefined || mode === null || mode === '') return 'iptables';
    return oneOf(mode, ['iptables', 'nftables', 'ipvs'], 'unknown');
  } catch {
    return 'unknown';
  }
}
