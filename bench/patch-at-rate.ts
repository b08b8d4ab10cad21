import type { KubeApi } from '../src-main/kube/kube-api.ts';
import { preciseNow } from './measure.ts';

/** Answers that are waited for at most: a server that is slower than asked for is not buried. */
const UNDER_WAY = 400;

/** Patches a label that selects nothing, so many times a second, each time of the object at another path. */
export async function patchAtRate(
  api: KubeApi,
  pathOf: (index: number) => string,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<void> {
  const began = preciseNow();
  const total = rate * seconds;
  const underWay = new Set<Promise<unknown>>();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((preciseNow() - began) / 1000) * rate) + 1);
    for (; sent < due && underWay.size < UNDER_WAY; sent += 1) {
      const body = { metadata: { labels: { bench: String(sent) } } };
      const path = pathOf(sent);
      const call = api.json({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body });
      underWay.add(call);
      void call.finally(() => underWay.delete(call));
    }
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  await Promise.all(underWay);
}
