import type { Duplex } from 'node:stream';
import type { ClusterApi } from '../cluster-api.ts';
import type { Clock } from '../clock.ts';
import type { ContainerAccess, PodRuntime } from '../pod-runtime.ts';
import { RunningContainers } from './container-access.ts';
import { answerDns } from './dns-zone.ts';
import type { ApiCredentials } from './mounted-files.ts';
import { NodeHosts } from './node-hosts.ts';
import type { PodNetwork } from './pod-network.ts';
import { PodRunner } from './pod-runner.ts';
import { followServices, MIN_SYNC_MS } from './proxy-sync.ts';
import type { RunningPod } from './running-pod.ts';
import { ServiceProxy } from './service-proxy.ts';
import { ShellSlots } from './shell/shell-slots.ts';
import type { StartDeps } from './start-container.ts';
import { VirtualNetwork, type NetworkHost } from './virtual-network.ts';

/** Shells of containers and of exec at once. */
const MAX_SHELLS = 32;
/** Probes by exec at once. */
const MAX_PROBES = 8;

export interface NetworkDeps {
  readonly api: ClusterApi;
  readonly clock: Clock;
  /** At least 0, less than 1. */
  readonly random: () => number;
  /** Where the endpoint of the `kubernetes` Service stands; each connection to it is given to `accept`. */
  readonly apiServer?: {
    readonly address: string;
    readonly port: number;
    readonly accept: (connection: Duplex) => void;
    /** What Pods find under /var/run/secrets. */
    readonly credentials?: ApiCredentials;
  };
  /** Ends all Pods and shells. */
  readonly signal: AbortSignal;
  /** Entry of the shell's thread. Default: shell-worker.js beside the bundle. Node.js 20 runs no TypeScript: tests bundle it first. */
  readonly workerUrl?: URL;
  /** kube-proxy's smallest pause between two syncs, in milliseconds. Default: 1000, as in kube-proxy. */
  readonly minSyncMs?: number;
  /** Default: MAX_SHELLS. */
  readonly maxShells?: number;
  /** Processors for all shells together. Default: half of those there are. */
  readonly shellProcessors?: number;
}

export interface TrainingNetwork extends PodRuntime, ContainerAccess {
  /** Requests the Pod's servers were sent, the nodes' probes not counted. Kept after the Pod is gone. */
  served(podUid: string): number;
  /** Brings the Service proxy's rules up to date now. */
  syncProxy(): void;
}

/** Runs Pods on a network in memory: no socket of the computer is opened. */
export function createNetwork(deps: NetworkDeps): TrainingNetwork {
  const { api, clock, random, apiServer, signal } = deps;
  const proxy = new ServiceProxy(() => clock.now(), random);
  const network = new VirtualNetwork(proxy, clock);
  const nodes = new NodeHosts(api, network);
  const pods = new Map<string, RunningPod>();
  const start: StartDeps = {
    api,
    clock,
    workerUrl: deps.workerUrl ?? new URL('./shell-worker.js', import.meta.url),
    credentials: apiServer?.credentials,
    slots: new ShellSlots(deps.maxShells ?? MAX_SHELLS, deps.shellProcessors),
  };
  const syncProxy = followServices(api, proxy, clock, deps.minSyncMs ?? MIN_SYNC_MS, signal);
  if (apiServer !== undefined) network.joinOutside(apiServer.address, apiServer.port, apiServer.accept);
  const networkOf = (host: NetworkHost): PodNetwork => ({
    connect: (address, port, limit) => network.connect(host, address, port, limit),
    ask: (name, type) => Promise.resolve(answerDns(api, name, type)),
  });
  const accessWith = (slots: ShellSlots): RunningContainers =>
    new RunningContainers({ ...start, slots }, pods, network, nodes, (pod) => networkOf(pod.host));
  const access = accessWith(start.slots);
  // A learner's shells take no probe's place: their Pods would be said not to be ready.
  const probing = accessWith(new ShellSlots(MAX_PROBES));
  const runner = new PodRunner({ start, pods, network, nodes, access: probing, networkOf });
  signal.addEventListener('abort', () => runner.removeAll(), { once: true });
  return {
    pull: (image) => runner.pull(image),
    addPod: (pod, podIP) => runner.addPod(pod, podIP),
    removePod: (uid) => runner.removePod(uid),
    start: (pod, container) => runner.start(pod, container),
    probe: (...given) => runner.probe(...given),
    log: (...given) => access.log(...given),
    exec: (...given) => access.exec(...given),
    attach: (...given) => access.attach(...given),
    dial: (address, port) => access.dial(address, port),
    served: (uid) => runner.served(uid),
    syncProxy,
  };
}
