import { ContainerLog } from './container-log.ts';
import type { ContainerRun } from './container-run.ts';
import type { PodView } from './object-views.ts';
import type { Image } from './programs/program.ts';
import type { NetworkHost } from './virtual-network.ts';

/** A container's last two runs, as far as anyone can ask for them. */
export interface ContainerSlot {
  readonly image: Image | undefined;
  /** What was mounted, and what its shells wrote. */
  readonly files: Map<string, string>;
  readonly log: ContainerLog;
  readonly previousLog: ContainerLog | undefined;
  readonly run: ContainerRun;
  running: boolean;
}

/** A Pod on the network. */
export class RunningPod {
  readonly pod: PodView;
  readonly podIP: string;
  readonly host: NetworkHost;
  readonly #slots = new Map<string, ContainerSlot>();

  constructor(pod: PodView, podIP: string, host: NetworkHost) {
    this.pod = pod;
    this.podIP = podIP;
    this.host = host;
  }

  slot(container: string): ContainerSlot | undefined {
    return this.#slots.get(container);
  }

  /** The next run of a container: the log of the one before is the previous one from now on. */
  begin(
    container: string,
    image: Image | undefined,
    now: () => number,
    files: Map<string, string>,
    start: (log: ContainerLog) => ContainerRun,
  ): ContainerSlot {
    const log = new ContainerLog(now);
    const previousLog = this.#slots.get(container)?.log;
    const slot: ContainerSlot = { image, files, log, previousLog, run: start(log), running: true };
    this.#slots.set(container, slot);
    void slot.run.exited.then(() => {
      slot.running = false;
      log.close();
    });
    return slot;
  }

  kill(): void {
    for (const { run, log } of this.#slots.values()) {
      run.stop(0);
      run.session?.close();
      log.close();
    }
  }
}
