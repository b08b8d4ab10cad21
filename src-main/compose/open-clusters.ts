import type { OpenCluster } from '#shared/ipc/batch.ts';
import { failure } from '#shared/ipc/failure.ts';
import { type Publisher, createPublisher } from '../ipc/publish.ts';
import { type ClusterWatch, watchCluster } from '../kube/cluster-watch.ts';
import { FailureError } from '../kube/failure-error.ts';
import { showServer } from '../kube/server-url.ts';
import type { ClusterConnection, Connections } from './connections.ts';
import type { Contexts } from './contexts.ts';
import { createHistoryDesk, type HistoryDesk } from './history-desk.ts';
import type { AppWindow } from './windows.ts';

/** What one window looks at. */
export interface WindowCluster {
  readonly opened: OpenCluster;
  readonly connection: ClusterConnection;
  readonly watch: ClusterWatch;
  readonly publisher: Publisher;
  readonly history: HistoryDesk;
  /** Aborts when the window turns to another context or namespace, or closes. */
  readonly signal: AbortSignal;
}

export interface OpenClusters {
  /** Ends what the window watched and starts anew. Rejects with FailureError; then the old one goes on. */
  open(window: AppWindow, context: string, namespace: string | null): Promise<WindowCluster>;
  /** Null where the window has opened nothing. */
  of(window: AppWindow): WindowCluster | null;
  /** As `of`, for requests that make no sense without one. Throws FailureError. */
  required(window: AppWindow): WindowCluster;
}

export function createOpenClusters(contexts: Contexts, connections: Connections): OpenClusters {
  const open = new Map<AppWindow, { readonly cluster: WindowCluster; readonly end: AbortController }>();
  const of = (window: AppWindow): WindowCluster | null => open.get(window)?.cluster ?? null;
  const close = (window: AppWindow): void => {
    open.get(window)?.end.abort();
    open.delete(window);
  };
  return {
    of,
    required: (window) => {
      const cluster = of(window);
      if (cluster === null)
        throw new FailureError(failure('argument.invalid', { field: 'cluster', detail: { code: 'no-cluster-open' } }));
      return cluster;
    },
    open: async (window, context, namespace) => {
      const target = await contexts.target(context);
      if (window.signal.aborted) throw new FailureError(failure('canceled', {}));
      const end = new AbortController();
      const { signal } = end;
      // Leased before the old one is let go: another namespace of the same context keeps the connection.
      const connection = connections.lease(target, signal);
      const before = open.get(window);
      // Once a window, not once a context: what the listener holds lives as long as the window.
      if (before === undefined) window.signal.addEventListener('abort', () => close(window), { once: true });
      else before.end.abort();
      const opened: OpenCluster = {
        context,
        cluster: target.cluster.name,
        server: showServer(target.cluster.server),
        user: target.user.name,
        namespace,
      };
      const watch = watchCluster({ api: connection.api, namespace, signal });
      const history = createHistoryDesk({
        watch,
        clockSkewMs: () => connection.api.clockSkewMs(),
        tell: (service) => window.tell('history', service),
        flaps: (service) => {
          publisher.flaps(service);
        },
        signal,
      });
      const publisher = publishTo(window, { opened, connection, watch, history, signal });
      const cluster = { opened, connection, watch, signal, publisher, history };
      open.set(window, { cluster, end });
      return cluster;
    },
  };
}

function publishTo(
  window: AppWindow,
  { opened, connection, watch, history, signal }: Omit<WindowCluster, 'publisher'>,
): Publisher {
  const publisher = createPublisher({
    opened,
    stores: {
      get: (kind, uid) => watch.stores[kind].get(uid),
      uids: function* (kind) {
        for (const { meta } of watch.stores[kind].values()) yield meta.uid;
      },
      state: (kind) => watch.states()[kind],
      clockSkewMs: () => connection.api.clockSkewMs(),
      flapping: () => history.flapping,
    },
    send: (batch) => {
      window.tell('cluster', batch);
    },
    hidden: () => window.hidden(),
    after: (milliseconds, run) => {
      if (milliseconds === 0) setImmediate(run);
      else setTimeout(run, milliseconds);
    },
    signal,
  });
  watch.onDirty((kind, uid) => {
    publisher.dirty(kind, uid);
  });
  watch.onState((kind) => {
    publisher.stateChanged(kind);
  });
  window.onShown(() => {
    publisher.shown();
  }, signal);
  return publisher;
}
