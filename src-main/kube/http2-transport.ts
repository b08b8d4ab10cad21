import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { failure } from '#shared/ipc/failure.ts';
import { DetailError } from './detail-error.ts';
import { FailureError } from './failure-error.ts';
import { socketHost } from './server-url.ts';
import type { Answer, Exchange, Transport } from './transport.ts';

/**
 * What one answer may send before it is read, and all together. The sum is far above one, so that a long list nobody
 * reads fast enough does not stall a watch beside it. The protocol's default is 64 KB for both.
 */
const STREAM_WINDOW_BYTES = 4 * 1_048_576;
const CONNECTION_WINDOW_BYTES = 64 * 1_048_576;

/** A half-open connection is found within the sum of the three: 19 s, and within 20 s on a busy computer. */
export interface Liveness {
  /** Silence after which a PING is sent. */
  readonly silenceMs: number;
  /** Time the PING's answer may take. */
  readonly answerMs: number;
  readonly checkMs: number;
}
export const LIVENESS: Liveness = { silenceMs: 9_000, answerMs: 9_500, checkMs: 500 };

/** Speaks HTTP/2 over a connection that agreed on it by ALPN. `lost` is called once, when it is of no more use. */
export function http2Transport(socket: Socket, server: URL, lost: () => void, liveness = LIVENESS): Transport {
  const session = connect(server.origin, {
    createConnection: () => socket,
    settings: { enablePush: false, initialWindowSize: STREAM_WINDOW_BYTES },
    maxSessionMemory: 256,
  });
  session.once('connect', () => session.setLocalWindowSize(CONNECTION_WINDOW_BYTES));
  // Every request under way learns of it through its own stream.
  session.on('error', () => undefined);
  session.once('close', lost);
  session.once('goaway', lost);
  const stopWatching = watchLiveness(session, socket, server, liveness);
  session.once('close', stopWatching);
  return {
    usable: () => !session.closed && !session.destroyed,
    send: (exchange, signal) => send(session, server, exchange, signal),
    retire: () => session.close(),
    destroy: () => session.destroy(undefined, constants.NGHTTP2_CANCEL),
  };
}

function send(session: ClientHttp2Session, server: URL, exchange: Exchange, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new FailureError(failure('canceled', {})));
      return;
    }
    const stream = session.request(
      {
        ':method': exchange.method,
        ':path': exchange.path,
        ':authority': server.host,
        ...(exchange.headers as Record<string, string | string[]>),
      },
      { endStream: exchange.body === null },
    );
    const cancel = (): void => stream.close(constants.NGHTTP2_CANCEL);
    signal.addEventListener('abort', cancel, { once: true });
    stream.once('close', () => {
      signal.removeEventListener('abort', cancel);
      // Without effect once the head has come.
      reject(
        signal.aborted ? new FailureError(failure('canceled', {})) : new DetailError({ code: 'closed-before-answer' }),
      );
    });
    stream.on('error', reject);
    stream.once('response', (headers) => resolve(answer(stream, headers, cancel)));
    if (exchange.body !== null) stream.end(exchange.body);
  });
}

function answer(stream: ClientHttp2Stream, headers: Readonly<Record<string, unknown>>, cancel: () => void): Answer {
  return {
    status: Number(headers[':status']),
    header: (name) => {
      const value = headers[name];
      return typeof value === 'string' ? value : null;
    },
    body: stream,
    whole: () => stream.readableEnded && stream.rstCode === constants.NGHTTP2_NO_ERROR,
    cancel,
  };
}

/**
 * Sends a PING after a time without a byte, and ends a connection that does not answer. Any byte counts, so a busy
 * connection carries none. Returns what stops it.
 */
function watchLiveness(session: ClientHttp2Session, socket: Socket, server: URL, liveness: Liveness): () => void {
  let seenBytes = socket.bytesRead;
  let silentMs = 0;
  // Counted in ticks, not by the clock: a computer that slept must not find its connection dead without asking.
  const timer = setInterval(() => {
    if (socket.bytesRead !== seenBytes) {
      seenBytes = socket.bytesRead;
      silentMs = 0;
      return;
    }
    silentMs += liveness.checkMs;
    if (silentMs >= liveness.silenceMs + liveness.answerMs) {
      const seconds = Math.round(silentMs / 1_000);
      session.destroy(new FailureError(failure('connect.silent', { host: socketHost(server), seconds })));
      socket.destroy();
    } else if (silentMs >= liveness.silenceMs && silentMs < liveness.silenceMs + liveness.checkMs) {
      // The answer is a byte like any other: nothing to do when it comes.
      if (!session.destroyed) session.ping(() => undefined);
    }
  }, liveness.checkMs);
  timer.unref();
  return () => clearInterval(timer);
}
