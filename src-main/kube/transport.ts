import type { Readable } from 'node:stream';

/** answer: comes in one go. watch: speaks with each bookmark. log: of a quiet container, may be silent for ever. */
export type Pace = 'answer' | 'watch' | 'log';

/** One request on the wire. */
export interface Exchange {
  readonly method: string;
  /** With path prefix and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | null;
  /** How long its answer may say nothing. Over HTTP/1.1 silence is all that tells a dead connection. */
  readonly pace: Pace;
}

/** The head of an answer, and its body as it comes. The body's errors are Node.js' own. */
export interface Answer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: Readable;
  /** After the body ended: whether the server ended it, or the connection did. Node.js' HTTP/2 tells both in the same way. */
  whole(): boolean;
  /** Ends the request, whatever is still to come. */
  cancel(): void;
}

/** An open way to the API server: HTTP/2, or HTTP/1.1 where the server does not speak it. */
export interface Transport {
  /** False once no new request can be sent; those under way may go on (GOAWAY). */
  usable(): boolean;
  /** Rejects with what Node.js threw, or with FailureError. Abort ends the request, before and after the head. */
  send(exchange: Exchange, signal: AbortSignal): Promise<Answer>;
  /** Lets requests under way finish and takes no more. */
  retire(): void;
  /** Ends everything at once. */
  destroy(): void;
}

/** True where the server is sure not to have begun with the request, so that any method may be sent again. */
export function neverBegun(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_HTTP2_GOAWAY_SESSION' || code === 'ERR_HTTP2_INVALID_SESSION') return true;
  return code === 'ERR_HTTP2_STREAM_ERROR' && error.message.includes('NGHTTP2_REFUSED_STREAM');
}
