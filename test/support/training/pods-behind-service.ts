import type { KubeObject } from '../../../src-main/training/cluster-api.ts';
import {
  createNetwork,
  type NetworkDeps,
  type TrainingNetwork,
} from '../../../src-main/training/network/create-network.ts';
import { systemClock } from '../../../src-main/training/clock.ts';
import { shellWorkerUrl } from './shell-worker-bundle.ts';
import { smallCluster, type SmallCluster } from './small-cluster.ts';

export interface Scene {
  readonly cluster: SmallCluster;
  readonly network: TrainingNetwork;
  readonly stop: () => void;
  /** Starts a Pod with one container. */
  pod(name: string, ip: string, container: Readonly<Record<string, unknown>>): KubeObject;
  /** A Service of type ClusterIP with its slice. */
  service(name: string, clusterIP: string, port: number, endpoints: readonly SceneEndpoint[], spec?: object): void;
}

export interface SceneEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly node?: string;
  readonly hostname?: string;
}

/** A network with no controllers: Pods are started and Services filled by hand. */
export async function networkScene(given: Partial<NetworkDeps> = {}): Promise<Scene> {
  const cluster = smallCluster();
  cluster.put('namespaces', { metadata: { name: 'default' } });
  const ending = new AbortController();
  const network = createNetwork({
    api: cluster,
    clock: systemClock,
    random: Math.random,
    signal: ending.signal,
    minSyncMs: 0,
    workerUrl: await shellWorkerUrl(),
    ...given,
  });
  return {
    cluster,
    network,
    stop: () => ending.abort(),
    pod: (name, ip, container) => {
      const object = cluster.put('pods', {
        metadata: { name, namespace: 'default' },
        spec: { nodeName: 'node-1', containers: [{ name: 'main', ...container }] },
      });
      network.addPod(object, ip);
      network.start(object, 'main');
      return object;
    },
    service: (name, clusterIP, port, endpoints, spec = {}) => {
      const metadata = { name, namespace: 'default' };
      cluster.put('services', { metadata, spec: { clusterIP, ports: [{ port }], ...spec } });
      cluster.put('discovery.k8s.io/endpointslices', {
        metadata: { ...metadata, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        ports: [{ port: endpoints[0]?.port ?? port }],
        endpoints: endpoints.map(({ ip, node, hostname, ...conditions }) => ({
          addresses: [ip],
          nodeName: node ?? 'node-1',
          ...(hostname === undefined ? {} : { hostname }),
          conditions: { ready: conditions.ready, serving: conditions.serving, terminating: conditions.terminating },
        })),
      });
      network.syncProxy();
    },
  };
}

/** What an exec wrote, and how it ended. */
export interface Executed {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** One command in the container `main`, to its end. */
export async function execute(
  { network }: Pick<Scene, 'network'>,
  pod: KubeObject,
  command: readonly string[],
  input?: string,
): Promise<Executed> {
  const session = network.exec(pod.metadata.uid, 'main', { command, stdin: input !== undefined, tty: false });
  const written = { stdout: '', stderr: '' };
  session.onOutput((stream, data) => {
    written[stream] += Buffer.from(data).toString('utf8');
  });
  if (input !== undefined) session.write(Buffer.from(input));
  session.endInput();
  const code = await session.exited;
  return { ...written, code };
}
