import { containerExec } from '../../src-main/kube/exec-websocket.ts';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import type { ContainerExec, KubeApi } from '../../src-main/kube/kube-api.ts';
import { loadKubeconfig } from '../../src-main/kube/kubeconfig.ts';

const NAMESPACE = 'default';

/** Pod -> ClusterIP that was asked -> requests of a traffic test that it answered at `/`. */
export type Counters = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What the Pods themselves counted, asked in each Pod as a person would: `kubectl exec POD -- curl localhost/metrics`. */
export interface PodCounters {
  read(): Promise<Counters>;
  close(): void;
}

export async function openCounters(kubeconfig: string, context: string, app: string): Promise<PodCounters> {
  const over = new AbortController();
  const credentials = credentialSource((await loadKubeconfig({ paths: [kubeconfig], required: true })).target(context));
  const api = openConnection({ credentials, userAgent: 'servicescope/demo', signal: over.signal });
  const exec = containerExec(credentials, api);
  return {
    read: async () => {
      const pods = await podNames(api, app);
      return new Map(await Promise.all(pods.map(async (pod) => [pod, await readPod(exec, pod, over.signal)] as const)));
    },
    close: () => {
      over.abort();
    },
  };
}

async function podNames(api: KubeApi, app: string): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
  const query = { labelSelector: `app=${app}` };
  const list = await api.json<{ items: { metadata: { name: string } }[] }>({ method: 'GET', path, query });
  return list.items.map(({ metadata }) => metadata.name);
}

async function readPod(exec: ContainerExec, pod: string, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const command = ['curl', '-s', 'http://localhost:8080/metrics'];
  const process = await exec.exec({ namespace: NAMESPACE, pod, container: 'web', command, signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdout) chunks.push(chunk);
  return countersIn(Buffer.concat(chunks).toString('utf8'));
}

/** Of /metrics: what traffic tests asked at `/`, by the host that was asked, without its port. */
export function countersIn(metrics: string): ReadonlyMap<string, number> {
  const counter = /^servicescope_requests_total\{host="([^":]+)[^"]*",path="\/",agent="servicescope"\} (\d+)$/gm;
  const counters = new Map<string, number>();
  for (const [, host = '', count] of metrics.matchAll(counter)) {
    counters.set(host, (counters.get(host) ?? 0) + Number(count));
  }
  return counters;
}

/**
 * Pod -> answers between two readings to those who asked these ClusterIPs. Pods that answered none are left out.
 * @param counts whether requests to this address are meant
 */
export function servedBetween(
  before: Counters,
  after: Counters,
  counts: (clusterIP: string) => boolean,
): Readonly<Record<string, number>> {
  const sums = [...after].map(([pod, hosts]): [string, number] => {
    const grown = [...hosts].map(([host, count]) => (counts(host) ? count - (before.get(pod)?.get(host) ?? 0) : 0));
    return [pod, grown.reduce((sum, each) => sum + each, 0)];
  });
  return Object.fromEntries(sums.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
