import { performance } from 'node:perf_hooks';
import { restMs } from './cpu-share.ts';

/** What is left of this thread's time for the API, however many shells call. */
const SHARE = 0.5;
/** Longer no connection waits, whatever else keeps the thread busy. */
const LONGEST_MS = 50;

/**
 * Lets the connections of all shells through one after the other. Each costs this thread the work of a client, a proxy and
 * a server, so ten loops of `curl` would leave the API none of it.
 */
export class ConnectPace {
  #queue = Promise.resolve();
  #seen = performance.eventLoopUtilization();

  turn(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#rest());
    return this.#queue;
  }

  async #rest(): Promise<void> {
    const now = performance.eventLoopUtilization();
    const worked = { active: now.active - this.#seen.active, idle: now.idle - this.#seen.idle };
    const owed = Math.min(LONGEST_MS, restMs(worked, SHARE));
    if (owed >= 1) await new Promise<void>((resolve) => setTimeout(resolve, owed));
    this.#seen = performance.eventLoopUtilization();
  }
}
