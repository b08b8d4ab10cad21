import { availableParallelism } from 'node:os';
import { ConnectPace } from './connect-pace.ts';
import type { ShareBoard } from './cpu-share.ts';

/** The place of one shell: while it has one it runs. */
export interface ShellSlot {
  readonly board: ShareBoard;
  readonly pace: ConnectPace;
  release(): void;
}

/** How many shells may run at once: each is a thread and at least 20 MB. */
export class ShellSlots {
  readonly limit: number;
  readonly #busyAt: Float64Array;
  readonly #free: number[];
  readonly #processors: number;
  readonly #pace = new ConnectPace();

  /** @param processors that all of these shells together may use */
  constructor(limit: number, processors: number = availableParallelism() / 2) {
    this.limit = limit;
    this.#busyAt = new Float64Array(new SharedArrayBuffer(limit * Float64Array.BYTES_PER_ELEMENT));
    this.#free = Array.from({ length: limit }, (_, place) => place);
    this.#processors = processors;
  }

  /** Undefined where as many run as may. */
  take(): ShellSlot | undefined {
    const place = this.#free.pop();
    if (place === undefined) return undefined;
    let released = false;
    return {
      board: { busyAt: this.#busyAt, place, processors: this.#processors },
      pace: this.#pace,
      release: () => {
        if (released) return;
        released = true;
        this.#busyAt[place] = 0;
        this.#free.push(place);
      },
    };
  }

  /** Why there is none. */
  get refusal(): string {
    return `the training cluster runs at most ${this.limit} shells at once: end one, or scale its Pods down`;
  }
}
