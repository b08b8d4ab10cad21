import type { KubeObject } from '../cluster-api.ts';
import type { ContainerAccess, ContainerProcess, PodRuntime, ProbeAnswer } from '../pod-runtime.ts';
import type { ContainerLog } from './container-log.ts';
import { neverStarted, type ContainerRun } from './container-run.ts';
import { execProbe } from './exec-probe.ts';
import { mountedFiles } from './mounted-files.ts';
import type { NodeHosts } from './node-hosts.ts';
import { asPod, findContainer } from './object-views.ts';
import type { PodNetwork } from './pod-network.ts';
import { probeNetwork, type ProbeView } from './probe-pod.ts';
import { findImage, pullFailure } from './programs/image-table.ts';
import { RunningPod } from './running-pod.ts';
import { startContainer, type StartDeps } from './start-container.ts';
import type { NetworkHost, VirtualNetwork } from './virtual-network.ts';

export interface RunnerDeps {
  readonly start: StartDeps;
  readonly pods: Map<string, RunningPod>;
  readonly network: VirtualNetwork;
  readonly nodes: NodeHosts;
  readonly access: Pick<ContainerAccess, 'exec'>;
  readonly networkOf: (host: NetworkHost) => PodNetwork;
}

/** What the Pod life cycle drives. */
export class PodRunner implements PodRuntime {
  readonly #deps: RunnerDeps;
  readonly #served = new Map<string, number>();

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
  }

  pull(image: string): ReturnType<PodRuntime['pull']> {
    return findImage(image) === undefined ? { ok: false, message: pullFailure(image) } : { ok: true };
  }

  addPod(object: KubeObject, podIP: string): void {
    const { pods, network } = this.#deps;
    this.removePod(object.metadata.uid);
    const pod = asPod(object);
    pods.set(object.metadata.uid, new RunningPod(pod, podIP, network.attach(podIP, pod.spec.nodeName)));
  }

  removePod(uid: string): void {
    const { pods, network } = this.#deps;
    const pod = pods.get(uid);
    if (pod === undefined) return;
    pods.delete(uid);
    pod.kill();
    network.detach(pod.host);
  }

  removeAll(): void {
    for (const uid of [...this.#deps.pods.keys()]) this.removePod(uid);
  }

  start(object: KubeObject, name: string): ContainerProcess {
    const { start, pods, nodes, networkOf } = this.#deps;
    const { uid } = object.metadata;
    const running = pods.get(uid);
    const pod = asPod(object);
    const container = findContainer(pod, name);
    if (running === undefined || container === undefined) throw new Error(`no container ${name} to start`);
    const { podIP, host } = running;
    const image = findImage(container.image);
    const files = new Map(mountedFiles(start.api, pod, container, start.credentials));
    const onRequest = (remote: string): void => {
      if (!nodes.isNode(remote)) this.#served.set(uid, this.served(uid) + 1);
    };
    const begin = (log: ContainerLog): ContainerRun => {
      if (image === undefined) return neverStarted(container.image);
      const from = { pod, podIP, container, image, host, files, network: networkOf(host), onRequest };
      return startContainer(start, from, log);
    };
    const { run } = running.begin(name, image, () => start.clock.now(), files, begin);
    return { exited: run.exited, stop: (graceMs) => run.stop(graceMs) };
  }

  async probe(object: KubeObject, name: string, given: Readonly<Record<string, unknown>>): Promise<ProbeAnswer> {
    const { start, pods, network, nodes, access } = this.#deps;
    const probe = given as ProbeView;
    const running = pods.get(object.metadata.uid);
    const container = findContainer(asPod(object), name);
    if (running === undefined || container === undefined) return { ok: false, message: 'container not found' };
    if (probe.exec !== undefined) return execProbe(access, object.metadata.uid, name, probe, start.clock);
    const { podIP, pod } = running;
    return probeNetwork({ network, from: nodes.of(pod.spec.nodeName), podIP, container }, probe);
  }

  served(podUid: string): number {
    return this.#served.get(podUid) ?? 0;
  }
}
