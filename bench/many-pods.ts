import type { KubeApi } from '../src-main/kube/kube-api.ts';
import { testConnection } from '../test/support/kube-client.ts';

/** Bytes of annotations that make a Pod as large as real ones are: 7.6 KB with its status. */
const PADDING = 6_000;
const AT_A_TIME = 32;

/**
 * Pods that exist in the API alone: no scheduler of that name looks at them, so neither kubelet nor garbage collection has
 * work. What is measured is watching and showing them.
 */
export async function createManyPods(namespace: string, count: number): Promise<{ remove(): Promise<void> }> {
  const end = new AbortController();
  const { api } = await testConnection(end.signal);
  const names = Array.from({ length: count }, (_, index) => `many-${String(index)}`);
  await inParallel(names, (name) => create(api, namespace, name));
  return {
    // Without a kubelet a deletion with grace would wait for ever.
    remove: async () => {
      await inParallel(names, (name) =>
        api
          .json({
            method: 'DELETE',
            path: `/api/v1/namespaces/${namespace}/pods/${name}`,
            query: { gracePeriodSeconds: '0' },
          })
          .catch(() => null),
      );
      end.abort();
    },
  };
}

async function create(api: KubeApi, namespace: string, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  await api.json({
    method: 'POST',
    path,
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: 'many', index: name }, annotations: { padding: 'x'.repeat(PADDING) } },
      spec: {
        nodeName: 'nobody',
        automountServiceAccountToken: false,
        containers: [{ name: 'pause', image: 'pause' }],
      },
    },
  });
}

async function inParallel(names: readonly string[], work: (name: string) => Promise<unknown>): Promise<void> {
  const queue = [...names];
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) await work(name);
    }),
  );
}
