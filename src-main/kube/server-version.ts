import { asObject } from './json-shape.ts';
import type { KubeApi } from './kube-api.ts';

/** Long enough for what vendors append: `v1.31.2-eks-7f9249a`. */
const MOST_CHARACTERS = 64;

/** `gitVersion` of /version, which everybody may read; null where the answer has none. Rejects with FailureError. */
export async function serverVersion(api: KubeApi, signal: AbortSignal): Promise<string | null> {
  const { gitVersion } = asObject(await api.json<unknown>({ method: 'GET', path: '/version', signal }));
  return typeof gitVersion === 'string' && gitVersion !== '' ? gitVersion.slice(0, MOST_CHARACTERS) : null;
}
