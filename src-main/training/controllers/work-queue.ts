import type { Timetable } from './timetable.ts';

/** client-go's figures for a failing item: 5 ms, doubled each time, 1000 s at most. Source: client-go util/workqueue DefaultControllerRateLimiter. */
const FIRST_RETRY_MS = 5;
const LONGEST_RETRY_MS = 1_000_000;

/** Brings the object of a key to where it should be, from what stands in the cluster now. Returns after how many ms to look again. */
export type Reconcile = (key: string) => number | undefined;

export interface WorkQueueOptions {
  readonly timetable: Timetable;
  /** From the first change of a key to its reconciliation; changes in between are seen by the same one. */
  readonly delayMs: number;
  readonly reconcile: Reconcile;
  /** Told of each failure; the key is tried again by itself. */
  readonly failed: (key: string, error: unknown) => void;
}

/**
 * Keys waiting to be reconciled, each at most once. A key that fails comes back with growing delay until it succeeds, and
 * what it was told meanwhile is not lost: a reconciliation reads everything from the cluster.
 */
export class WorkQueue {
  readonly #due = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  readonly #failures = new Map<string, number>();

  constructor(private readonly options: WorkQueueOptions) {}

  add(key: string): void {
    this.addAfter(key, this.options.delayMs);
  }

  /** Keeps the earlier of two times. */
  addAfter(key: string, ms: number): void {
    const { timetable } = this.options;
    const at = timetable.now() + ms;
    const known = this.#due.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.cancel();
    this.#due.set(key, { at, cancel: timetable.after(ms, () => this.#run(key)) });
  }

  #run(key: string): void {
    const { reconcile, failed } = this.options;
    this.#due.delete(key);
    try {
      const again = reconcile(key);
      this.#failures.delete(key);
      // Never at once: a mistake there must not stop the cluster's time.
      if (again !== undefined) this.addAfter(key, Math.max(1, again));
    } catch (error) {
      const failures = this.#failures.get(key) ?? 0;
      this.#failures.set(key, failures + 1);
      failed(key, error);
      this.addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 30), LONGEST_RETRY_MS));
    }
  }
}
