/** Longest line taken, in bytes. An object in etcd has 1.5 MB at most; JSON makes it longer, but not twenty times. */
export const LINE_CAP_BYTES = 32 * 1_048_576;

/** Thrown where a line goes on and on: whatever this is, it is no watch. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/**
 * The lines of a body, without their ends. Split on byte 0x0A alone: JSON strings may hold U+2028 and U+0085 as they are,
 * and a character may stand in two chunks. What stands after the last 0x0A is part of a line that never ended, and dropped.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      const tail = chunk.subarray(from, at);
      const line =
        pendingBytes === 0 ? Buffer.from(tail.buffer, tail.byteOffset, tail.length) : Buffer.concat([...pending, tail]);
      pending = [];
      pendingBytes = 0;
      from = at + 1;
      if (line.length > 0) yield line;
    }
    if (from < chunk.length) {
      pending.push(chunk.subarray(from));
      pendingBytes += chunk.length - from;
      if (pendingBytes > LINE_CAP_BYTES) throw new LineTooLongError(`a line of more than ${LINE_CAP_BYTES} bytes`);
    }
  }
}
