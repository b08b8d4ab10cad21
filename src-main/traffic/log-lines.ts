/** A line of a log is read up to here; a nonce beyond it is not seen. */
const LINE_CAP = 65_536;

/** Lines that carry each nonce, of one container: nonce -> lines. */
export type NonceCounts = ReadonlyMap<string, number>;

/**
 * Lines of one container's log over any number of streams, each counted once. Every line begins with the node's stamp
 * (`timestamps=true`, RFC 3339 with nanoseconds): a stream opened later goes on behind the last line that was counted, also
 * when the file was rotated or the container started anew in between, which a number of lines could not tell.
 */
export interface LogLines {
  readonly counts: NonceCounts;
  /** From where on to ask again, in RFC 3339; null where nothing was counted yet. */
  readonly since: () => string | null;
  /** False where a line had no stamp: then a second stream can't tell what is new. */
  readonly resumable: () => boolean;
  /** Counts a stream to its end. Rejects as the stream does; what came until then is counted. */
  readonly read: (bytes: AsyncIterable<Uint8Array>, changed: () => void) => Promise<void>;
}

interface Place {
  readonly stamp: string;
  /** Lines counted that bear this very stamp. */
  readonly lines: number;
}

export function createLogLines(nonces: readonly string[]): LogLines {
  const counts = new Map<string, number>();
  let last: Place | null = null;
  let resumable = true;
  const count = (line: Buffer, stamp: string): void => {
    for (const nonce of nonces) if (line.includes(nonce)) counts.set(nonce, (counts.get(nonce) ?? 0) + 1);
    if (momentOf(stamp) === null) resumable = false;
    else last = { stamp, lines: last?.stamp === stamp ? last.lines + 1 : 1 };
  };
  return {
    counts,
    since: () => (last === null ? null : `${last.stamp.slice(0, 19)}${zoneOf(last.stamp)}`),
    resumable: () => resumable,
    read: async (bytes, changed) => {
      const isOld = createPassed(last);
      const take = (line: Buffer): void => {
        const stamp = line.subarray(0, Math.max(0, line.indexOf(32))).toString('latin1');
        if (!isOld(stamp)) count(line, stamp);
      };
      const rest = await eachLine(bytes, take, changed);
      // An end without a line end may be the container's last word, or a line that is still to be whole.
      if (nonces.some((nonce) => rest.includes(nonce))) take(rest);
    },
  };
}

/** Calls `take` for each whole line, and `changed` after each chunk. Resolves to what came after the last line end. */
async function eachLine(
  bytes: AsyncIterable<Uint8Array>,
  take: (line: Buffer) => void,
  changed: () => void,
): Promise<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    let from = 0;
    const data = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(10, from); end !== -1; end = data.indexOf(10, from)) {
      take(data.subarray(from, end));
      from = end + 1;
    }
    rest = data.subarray(from, from + LINE_CAP);
    changed();
  }
  return rest;
}

/** Whether a line of a new stream was counted before: asked for each line in turn. */
function createPassed(last: Place | null): (stamp: string) => boolean {
  let place = last;
  let equal = 0;
  return (stamp) => {
    if (place === null) return false;
    const order = compareStamps(stamp, place.stamp);
    if (order < 0) return true;
    if (order === 0) {
      equal += 1;
      return equal <= place.lines;
    }
    place = null;
    return false;
  };
}

/** A line without a stamp is taken for new. */
function compareStamps(a: string, b: string): number {
  const [x, y] = [momentOf(a), momentOf(b)];
  if (x === null || y === null) return 1;
  return x.seconds - y.seconds || (x.fraction < y.fraction ? -1 : Number(x.fraction > y.fraction));
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Nanoseconds are more than a JavaScript date has: the fraction stays text, padded so that texts compare as numbers. */
function momentOf(stamp: string): { readonly seconds: number; readonly fraction: string } | null {
  const [, second, fraction = '', zone] = STAMP.exec(stamp) ?? [];
  if (second === undefined || zone === undefined) return null;
  return { seconds: Date.parse(second + zone) / 1_000, fraction: fraction.padEnd(9, '0') };
}

function zoneOf(stamp: string): string {
  return STAMP.exec(stamp)?.[3] ?? 'Z';
}
