import type { ContainerProcess, PodRuntime } from '../../pod-runtime.ts';
import type { Handler, Pod } from '../shapes.ts';
import type { Timetable } from '../timetable.ts';
import type { ContainerRecord } from './container-record.ts';

/** What SIGTERM still gets where a hook used the whole grace period up. Source: k/k kuberuntime minimumGracePeriodInSeconds. */
const LEAST_MS = 2_000;

/**
 * Asks running containers to end: first the preStop hook, within the grace period, then SIGTERM with what is left of it. Asked again
 * with a shorter grace it gives up the hook; with the same or a longer one it changes nothing. Source: k/k kuberuntime
 * killContainer.
 */
export class ContainerStopper {
  readonly #graceMs = new WeakMap<ContainerProcess, number>();
  /** Ends the hook of a process before its time. */
  readonly #hooks = new WeakMap<ContainerProcess, () => void>();

  constructor(
    private readonly runtime: PodRuntime,
    private readonly timetable: Timetable,
  ) {}

  stop(pod: Pod, { process, spec }: ContainerRecord, graceMs: number): void {
    if (process === undefined) return;
    const asked = this.#graceMs.get(process);
    if (asked !== undefined && asked <= graceMs) return;
    this.#graceMs.set(process, graceMs);
    this.#hooks.get(process)?.();
    const hook = asked === undefined && graceMs > 0 ? spec.lifecycle?.preStop : undefined;
    if (hook === undefined) process.stop(graceMs);
    else this.#stopAfter(hook, pod, spec.name, process, graceMs);
  }

  #stopAfter(hook: Handler, pod: Pod, container: string, process: ContainerProcess, graceMs: number): void {
    const began = this.timetable.now();
    const giveUp = (): void => {
      this.#hooks.delete(process);
      callOff();
    };
    const end = (): void => {
      if (this.#hooks.get(process) !== giveUp) return;
      giveUp();
      process.stop(Math.max(graceMs - (this.timetable.now() - began), LEAST_MS));
    };
    const seconds = hook.sleep?.seconds;
    const callOff = this.timetable.after(Math.min(graceMs, seconds === undefined ? graceMs : seconds * 1_000), end);
    this.#hooks.set(process, giveUp);
    if (seconds !== undefined) return;
    // A handler has the shape of a probe's.
    void this.runtime.probe(pod, container, { ...hook, timeoutSeconds: graceMs / 1_000 }).then(end);
  }
}
