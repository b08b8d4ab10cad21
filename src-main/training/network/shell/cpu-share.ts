import { setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Half of one processor at most, however idle the computer is: the API may have to live with the other half. */
const MOST = 0.5;
/** A shell that was busy so lately is counted among those that share. */
const RECENT_MS = 250;
/** Below this share of its time a shell only waits for the network or its user. */
const BUSY_FROM = 0.25;
/** Far enough below the API's thread for its turn to come first, near enough to run beside other programs. */
const NICENESS = 15;

/** What a thread was seen to do since it was looked at last, in milliseconds. */
export interface Worked {
  readonly active: number;
  readonly idle: number;
}

/** The part of one processor each of `busy` shells may have where all of them together may have `processors`. */
export function shareOf(processors: number, busy: number): number {
  return Math.min(MOST, processors / Math.max(1, busy));
}

/** How long to rest after this work so that no more than the share was used; what was waited counts as rest. */
export function restMs({ active, idle }: Worked, share: number): number {
  return Math.max(0, active / share - active - idle);
}

/** Where the shells of one network tell one another when they were busy last: a place each, milliseconds since 1970. */
export interface ShareBoard {
  readonly busyAt: Float64Array;
  readonly place: number;
  /** Processors for all shells together. */
  readonly processors: number;
}

/** One thread's part of the processors. */
export class CpuShare {
  readonly #board: ShareBoard;
  #seen = performance.eventLoopUtilization();

  constructor(board: ShareBoard) {
    this.#board = board;
    // Under Linux alone it is the calling thread's priority, elsewhere the whole process's.
    if (process.platform === 'linux') setPriority(NICENESS);
  }

  /** Rests as long as this thread owes for what it did since it rested last. */
  async rest(pause: (ms: number) => Promise<void>): Promise<void> {
    const now = performance.eventLoopUtilization();
    const worked = { active: now.active - this.#seen.active, idle: now.idle - this.#seen.idle };
    const { busyAt, place, processors } = this.#board;
    const at = Date.now();
    if (worked.active > BUSY_FROM * (worked.active + worked.idle)) busyAt[place] = at;
    const busy = busyAt.reduce((count, time) => (at - time < RECENT_MS ? count + 1 : count), 0);
    const owed = restMs(worked, shareOf(processors, busy));
    if (owed >= 1) await pause(owed);
    this.#seen = performance.eventLoopUtilization();
  }
}
