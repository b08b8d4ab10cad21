import { BODY_CAP } from './client-script.ts';

/** What the client loop prints: one answer per request, and the end of each line of work. */
export type ProbeRecord = ProbeAnswer | ProbeLineEnd;

export interface ProbeAnswer {
  readonly kind: 'answer';
  /** Headers and body, cut at BODY_CAP bytes. */
  readonly text: string;
  /** The body was longer. */
  readonly cut: boolean;
  /** curl's exit code; null where this curl can't tell it per request. */
  readonly exit: number | null;
  /** 0 where no HTTP answer came. */
  readonly status: number;
  /** Connections opened for this request; 0: an older one was used again. */
  readonly connects: number;
  readonly totalSeconds: number;
  /** Bytes of the body, kept or not. */
  readonly bodyBytes: number;
  readonly message: string;
}

export interface ProbeLineEnd {
  readonly kind: 'line-end';
  readonly from: number;
  readonly to: number;
  /** Exit code of the last request of the line. */
  readonly exit: number;
}

export interface ProbeParser {
  /** The records that are complete now. How the bytes were cut into chunks makes no difference. */
  feed(chunk: Uint8Array): readonly ProbeRecord[];
}

/**
 * A server cannot forge a record: it never sees the boundary. What is left when the stream ends is no record.
 * @param boundary the one given to `clientCommand`
 */
export function createProbeParser(boundary: string): ProbeParser {
  const open = Buffer.from(`\n${boundary} `);
  const close = Buffer.from(` ${boundary}\n`);
  let pending: Buffer = Buffer.alloc(0);
  let text = newText();

  /** Takes the next whole record out of `pending`; null: more bytes are needed. */
  const next = (): ProbeRecord | null => {
    const start = pending.indexOf(open);
    if (start === -1) {
      // The last bytes may be the beginning of a mark.
      const sure = Math.max(0, pending.length - open.length + 1);
      text.add(pending.subarray(0, sure));
      pending = pending.subarray(sure);
      return null;
    }
    text.add(pending.subarray(0, start));
    pending = pending.subarray(start);
    const end = pending.indexOf(close, open.length - 1);
    if (end === -1) return null;
    const record = readFields(pending.toString('utf8', open.length, end), text);
    pending = pending.subarray(end + close.length);
    text = newText();
    return record;
  };

  return {
    feed: (chunk) => {
      pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
      const records: ProbeRecord[] = [];
      for (let record = next(); record !== null; record = next()) records.push(record);
      return records;
    },
  };
}

interface CappedText {
  add(bytes: Uint8Array): void;
  cut(): boolean;
  read(): string;
}

function newText(): CappedText {
  const parts: Uint8Array[] = [];
  let kept = 0;
  let cut = false;
  return {
    add: (bytes) => {
      if (bytes.length === 0) return;
      if (kept + bytes.length > BODY_CAP + HEAD_ALLOWANCE) cut = true;
      const part = bytes.subarray(0, Math.max(0, BODY_CAP + HEAD_ALLOWANCE - kept));
      kept += part.length;
      // A copy: a part of a large chunk would keep all of it alive.
      if (part.length > 0) parts.push(Buffer.from(part));
    },
    cut: () => cut,
    read: () => Buffer.concat(parts).toString('utf8'),
  };
}

/** Headers come on top of the body that curl allows. */
const HEAD_ALLOWANCE = 8_192;

function readFields(fields: string, text: CappedText): ProbeRecord {
  const [first = '', second = '', third = '', fourth = '', fifth = '', ...rest] = fields.split(' ');
  if (first === 'end') return { kind: 'line-end', from: Number(second), to: Number(third), exit: Number(fourth) };
  return {
    kind: 'answer',
    text: text.read(),
    cut: text.cut(),
    exit: first === '' ? null : Number(first),
    status: Number(second),
    connects: Number(third),
    totalSeconds: Number(fourth),
    bodyBytes: Number(fifth),
    message: rest.join(' '),
  };
}
