import { setTimeout as delay } from 'node:timers/promises';
import type { TrainingCluster } from '../../src-main/training/training-cluster.ts';

/** Brings a cluster nearer to forgetting what was before a version; called until it has. Each by what it keeps its past in. */
export type Forgetting = (version: string) => Promise<void>;

/** Others list by pages, and watch from what they listed, on the same cluster: by then they are past the version. */
const OTHERS_MS = 2_000;
const ASK_AGAIN_MS = 500;
/** Under this key an API server tells the others what it has compacted, and hears it. Source: apiserver 0.34.4 storage/etcd3/compact.go. */
const COMPACTED_KEY = 'compact_rev_key';

/**
 * A real one's etcd is compacted, as its API server does every five minutes, which hears of it within 15 s and forgets its own
 * snapshots. Undefined where the store can't be reached.
 */
export function etcdForgetting(store: string | undefined): Forgetting | undefined {
  if (store === undefined) return undefined;
  const told = new Set<string>();
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return async (version) => {
    if (told.has(version)) {
      await delay(ASK_AGAIN_MS);
      return;
    }
    told.add(version);
    await delay(OTHERS_MS);
    await askEtcd(store, '/v3/kv/put', { key: base64(COMPACTED_KEY), value: base64(version) });
    await askEtcd(store, '/v3/kv/compaction', { revision: version });
  };
}

async function askEtcd(store: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${store}${path}`, { method: 'POST', body: JSON.stringify(body) });
  // "Already compacted", for a later version, is as good.
  if (!answer.ok && !(await answer.text()).includes('compacted')) throw new Error(`etcd: ${String(answer.status)}`);
}

const AT_ONCE = 1_000;

/** A training cluster remembers so many changes: it is given others to remember. */
export function trainingForgetting({ api }: TrainingCluster): Forgetting {
  const [namespace, name] = ['default', 'forgetting'];
  let written = 0;
  return () => {
    const write = (data: Readonly<Record<string, string>>): unknown =>
      api.get('configmaps', namespace, name) === undefined
        ? api.create('configmaps', namespace, { metadata: { name }, data })
        : api.update('configmaps', namespace, name, { metadata: { name }, data });
    for (const end = written + AT_ONCE; written < end; written++) write({ written: String(written) });
    return Promise.resolve();
  };
}
