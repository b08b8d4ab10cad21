import type { Readable } from 'node:stream';

/** Reads a stream by awaiting chunks, and gives back what was read too much. */
export class ByteReader {
  readonly #stream: Readable;
  #buffered: Buffer = Buffer.alloc(0);
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
    const wake = (): void => this.#wake?.();
    stream.on('readable', wake);
    stream.once('end', () => {
      this.#ended = true;
      wake();
    });
    stream.once('close', () => {
      this.#ended = true;
      wake();
    });
    stream.once('error', (error: Error) => {
      this.#error = error;
      wake();
    });
  }

  /** The next bytes; null at the end. Rejects with the stream's error. */
  async next(): Promise<Buffer | null> {
    if (this.#buffered.length > 0) return this.#take(this.#buffered.length);
    for (;;) {
      const chunk: unknown = this.#stream.read();
      if (Buffer.isBuffer(chunk)) return chunk;
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  unread(bytes: Buffer): void {
    this.#buffered = Buffer.concat([bytes, this.#buffered]);
  }

  /** Up to and with `mark`; null where the stream ends before it (what came is given back). */
  async until(mark: string, limit: number): Promise<Buffer | null> {
    let seen: Buffer = Buffer.alloc(0);
    for (;;) {
      const end = seen.indexOf(mark);
      if (end !== -1) {
        this.unread(seen.subarray(end + mark.length));
        return seen.subarray(0, end + mark.length);
      }
      const chunk = seen.length > limit ? null : await this.next();
      if (chunk === null) {
        this.unread(seen);
        return null;
      }
      seen = Buffer.concat([seen, chunk]);
    }
  }

  #take(length: number): Buffer {
    const taken = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return taken;
  }
}
