import type { Clock } from '../../src-main/training/clock.ts';
import { AdmittedCluster } from '../../src-main/training/admission/admitted-cluster.ts';
import type { Draft, KubeObject, ResourceName } from '../../src-main/training/cluster-api.ts';
import { REAL_SETTINGS, type ControllerSettings } from '../../src-main/training/controllers/settings.ts';
import type { Pod } from '../../src-main/training/controllers/shapes.ts';
import { startControllers } from '../../src-main/training/controllers/start-controllers.ts';
import type { ContainerExit, ContainerProcess, PodRuntime, ProbeAnswer } from '../../src-main/training/pod-runtime.ts';
import { ObjectStore } from '../../src-main/training/store/object-store.ts';
import { settle } from './fake-clock.ts';

/** Time that passes when the test says so, one timer after another. */
export class FakeTime implements Clock {
  #now = Date.parse('2026-01-02T03:04:05Z');
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

/** One run of a container that the test ends when it likes. */
export interface FakeProcess extends ContainerProcess {
  readonly pod: string;
  readonly container: string;
  readonly stopped: number[];
  exit(exit: Partial<ContainerExit>): void;
}

/** Runs nothing: containers live until they are stopped, or until the test ends them. */
export class FakeRuntime implements PodRuntime {
  readonly processes: FakeProcess[] = [];
  readonly addresses = new Map<string, string>();
  /** What a probe answers, by container name; ok where nothing is set. */
  readonly probes = new Map<string, ProbeAnswer>();
  /** Containers that ignore SIGTERM. */
  readonly stubborn = new Set<string>();

  constructor(private readonly clock: Clock) {}

  pull(image: string): { readonly ok: true } | { readonly ok: false; readonly message: string } {
    return image.startsWith('nowhere') ? { ok: false, message: `rpc error: no such image: ${image}` } : { ok: true };
  }

  addPod(pod: KubeObject, podIP: string): void {
    this.addresses.set(pod.metadata.uid, podIP);
  }

  removePod(uid: string): void {
    this.addresses.delete(uid);
  }

  start(pod: KubeObject, container: string): ContainerProcess {
    let end: (exit: ContainerExit) => void = () => undefined;
    const exited = new Promise<ContainerExit>((resolve) => {
      end = resolve;
    });
    const process: FakeProcess = {
      pod: pod.metadata.name,
      container,
      exited,
      stopped: [],
      exit: ({ exitCode = 0, ...rest }) => end({ exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', ...rest }),
      stop: (graceMs) => {
        process.stopped.push(graceMs);
        if (!this.stubborn.has(container)) process.exit({ exitCode: 0 });
        else this.clock.after(graceMs, () => process.exit({ exitCode: 137 }));
      },
    };
    this.processes.push(process);
    return process;
  }

  probe(_pod: KubeObject, container: string): Promise<ProbeAnswer> {
    return Promise.resolve(this.probes.get(container) ?? { ok: true, message: '' });
  }

  /** The latest run of a container. */
  latest(pod: string, container: string): FakeProcess {
    const found = this.processes.findLast((each) => each.pod === pod && each.container === container);
    if (found === undefined) throw new Error(`${pod}/${container} never ran`);
    return found;
  }
}

/** The real store, admission and controllers, with a runtime and a time of the test's own. */
export interface TrainingScene {
  readonly api: AdmittedCluster;
  readonly time: FakeTime;
  readonly runtime: FakeRuntime;
  readonly failures: string[];
  create(resource: ResourceName, draft: Draft): KubeObject;
  get(resource: ResourceName, name: string): KubeObject | undefined;
  pod(name: string): Pod;
  pods(): readonly Pod[];
  /** Reasons and messages of the Events about an object, in the order in which they were first told. */
  told(name: string): readonly string[];
}

/** Ends with the signal. */
export function createTrainingScene(signal: AbortSignal, settings: Partial<ControllerSettings> = {}): TrainingScene {
  const time = new FakeTime();
  // A linear congruential generator: the same "chance" in each run.
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x80000000;
  };
  const api = new AdmittedCluster({ store: new ObjectStore(), now: () => time.now(), random });
  const runtime = new FakeRuntime(time);
  const failures: string[] = [];
  api.create('namespaces', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } });
  startControllers({
    api,
    runtime,
    clock: time,
    random,
    signal,
    settings: { ...REAL_SETTINGS, ...settings },
    failed: (controller, key, error) => failures.push(`${controller} ${key} ${String(error)}`),
  });
  const pods = (): readonly Pod[] => api.list('pods', 'default') as readonly Pod[];
  return {
    api,
    time,
    runtime,
    failures,
    create: (resource, draft) => api.create(resource, 'default', draft),
    get: (resource, name) => api.get(resource, 'default', name),
    pods,
    pod: (name) => {
      const found = pods().find(({ metadata }) => metadata.name === name);
      if (found === undefined) throw new Error(`no Pod ${name}`);
      return found;
    },
    told: (name) =>
      api
        .list('events', 'default')
        .filter((event) => (event.involvedObject as { name: string }).name === name)
        .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((event) => `${String(event.reason)}: ${String(event.message)}`),
  };
}
