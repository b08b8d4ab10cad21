import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Duplex } from 'node:stream';
import { AdmittedCluster } from './admission/admitted-cluster.ts';
import { KUBERNETES_SERVICE_IP } from './admission/allocate.ts';
import { ApiServer } from './api/api-server.ts';
import { API_ENDPOINT, createBaseObjects } from './base-objects.ts';
import { makeServerCertificate } from './certificates.ts';
import type { Clock } from './clock.ts';
import type { ClusterApi, KubeObject } from './cluster-api.ts';
import { KINDS } from './kinds.ts';
import { removeKubeconfig, writeKubeconfig } from './kubeconfig.ts';
import type { ContainerAccess, PodRuntime } from './pod-runtime.ts';
import { loadManifest } from './scenario.ts';
import { ObjectStore } from './store/object-store.ts';

/** What the network is made of. */
export interface NetworkParts {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** What Pods need to call the API: where the Service default/kubernetes leads, and how to speak to it. */
  readonly apiServer: {
    readonly address: string;
    readonly port: number;
    /** Takes the API's end of a connection. */
    readonly accept: (connection: Duplex) => void;
    /** What Pods find under /var/run/secrets; `ca` is PEM. */
    readonly credentials: { readonly ca: string; readonly token: string };
  };
}

export interface ControlParts {
  readonly api: ClusterApi;
  readonly runtime: PodRuntime;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly rootCertificate: string;
}

export interface TrainingClusterOptions {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Where the kubeconfig is written, and removed at stop. */
  readonly kubeconfigPath: string;
  /** YAML of the resources to begin with; undefined for none. */
  readonly manifest?: string;
  readonly createNetwork: (parts: NetworkParts) => PodRuntime & ContainerAccess;
  readonly startControllers: (parts: ControlParts) => void;
  /** Told of errors that are no refusal of the API. */
  readonly onError?: (error: unknown) => void;
}

/** A running cluster. */
export interface TrainingCluster {
  readonly kubeconfigPath: string;
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  readonly ca: string;
  readonly token: string;
  readonly api: ClusterApi;
  /** Everything but the Nodes is deleted, those are as they were at the start, and `manifest` (or what it began with) loaded. Watches go on. */
  reset(manifest?: string): void;
  stop(): Promise<void>;
}

/** Starts the API, the controllers and the network, loads the manifest and writes the kubeconfig. */
export async function startTrainingCluster(options: TrainingClusterOptions): Promise<TrainingCluster> {
  const { clock, random } = options;
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const store = new ObjectStore();
  const cluster = new AdmittedCluster({ store, now: () => clock.now(), random });
  const token = randomBytes(32).toString('base64url');
  const addresses = ['127.0.0.1', KUBERNETES_SERVICE_IP, API_ENDPOINT.address];
  const certificate = await makeServerCertificate(clock.now(), addresses);
  createBaseObjects(cluster);
  let server: ApiServer | undefined = undefined;
  const accept = (connection: Duplex): void => {
    if (server === undefined) connection.destroy();
    else server.accept(connection);
  };
  const shared = { api: cluster, clock, random, signal: ended.signal };
  const network = options.createNetwork({
    ...shared,
    apiServer: { ...API_ENDPOINT, accept, credentials: { ca: certificate.ca, token } },
  });
  const { onError } = options;
  server = new ApiServer({
    backing: { cluster, store, containers: network },
    certificate,
    token,
    ...(onError === undefined ? {} : { onError }),
  });
  const listening = server;
  const address = `https://127.0.0.1:${await listening.listen()}`;
  options.startControllers({ ...shared, runtime: network, rootCertificate: certificate.ca });
  const nodes = store.list('nodes');
  // What the cluster itself made is no history that anybody could have seen.
  store.compact();
  if (options.manifest !== undefined) loadManifest(cluster, options.manifest);
  await writeKubeconfig(options.kubeconfigPath, { server: address, ca: certificate.ca, token });
  return {
    kubeconfigPath: options.kubeconfigPath,
    server: address,
    ca: certificate.ca,
    token,
    api: cluster,
    reset: (manifest = options.manifest) => {
      clear(store, nodes);
      createBaseObjects(cluster);
      if (manifest !== undefined) loadManifest(cluster, manifest);
    },
    stop: async () => {
      await removeKubeconfig(options.kubeconfigPath);
      ended.abort();
      await listening.close();
    },
  };
}

/**
 * Without grace and finalizers: a reset waits for nobody.
 * @param nodes as they registered: what was done to them since is undone
 */
function clear(store: ObjectStore, nodes: readonly KubeObject[]): void {
  // Namespaces last, as their contents are deleted before them in any cluster.
  for (const { resource } of [...KINDS].reverse()) {
    const kept = resource === 'nodes' ? nodes.map(({ metadata }) => metadata.name) : [];
    for (const { metadata } of store.list(resource)) {
      if (!kept.includes(metadata.name)) store.remove(resource, metadata.namespace, metadata.name);
    }
  }
  for (const node of nodes) store.put('nodes', node);
}
