import { Agent, request as startRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { failure } from '#shared/ipc/failure.ts';
import { FailureError } from './failure-error.ts';
import { socketHost } from './server-url.ts';
import type { Answer, Exchange, Pace, Transport } from './transport.ts';

/** Silence after which an answer is taken for dead, in milliseconds: HTTP/1.1 has no PING. Logs that are followed have none. */
export type Silence = Readonly<Record<Exclude<Pace, 'log'>, number>>;

/** A watch with bookmarks speaks about once a minute; between two pieces of a list nothing takes longer than its head may. */
const SILENCE: Silence = { watch: 90_000, answer: 30_000 };

/**
 * Speaks HTTP/1.1: a connection per request under way, kept alive between requests. `first` is the connection on which
 * ALPN was tried; `open` makes further ones.
 */
export function http1Transport(first: Socket, server: URL, open: () => Promise<Socket>, silence = SILENCE): Transport {
  const agent = new SocketAgent(first, open);
  let retired = false;
  return {
    usable: () => !retired,
    send: (exchange, signal) => send(agent, server, exchange, signal, silence),
    retire: () => {
      retired = true;
      agent.retire();
    },
    destroy: () => {
      retired = true;
      agent.retire();
      agent.destroy();
    },
  };
}

type OnSocket = (error: Error | null, socket: Duplex) => void;

/** Hands node:http connections that openSocket made, so that TLS is set up in one place. */
class SocketAgent extends Agent {
  #spare: Socket | null;
  readonly #open: () => Promise<Socket>;

  constructor(first: Socket, open: () => Promise<Socket>) {
    super({ keepAlive: true, maxFreeSockets: 4 });
    this.#spare = first;
    this.#open = open;
  }

  override createConnection(_options: unknown, onSocket?: OnSocket): Duplex | null | undefined {
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null && !spare.destroyed) return spare;
    this.#open().then(
      (socket) => onSocket?.(null, socket),
      (error: unknown) => (onSocket as ((error: unknown) => void) | undefined)?.(error),
    );
    return undefined;
  }

  retire(): void {
    this.#spare?.destroy();
    this.#spare = null;
    for (const sockets of Object.values(this.freeSockets)) sockets?.forEach((socket) => socket.destroy());
  }
}

function send(agent: Agent, server: URL, exchange: Exchange, signal: AbortSignal, silence: Silence): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new FailureError(failure('canceled', {})));
      return;
    }
    const request = startRequest({
      agent,
      method: exchange.method,
      path: exchange.path,
      headers: {
        ...(exchange.headers as Record<string, string | string[]>),
        host: server.host,
        ...(exchange.body === null ? {} : { 'content-length': exchange.body.length }),
      },
    });
    const cancel = (): void => void request.destroy();
    signal.addEventListener('abort', cancel, { once: true });
    request.once('close', () => {
      signal.removeEventListener('abort', cancel);
      reject(new FailureError(failure('canceled', {})));
    });
    request.on('error', (error) => reject(signal.aborted ? new FailureError(failure('canceled', {})) : error));
    request.once('response', (response) => {
      if (exchange.pace !== 'log') endSilence(request, response, server, silence[exchange.pace]);
      resolve(answer(response, cancel));
    });
    request.end(exchange.body ?? undefined);
  });
}

function answer(response: IncomingMessage, cancel: () => void): Answer {
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name];
      return typeof value === 'string' ? value : null;
    },
    body: response,
    whole: () => response.complete,
    cancel,
  };
}

function endSilence(request: ClientRequest, response: IncomingMessage, server: URL, silenceMs: number): void {
  request.setTimeout(silenceMs, () => {
    const seconds = Math.round(silenceMs / 1_000);
    response.destroy(new FailureError(failure('connect.silent', { host: socketHost(server), seconds })));
  });
}
