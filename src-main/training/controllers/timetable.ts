import type { Clock } from '../clock.ts';
import { beginTurn } from '../turn.ts';

interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/**
 * What is to be done later, on one timer of the clock: thousands of Pods wait for a probe or a backoff, and none has a
 * timer or a listener on the signal of its own. What is due at the same time runs in the order in which it was asked for.
 * Requests are answered in between: what a thousand Pods have to do at once takes seconds.
 */
export class Timetable {
  /** The latest first: the next one is the last. */
  readonly #entries: Entry[] = [];
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;
  #running = false;

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.#timer?.cancel(), { once: true });
  }

  now(): number {
    return this.clock.now();
  }

  /** Returns the way to call it off. */
  after(ms: number, run: () => void): () => void {
    const entry = { at: this.clock.now() + Math.max(0, ms), run };
    this.#entries.splice(this.#placeOf(entry.at), 0, entry);
    this.#awaitNext();
    return () => {
      const index = this.#entries.indexOf(entry);
      if (index >= 0) this.#entries.splice(index, 1);
    };
  }

  /** Resolves after `ms`; never once the signal was aborted. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  #placeOf(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #awaitNext(): void {
    const next = this.#entries.at(-1);
    if (
      next === undefined ||
      this.#running ||
      this.signal.aborted ||
      (this.#timer !== undefined && this.#timer.due <= next.at)
    )
      return;
    this.#timer?.cancel();
    const cancel = this.clock.after(Math.max(0, next.at - this.clock.now()), () => {
      this.#timer = undefined;
      void this.#runDue();
    });
    this.#timer = { due: next.at, cancel };
  }

  async #runDue(): Promise<void> {
    const now = this.clock.now();
    const turn = beginTurn();
    this.#running = true;
    try {
      for (let next = this.#entries.at(-1); next !== undefined && next.at <= now; next = this.#entries.at(-1)) {
        if (this.signal.aborted || turn.over()) break;
        this.#entries.pop();
        next.run();
        // Whoever waited goes on now, in this turn's time.
        await Promise.resolve();
      }
    } finally {
      this.#running = false;
      this.#awaitNext();
    }
  }
}
