/** Now, once a second: ages and "since 12 s" tick together, and only what is on the screen is computed. */
export class Clock {
  /** Milliseconds of this computer's clock. */
  now: number = $state(0);
  readonly #read: () => number;

  /** This very moment, for whoever notes when something happened; nobody is woken by it. */
  read(): number {
    return this.#read();
  }

  constructor(read: () => number) {
    this.#read = read;
    this.now = read();
  }

  /** Starts ticking; the returned function stops it. */
  start(every: (callback: () => void, milliseconds: number) => () => void): () => void {
    return every(() => {
      this.now = this.#read();
    }, 1000);
  }
}
