import { expect } from 'vitest';
import type { WatchState } from '../../src-shared/ipc/watch-state.ts';
import type { WatchedKind } from '../../src-shared/kube/object-key.ts';
import type { Clock } from '../../src-main/kube/clock.ts';
import { watchCluster, type ClusterWatch } from '../../src-main/kube/cluster-watch.ts';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource, type Credentials, type CredentialSource } from '../../src-main/kube/credentials.ts';
import type { Silence } from '../../src-main/kube/http1-transport.ts';
import type { Liveness } from '../../src-main/kube/http2-transport.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import type { ReflectorEvent } from '../../src-main/kube/reflector-options.ts';
import { createSharer } from '../../src-main/kube/share.ts';
import { collectionPath, objectPath, watchTarget } from '../../src-main/kube/watch-targets.ts';
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from './fault-proxy.ts';
import { testConnection, testTarget } from './kube-client.ts';
import { eventually } from './kubectl.ts';
import { createNamespace, deleteNamespace } from './namespace.ts';

/** Those that membership is made of. */
const ROW_KINDS = ['Service', 'EndpointSlice', 'Pod'] as const;
type RowKind = (typeof ROW_KINDS)[number];

export interface SceneOptions {
  readonly clock?: Clock;
  readonly http1?: boolean;
  readonly liveness?: Liveness;
  readonly silence?: Silence;
  /** Null: all namespaces. Default: the scene's own. */
  readonly everywhere?: boolean;
  readonly before?: (proxy: FaultProxy) => void | Promise<void>;
  /** As whom the proxy asks the real API server; default: the suites' own user. */
  readonly upstream?: Credentials;
  /** What the product is given instead of the proxy's own address and token. */
  readonly source?: (plain: CredentialSource) => CredentialSource;
}

/** One namespace of a real cluster, watched by the product through the fault proxy, and changed behind its back. */
export interface Scene {
  readonly proxy: FaultProxy;
  readonly watch: ClusterWatch;
  /** Not through the proxy. */
  readonly direct: KubeApi;
  /** Through it. */
  readonly api: KubeApi;
  /** Everything said about Services, in order. */
  readonly states: WatchState[];
  /** uids of Services, as they were told. */
  readonly dirty: string[];
  /** When the latest change of any kind was told, by Date.now(): to the millisecond, as no asking again and again can say. */
  toldAt(): number;
  /** Rows that were taken away and put back; `openStage` lets no scene end with any. */
  readonly flickers: readonly string[];
  readonly counts: { readonly kind: WatchedKind; readonly what: ReflectorEvent; readonly at: number }[];
  /** Requests for Services since the last `mark`. */
  services(): readonly ProxiedRequest[];
  mark(): void;
  put(name: string, labels?: Readonly<Record<string, string>>): Promise<void>;
  remove(name: string): Promise<void>;
  /**
   * Until Services, slices and Pods shown are those of the server, resourceVersion by resourceVersion; a kind that is denied
   * shows nothing it could be held to. Resolves to the milliseconds it took.
   */
  equal(timeoutMs?: number): Promise<number>;
  phase(phase: WatchState['phase'], timeoutMs?: number): Promise<void>;
}

/** Namespace and connections of one test file; `scene` may be called again and again. */
export async function openStage(): Promise<{
  readonly namespace: string;
  readonly upstream: Credentials;
  scene(options: SceneOptions, act: (scene: Scene) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}> {
  const over = new AbortController();
  const namespace = await createNamespace('kube-fault');
  const { api: direct } = await testConnection(over.signal);
  const upstream = await credentialSource(await testTarget()).current();
  return {
    namespace,
    upstream,
    scene: async (options, act) => {
      const end = new AbortController();
      const proxy = await startFaultProxy({ upstream: options.upstream ?? upstream, http1: options.http1 ?? false });
      try {
        await options.before?.(proxy);
        const scene = setScene(options, { namespace, proxy, direct, signal: end.signal });
        await act(scene);
        expect(scene.flickers, 'rows that were gone in between').toEqual([]);
      } finally {
        end.abort();
        await proxy.close();
      }
    },
    close: async () => {
      over.abort();
      await deleteNamespace(namespace);
    },
  };
}

interface Setting {
  readonly namespace: string;
  readonly proxy: FaultProxy;
  readonly direct: KubeApi;
  readonly signal: AbortSignal;
}

function setScene(options: SceneOptions, { namespace, proxy, direct, signal }: Setting): Scene {
  const counts: { kind: WatchedKind; what: ReflectorEvent; at: number }[] = [];
  const states: WatchState[] = [];
  const dirty: string[] = [];
  let toldAt = Number.NaN;
  let from = 0;
  const plain = credentialSource(proxy.target());
  const api = openConnection({
    credentials: options.source?.(plain) ?? plain,
    userAgent: 'servicescope/test',
    signal,
    ...(options.liveness === undefined ? {} : { liveness: options.liveness }),
    ...(options.silence === undefined ? {} : { silence: options.silence }),
  });
  const watch = watchCluster({
    api,
    namespace: options.everywhere === true ? null : namespace,
    signal,
    count: (kind, what) => counts.push({ kind, what, at: Date.now() }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  watch.onDirty((kind, uid) => {
    toldAt = Date.now();
    if (kind === 'Service') dirty.push(uid);
  });
  watch.onState((kind, state) => kind === 'Service' && states.push(state));
  const held = (): readonly RowKind[] => ROW_KINDS.filter((kind) => watch.states()[kind].phase !== 'denied');
  const seen = (kind: RowKind): string =>
    fingerprint([...watch.stores[kind].values()].filter((each) => each.meta.namespace === namespace));
  const isEqual = async (kind: RowKind): Promise<boolean> => seen(kind) === (await truth(direct, kind, namespace));
  return {
    proxy,
    watch,
    direct,
    api,
    states,
    dirty,
    toldAt: () => toldAt,
    flickers: recordFlickers(watch),
    counts,
    services: () => proxy.requests.slice(from).filter(({ path }) => path.endsWith('/services')),
    mark: () => (from = proxy.requests.length),
    put: (name, labels = {}) => putService(direct, namespace, name, labels),
    remove: async (name) => {
      await direct.json({ method: 'DELETE', path: objectPath('Service', { namespace, name }) });
    },
    equal: async (timeoutMs = 30_000) => {
      const began = Date.now();
      await eventually(
        async () => ((await Promise.all(held().map(isEqual))).every(Boolean) ? true : null),
        'the view equals the server',
        timeoutMs,
      );
      return Date.now() - began;
    },
    phase: async (phase, timeoutMs = 30_000) => {
      const ask = (): Promise<true | null> => Promise.resolve(watch.states().Service.phase === phase ? true : null);
      await eventually(ask, `Services are ${phase}, not ${JSON.stringify(watch.states().Service)}`, timeoutMs);
    },
  };
}

/** No object comes back under the uid it had, so a row that does was never gone on the server. */
function recordFlickers(watch: ClusterWatch): readonly string[] {
  const gone = new Set<string>();
  const flickers: string[] = [];
  watch.onDirty((kind, uid) => {
    if (watch.stores[kind].get(uid) === undefined) gone.add(uid);
    else if (gone.has(uid)) flickers.push(`${kind} ${uid}`);
  });
  return flickers;
}

/** What the server has, by an ordinary GET, projected. */
async function truth(direct: KubeApi, kind: RowKind, namespace: string): Promise<string> {
  const { project } = watchTarget(kind, namespace, createSharer());
  const list = await direct.json<{ items: unknown[] }>({ method: 'GET', path: collectionPath(kind, namespace) });
  return fingerprint(list.items.flatMap((item) => project(item) ?? []));
}

function fingerprint(objects: readonly { readonly meta: { readonly uid: string } }[]): string {
  return JSON.stringify([...objects].sort((a, b) => (a.meta.uid < b.meta.uid ? -1 : 1)));
}

async function putService(
  direct: KubeApi,
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  await direct.json({
    method: 'PATCH',
    path: objectPath('Service', { namespace, name }),
    query: { fieldManager: 'fault-test', force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, labels },
      spec: { selector: { app: 'none' }, ports: [{ port: 80, protocol: 'TCP' }] },
    },
  });
}
