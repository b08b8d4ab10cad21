import type { ClusterApi } from '../cluster-api.ts';
import type { ContainerView, PodView } from './object-views.ts';

/** How Pods reach the API: what the kubelet projects into /var/run/secrets. */
export interface ApiCredentials {
  readonly ca: string;
  readonly token: string;
}

const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Path → content of what a container's volumes hold when it starts: ConfigMaps, and the ServiceAccount's token. */
export function mountedFiles(
  api: ClusterApi,
  pod: PodView,
  container: ContainerView,
  credentials: ApiCredentials | undefined,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const source = pod.spec.volumes?.find((volume) => volume.name === name)?.configMap;
    if (source === undefined) continue;
    const data = api.get('configmaps', pod.metadata.namespace, source.name)?.data as
      Readonly<Record<string, string>> | undefined;
    const items = source.items ?? Object.keys(data ?? {}).map((key) => ({ key, path: key }));
    for (const { key, path } of items) {
      const content = data?.[key];
      if (content === undefined || (subPath !== undefined && subPath !== path)) continue;
      files.set(subPath === undefined ? `${mountPath.replace(/\/$/, '')}/${path}` : mountPath, content);
    }
  }
  if (credentials !== undefined && pod.spec.automountServiceAccountToken !== false) {
    files.set(`${ACCOUNT_FOLDER}/ca.crt`, credentials.ca);
    files.set(`${ACCOUNT_FOLDER}/token`, credentials.token);
    files.set(`${ACCOUNT_FOLDER}/namespace`, pod.metadata.namespace);
  }
  return files;
}
