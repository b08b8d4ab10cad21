import type { Duplex } from 'node:stream';
import { ByteReader } from './byte-reader.ts';

export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  /** As it came, with the empty line at the end. */
  readonly raw: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Why an answer can't be read on. */
export type HttpFailure =
  { readonly kind: 'empty' } | { readonly kind: 'not-http' } | { readonly kind: 'partial'; readonly missing: number };

export class HttpError extends Error {
  constructor(readonly failure: HttpFailure) {
    super(failure.kind);
  }
}

/** Larger heads are nobody's: curl stops at 300 kB. */
const MAX_HEAD = 300 * 1_024;

/** The client's end of an HTTP/1.1 connection, one exchange after the other. */
export class HttpConnection {
  readonly socket: Duplex;
  readonly #reader: ByteReader;
  #reusable = true;

  constructor(socket: Duplex) {
    this.socket = socket;
    this.#reader = new ByteReader(socket);
  }

  /** Whether another request may be sent, once the body was read. */
  get reusable(): boolean {
    return this.#reusable && !this.socket.destroyed && !this.socket.readableEnded;
  }

  send(request: string | Uint8Array): void {
    this.socket.write(request);
  }

  /** Rejects with HttpError, or the connection's own error. Interim answers (1xx) are skipped. */
  async readHead(): Promise<ResponseHead> {
    for (;;) {
      const bytes = await this.#reader.until('\r\n\r\n', MAX_HEAD);
      if (bytes === null) {
        this.#reusable = false;
        throw new HttpError({ kind: (await this.#reader.next()) === null ? 'empty' : 'not-http' });
      }
      const head = parseHead(bytes.toString('latin1'));
      if (head === null) {
        this.#reusable = false;
        throw new HttpError({ kind: 'not-http' });
      }
      if (head.status < 100 || head.status >= 200) return head;
    }
  }

  /** Rejects with HttpError where the connection ends too early. */
  async *readBody(head: ResponseHead, method: string): AsyncGenerator<Buffer> {
    const tokens = headerOf(head, 'connection')?.toLowerCase() ?? '';
    if (tokens.includes('close') || (head.version === '1.0' && !tokens.includes('keep-alive'))) this.#reusable = false;
    if (method === 'HEAD' || head.status === 204 || head.status === 304) return;
    const length = headerOf(head, 'content-length');
    if (headerOf(head, 'transfer-encoding')?.toLowerCase().includes('chunked') === true) yield* this.#chunked();
    else if (length !== undefined) yield* this.#exactly(Number(length));
    else {
      this.#reusable = false;
      for (let chunk = await this.#reader.next(); chunk !== null; chunk = await this.#reader.next()) yield chunk;
    }
  }

  async *#exactly(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      const chunk = await this.#reader.next();
      if (chunk === null) {
        this.#reusable = false;
        throw new HttpError({ kind: 'partial', missing: left });
      }
      if (chunk.length > left) this.#reader.unread(chunk.subarray(left));
      yield chunk.subarray(0, left);
      left -= Math.min(left, chunk.length);
    }
  }

  async *#chunked(): AsyncGenerator<Buffer> {
    for (;;) {
      const line = await this.#reader.until('\r\n', MAX_HEAD);
      if (line === null) throw new HttpError({ kind: 'partial', missing: 0 });
      const size = Number.parseInt(line.toString('latin1'), 16);
      if (Number.isNaN(size)) throw new HttpError({ kind: 'not-http' });
      if (size > 0) yield* this.#exactly(size);
      await this.#reader.until('\r\n', MAX_HEAD);
      if (size === 0) return;
    }
  }
}

export function headerOf({ headers }: ResponseHead, name: string): string | undefined {
  return headers.find(([one]) => one.toLowerCase() === name)?.[1];
}

function parseHead(raw: string): ResponseHead | null {
  const [first = '', ...lines] = raw.slice(0, -4).split('\r\n');
  const match = /^HTTP\/(1\.[01]) (\d{3}) ?(.*)$/.exec(first);
  if (match === null) return null;
  const [, version = '', status = '', reason = ''] = match;
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { version, status: Number(status), reason, raw, headers };
}
