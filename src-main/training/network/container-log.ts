import type { LogOptions } from '../pod-runtime.ts';

/** Of one run of a container, in bytes: a kubelet rotates at 10 MiB; a training cluster keeps less. */
const KEPT_BYTES = 1_048_576;

interface LogLine {
  readonly at: number;
  readonly bytes: Buffer;
}

/** What a container wrote, a line at a time with its time, the newest KEPT_BYTES of it. */
export class ContainerLog {
  readonly #now: () => number;
  readonly #waiting = new Set<() => void>();
  #lines: LogLine[] = [];
  /** Lines dropped before #lines[0]: positions of readers count from the first line ever. */
  #dropped = 0;
  #kept = 0;
  #partial: Buffer = Buffer.alloc(0);
  #closed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  write(data: Uint8Array | string): void {
    let rest = Buffer.concat([this.#partial, Buffer.from(data)]);
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
      this.#add(rest.subarray(0, end + 1));
      rest = rest.subarray(end + 1);
    }
    this.#partial = Buffer.from(rest);
    if (this.#partial.length > KEPT_BYTES) this.#flushPartial();
    this.#wake();
  }

  /** The container ended: what has no line end is a line all the same. */
  close(): void {
    this.#flushPartial();
    this.#closed = true;
    this.#wake();
  }

  async *read(options: LogOptions, signal: AbortSignal): AsyncIterable<Uint8Array> {
    let next = this.#startOf(options);
    let left = options.limitBytes ?? Infinity;
    for (;;) {
      for (const line of this.#lines.slice(Math.max(0, next - this.#dropped))) {
        const bytes = options.timestamps ? Buffer.concat([stamp(line.at), line.bytes]) : line.bytes;
        if (signal.aborted || left <= 0) return;
        yield bytes.subarray(0, left);
        left -= bytes.length;
      }
      next = this.#dropped + this.#lines.length;
      if (!options.follow || this.#closed || signal.aborted) return;
      await this.#more(signal);
    }
  }

  #startOf({ tailLines, sinceSeconds, sinceTime = -Infinity }: LogOptions): number {
    const since = sinceSeconds === undefined ? sinceTime : this.#now() - sinceSeconds * 1_000;
    const first = this.#lines.findIndex((line) => line.at >= since);
    const start = first === -1 ? this.#lines.length : first;
    return this.#dropped + Math.max(start, tailLines === undefined ? 0 : this.#lines.length - tailLines);
  }

  async #more(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #flushPartial(): void {
    if (this.#partial.length > 0) this.#add(this.#partial);
    this.#partial = Buffer.alloc(0);
  }

  #add(bytes: Buffer): void {
    // A copy: a line cut out of a large chunk would keep all of it alive.
    this.#lines.push({ at: this.#now(), bytes: Buffer.from(bytes) });
    this.#kept += bytes.length;
    let over = 0;
    while (this.#kept > KEPT_BYTES && over < this.#lines.length - 1) {
      this.#kept -= this.#lines[over]?.bytes.length ?? 0;
      over += 1;
    }
    if (over === 0) return;
    this.#lines = this.#lines.slice(over);
    this.#dropped += over;
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** RFC 3339 with nine digits, as the container runtime writes it. */
function stamp(at: number): Buffer {
  return Buffer.from(`${new Date(at).toISOString().replace(/Z$/, '000000Z')} `);
}
