import { selects } from '#shared/kube/label-selector.ts';
import type { PodsElsewhere } from '#shared/kube/pods-elsewhere.ts';
import { asFilledText, asList, asObject } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';
import { projectMeta } from './project-meta.ts';
import { createSharer } from './share.ts';

/** Read at most: a finding wants to know where to look, not how many there are. */
const LIMIT = 500;
const EXAMPLES = 3;
/** Without specs and statuses: a fiftieth of the bytes. A server that can't gives whole objects, which have metadata too. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json';

/**
 * Pods that a Service's selector would select, were they not in another namespace. Those that have completed are left out.
 * Rejects with FailureError: `api.forbidden` where Pods of all namespaces may not be listed.
 */
export async function podsElsewhere(
  api: KubeApi,
  selector: Readonly<Record<string, string>>,
  except: string,
  signal: AbortSignal,
): Promise<PodsElsewhere> {
  if (Object.keys(selector).length === 0) return { namespaces: [], whole: true };
  const list: unknown = await api.json<unknown>({
    method: 'GET',
    path: '/api/v1/pods',
    query: {
      labelSelector: Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
      fieldSelector: `metadata.namespace!=${except},status.phase!=Succeeded,status.phase!=Failed`,
      limit: String(LIMIT),
    },
    accept: METADATA_ONLY,
    timeoutMs: 15_000,
    signal,
  });
  const found = new Map<string, string[]>();
  const share = createSharer();
  for (const item of asList(asObject(list).items, LIMIT)) {
    const meta = projectMeta(item, share);
    // A value with a comma in it is two requirements to the API server.
    if (meta === null || meta.namespace === except || !selects(selector, meta.labels)) continue;
    const names = found.get(meta.namespace) ?? [];
    found.set(meta.namespace, [...names, meta.name]);
  }
  return {
    namespaces: [...found]
      .map(([namespace, names]) => ({ namespace, pods: names.length, examples: names.slice(0, EXAMPLES) }))
      .sort((a, b) => b.pods - a.pods || (a.namespace < b.namespace ? -1 : 1)),
    whole: asFilledText(asObject(asObject(list).metadata).continue, 65_536) === null,
  };
}
