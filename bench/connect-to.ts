import { openConnection } from '../src-main/kube/connection.ts';
import { credentialSource } from '../src-main/kube/credentials.ts';
import type { KubeApi } from '../src-main/kube/kube-api.ts';
import { loadKubeconfig } from '../src-main/kube/kubeconfig.ts';

/** A connection of the app's own kind. `context` empty: the current one. */
export async function connectTo(kubeconfig: string, context: string, signal: AbortSignal): Promise<KubeApi> {
  const file = await loadKubeconfig({ paths: [kubeconfig], required: true });
  const credentials = credentialSource(file.target(context === '' ? (file.list.currentContext ?? '') : context));
  return openConnection({ credentials, userAgent: 'servicescope/bench', signal });
}
