/** A stream of bytes that is read while it comes: by the line, or whole. */
export class LiveInput {
  #chunks: Buffer = Buffer.alloc(0);
  #ended = false;
  #wake: (() => void) | undefined;

  push(data: Uint8Array): void {
    this.#chunks = Buffer.concat([this.#chunks, data]);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** With its line end; what has none is the last. Empty at the end, or when the signal aborts. */
  async readLine(signal: AbortSignal): Promise<Buffer> {
    for (;;) {
      const end = this.#chunks.indexOf(0x0a);
      if (end !== -1) return this.#take(end + 1);
      if (this.#ended || signal.aborted) return this.#take(this.#chunks.length);
      await this.#more(signal);
    }
  }

  /** What is there, as soon as there is something. Empty at the end. */
  async readSome(signal: AbortSignal): Promise<Buffer> {
    while (this.#chunks.length === 0 && !this.#ended && !signal.aborted) await this.#more(signal);
    return this.#take(this.#chunks.length);
  }

  async readAll(signal: AbortSignal): Promise<Buffer> {
    while (!this.#ended && !signal.aborted) await this.#more(signal);
    return this.#take(this.#chunks.length);
  }

  /** What is there now. */
  takeNow(): Buffer {
    return this.#take(this.#chunks.length);
  }

  /** Ctrl-D of a terminal: the reader sees an end, later ones do not. */
  endOnce(): void {
    this.#ended = true;
    this.#wake?.();
    setImmediate(() => {
      this.#ended = false;
    });
  }

  #take(length: number): Buffer {
    const taken = this.#chunks.subarray(0, length);
    this.#chunks = this.#chunks.subarray(length);
    return taken;
  }

  async #more(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        if (this.#wake === done) this.#wake = undefined;
        resolve();
      };
      this.#wake?.();
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
