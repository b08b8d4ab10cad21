import type { PodRuntime } from '../../pod-runtime.ts';
import type { ControllerParts } from '../controller.ts';
import type { Report } from '../event-recorder.ts';
import { isTerminal, isTerminalPhase } from '../pod-facts.ts';
import type { TrainingNode } from '../settings.ts';
import { keyOf, namespaceOf, type Pod } from '../shapes.ts';
import { rfc3339 } from '../times.ts';
import { containerRecords, fieldPathOf, isRunning, type ContainerRecord } from './container-record.ts';
import { startContainer, type StarterParts } from './container-starter.ts';
import { ignoreMissing } from './ignore-missing.ts';
import type { ImagePuller } from './image-puller.ts';
import type { PodAddresses } from './pod-addresses.ts';
import { OWN_CONDITIONS } from './pod-conditions.ts';
import { mainsEnded, podPhase, restarts } from './pod-phase.ts';
import { phaseReached, podStatus } from './pod-status.ts';
import { ContainerStopper } from './stop-container.ts';

/** What the workers of one Node share. */
export interface WorkerParts extends ControllerParts {
  readonly runtime: PodRuntime;
  readonly node: TrainingNode;
  readonly addresses: PodAddresses;
  readonly images: ImagePuller;
}

const DEADLINE = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};

/** The life of one Pod on its Node, from its assignment to its last status. Level-triggered: each look decides anew. */
export class PodWorker {
  readonly #records: readonly ContainerRecord[];
  readonly #starter: StarterParts;
  readonly #stopper: ContainerStopper;
  readonly #startTime: string;
  /** The runs that were asked to end: it is told once. */
  readonly #stopping = new Set<object>();
  #podIP: string | undefined;
  #sandbox = false;
  #wishes = '';
  #failure: typeof DEADLINE | undefined;
  #gone = false;
  #looking = false;
  /** How often it was woken while it looked. */
  #wakes = 0;
  #callOffRetry: () => void = () => undefined;
  #graceMs: number | undefined;

  constructor(
    private readonly parts: WorkerParts,
    private pod: Pod,
  ) {
    const { runtime, timetable, settings, random, images } = parts;
    this.#records = containerRecords(pod);
    this.#startTime = rfc3339(timetable.now());
    this.#stopper = new ContainerStopper(runtime, timetable);
    this.#starter = {
      runtime,
      timetable,
      settings,
      random,
      images,
      pod: () => this.pod,
      ending: () => this.#ending(),
      tell: (record, report) => this.#tell(record, report),
      wake: () => this.#wakeAfter(settings.kubeletSyncMs),
    };
    const seconds = pod.spec.activeDeadlineSeconds;
    if (seconds !== undefined) this.#wakeAfter(seconds * 1_000);
  }

  /** The Pod changed in the API. */
  changed(pod: Pod): void {
    this.pod = pod;
    const wishes = wishesOf(pod);
    if (wishes === this.#wishes) return;
    this.#wishes = wishes;
    if (pod.metadata.deletionTimestamp !== undefined) this.#stopAll();
    this.#wakeAfter(this.parts.settings.kubeletSyncMs);
  }

  /** The Pod is no longer in the API: whatever still runs is ended. */
  removed(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const record of this.#records) record.process?.stop(0);
    this.#release();
  }

  #ending(): boolean {
    return this.#gone || this.pod.metadata.deletionTimestamp !== undefined || this.#failure !== undefined;
  }

  #wakeAfter(ms: number): () => void {
    return this.parts.timetable.after(ms, () => void this.#look());
  }

  /** One look at a time; what happened meanwhile makes another. */
  async #look(): Promise<void> {
    if (this.#looking) {
      this.#wakes += 1;
      return;
    }
    this.#looking = true;
    try {
      let seen: number;
      do {
        seen = this.#wakes;
        // One retry is pending at most, whatever else woke the worker meanwhile.
        this.#callOffRetry();
        const retry = await this.#sync();
        await this.#leaveSandbox();
        if (retry !== undefined) this.#callOffRetry = this.#wakeAfter(retry);
      } while (this.#wakes !== seen && !this.#gone);
    } catch (error) {
      this.parts.failed('kubelet', keyOf(this.pod), error);
      this.#wakeAfter(this.parts.settings.retryMs);
    } finally {
      this.#looking = false;
    }
  }

  async #sync(): Promise<number | undefined> {
    if (this.#gone) return undefined;
    this.#checkDeadline();
    if (this.#ending() || isTerminal(this.pod)) {
      this.#end();
      return undefined;
    }
    if (this.#podIP === undefined) {
      this.#publish();
      await this.parts.timetable.wait(this.parts.settings.sandboxMs);
      if (!this.#ending() && !this.#join()) return this.parts.settings.retryMs;
    }
    this.#publish();
    const retry = await this.#startWhatIsDue();
    if (this.#ending()) {
      this.#end();
      return undefined;
    }
    this.#stopSidecarsOfTheDone();
    this.#publish();
    return retry;
  }

  #checkDeadline(): void {
    const seconds = this.pod.spec.activeDeadlineSeconds;
    if (seconds === undefined || this.#failure !== undefined || isTerminal(this.pod)) return;
    if (this.parts.timetable.now() < Date.parse(this.#startTime) + seconds * 1_000) return;
    this.#failure = DEADLINE;
    const message = 'Pod was active on the node longer than specified deadline';
    this.#record({ type: 'Normal', reason: 'DeadlineExceeded', message });
    this.#stopAll();
  }

  /** The Pod's sandbox: its address on the virtual network. */
  #join(): boolean {
    const { node, addresses, runtime } = this.parts;
    const address = this.pod.spec.hostNetwork === true ? node.address : addresses.take();
    if (address === undefined) {
      const message = `Failed to create pod sandbox: no IP addresses available in range set: ${node.podCIDR}`;
      this.#record({ type: 'Warning', reason: 'FailedCreatePodSandBox', message });
      return false;
    }
    this.#podIP = address;
    this.#sandbox = true;
    runtime.addPod(this.pod, address);
    return true;
  }

  /** Init containers one after another, a sidecar until it has started, then all others. Returns when to try again. */
  async #startWhatIsDue(): Promise<number | undefined> {
    const policy = this.pod.spec.restartPolicy;
    const retries: number[] = [];
    const start = async (record: ContainerRecord): Promise<void> => {
      const retry = await startContainer(this.#starter, record);
      if (retry !== undefined) retries.push(retry);
    };
    const mayStart = (record: ContainerRecord): boolean =>
      !('terminated' in record.state) || restarts(record, policy, record.state.terminated.exitCode);
    const initialized = this.#records.some(({ role, containerID }) => role === 'main' && containerID !== undefined);
    for (const record of this.#records) {
      if (this.#ending()) return undefined;
      if (record.role === 'init' && (initialized || !mayStart(record))) {
        if (podPhase(this.#records, policy, false) === 'Failed') break;
        continue;
      }
      if (record.role === 'sidecar' && mainsEnded(this.#records, policy)) continue;
      if (!isRunning(record) && mayStart(record)) await start(record);
      if (initialized || record.role === 'main') continue;
      if (record.role === 'init' || !record.started) break;
    }
    return retries.length === 0 ? undefined : Math.min(...retries);
  }

  #stopSidecarsOfTheDone(): void {
    if (mainsEnded(this.#records, this.pod.spec.restartPolicy)) this.#stop('sidecar', 30_000);
  }

  /** Asks every container to end, sidecars once the others did. */
  #stopAll(): void {
    const { deletionGracePeriodSeconds, deletionTimestamp } = this.pod.metadata;
    const asked = deletionTimestamp === undefined ? undefined : deletionGracePeriodSeconds;
    const graceMs = (asked ?? this.pod.spec.terminationGracePeriodSeconds ?? 30) * 1_000;
    if (this.#graceMs !== undefined && this.#graceMs <= graceMs) return;
    const shorter = this.#graceMs !== undefined;
    this.#graceMs = graceMs;
    this.#stop('others', graceMs, shorter);
  }

  #stop(which: 'sidecar' | 'others', graceMs: number, silent = false): void {
    for (const record of [...this.#records].reverse()) {
      if ((record.role === 'sidecar') !== (which === 'sidecar')) continue;
      if (record.process === undefined || !isRunning(record)) continue;
      const message = `Stopping container ${record.spec.name}`;
      if (!silent && !this.#stopping.has(record.process))
        this.#tell(record, { type: 'Normal', reason: 'Killing', message });
      this.#stopping.add(record.process);
      this.#stopper.stop(this.pod, record, graceMs);
    }
  }

  /** Waits for what still runs; then says the last word, and lets a deleted Pod go. */
  #end(): void {
    if (this.#gone) return;
    const running = this.#records.filter(isRunning);
    if (!this.#stopping.size && running.length > 0) this.#stopAll();
    if (running.every(({ role }) => role === 'sidecar')) this.#stop('sidecar', this.#graceMs ?? 30_000);
    const leaves = running.length === 0 && this.pod.metadata.deletionTimestamp !== undefined;
    if (leaves) this.#sandbox = false;
    this.#publish();
    if (!leaves) return;
    const { uid, name } = this.pod.metadata;
    this.#release();
    this.#gone = true;
    ignoreMissing(() =>
      this.parts.api.delete('pods', namespaceOf(this.pod), name, { gracePeriodSeconds: 0, preconditions: { uid } }),
    );
  }

  /** Where all is over, the sandbox goes too, and only then the phase says so. */
  async #leaveSandbox(): Promise<void> {
    const facts = { failure: this.#failure, ending: this.#ending() };
    const over = isTerminalPhase(phaseReached(this.pod, this.#records, facts)) && !this.#records.some(isRunning);
    if (!over || !this.#sandbox) return;
    await this.parts.timetable.wait(this.parts.settings.sandboxMs);
    this.#sandbox = false;
    if (!this.#gone) this.#publish();
  }

  #release(): void {
    if (this.#podIP === undefined) return;
    this.parts.runtime.removePod(this.pod.metadata.uid);
    this.parts.addresses.release(this.#podIP);
    this.parts.images.forget(this.pod.metadata.uid);
    this.#podIP = undefined;
  }

  #publish(): void {
    const { api, node, timetable } = this.parts;
    const { uid, name } = this.pod.metadata;
    const stored = api.get('pods', namespaceOf(this.pod), name);
    if (stored?.metadata.uid !== uid) return;
    this.pod = stored as Pod;
    const ending = this.#ending() && !this.#records.some(isRunning);
    const status = podStatus(this.pod, this.#records, {
      node,
      podIP: this.#podIP,
      sandbox: this.#sandbox,
      startTime: this.#startTime,
      now: rfc3339(timetable.now()),
      ending,
      failure: this.#failure,
    });
    ignoreMissing(() => {
      this.pod = api.updateStatus('pods', namespaceOf(this.pod), name, status) as Pod;
    });
  }

  #tell(record: ContainerRecord, report: Report): void {
    this.#record({ ...report, fieldPath: fieldPathOf(record) });
  }

  #record(report: Report): void {
    const source = { component: 'kubelet', host: this.parts.node.name };
    this.parts.events.record(this.pod, source, report);
  }
}

/** What others want of a Pod: its own status, coming back to its kubelet, is no news. */
function wishesOf({ metadata, spec, status }: Pod): string {
  const foreign = (status?.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.includes(type));
  return JSON.stringify([metadata.deletionTimestamp, metadata.deletionGracePeriodSeconds, spec, foreign]);
}
