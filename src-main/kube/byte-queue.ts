/** Bytes on their way from a socket to a reader. */
export interface ByteQueue extends AsyncIterable<Uint8Array> {
  push(bytes: Uint8Array): void;
  /** No more will come; what is queued is still read. */
  end(): void;
}

/** `full` is told true above `high` bytes and false again below half of that: the socket is to be stopped and started. */
export function createByteQueue(high: number, full: (stop: boolean) => void): ByteQueue {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  let stopped = false;
  let ended = false;
  let wake: () => void = () => undefined;
  const stop = (now: boolean): void => {
    if (stopped === now) return;
    stopped = now;
    full(now);
  };
  return {
    push: (chunk) => {
      if (ended || chunk.length === 0) return;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > high) stop(true);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const ready = chunks;
        chunks = [];
        for (const chunk of ready) {
          bytes -= chunk.length;
          if (bytes < high / 2) stop(false);
          yield chunk;
        }
        if (chunks.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
