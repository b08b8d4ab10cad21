import { createHash } from 'node:crypto';
import { openConnection } from '../kube/connection.ts';
import { type CredentialSource, credentialSource } from '../kube/credentials.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import type { ContextTarget } from '../kube/kubeconfig.ts';

/** The one connection of a kube context, shared by its windows and runs. */
export interface ClusterConnection {
  readonly api: KubeApi;
  readonly credentials: CredentialSource;
  /** Names the cluster whatever the context is called: server URL and CA, hashed. */
  readonly clusterKey: string;
}

export interface Connections {
  /** The connection lives as long as any signal it was leased with has not aborted. */
  lease(target: ContextTarget, signal: AbortSignal): ClusterConnection;
}

export function createConnections(userAgent: string): Connections {
  const open = new Map<
    string,
    { readonly connection: ClusterConnection; readonly leases: Set<AbortSignal>; readonly end: AbortController }
  >();
  return {
    lease: (target, signal) => {
      // The whole target is the key: a context whose file was edited is another one.
      const key = JSON.stringify(target);
      const entry = open.get(key) ?? { connection: null, leases: new Set<AbortSignal>(), end: new AbortController() };
      const connection = entry.connection ?? connect(target, userAgent, entry.end.signal);
      open.set(key, { ...entry, connection });
      entry.leases.add(signal);
      signal.addEventListener('abort', () => {
        entry.leases.delete(signal);
        if (entry.leases.size > 0) return;
        open.delete(key);
        entry.end.abort();
      });
      return connection;
    },
  };
}

function connect(target: ContextTarget, userAgent: string, signal: AbortSignal): ClusterConnection {
  const credentials = credentialSource(target);
  const { server, caData, caFile } = target.cluster;
  return {
    credentials,
    api: openConnection({ credentials, userAgent, signal }),
    clusterKey: createHash('sha256')
      .update(`${server}\n${caData ?? caFile ?? ''}`)
      .digest('hex')
      .slice(0, 32),
  };
}
