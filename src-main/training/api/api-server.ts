import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { StatusError } from '../cluster-api.ts';
import { badRequest } from '../status-errors.ts';
import { admitRequest } from './admit-request.ts';
import { failed, type Backing, type Call, type Reply } from './call.ts';
import { dispatch } from './dispatch.ts';
import { readBytes } from './read-bytes.ts';
import { sendReply } from './send-reply.ts';
import { upgradeExec } from './upgrade.ts';

/** A client may have this many requests under way on one HTTP/2 connection. */
const MOST_STREAMS = 100;

export interface ApiServerOptions {
  readonly backing: Backing;
  /** PEM. */
  readonly certificate: { readonly cert: string; readonly key: string };
  /** The bearer token of the one user. */
  readonly token: string;
  /** Told of what should not happen: an error that is no Status. */
  readonly onError?: (error: unknown) => void;
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** The API over HTTP/2 and HTTP/1.1 on a random port of 127.0.0.1. */
export class ApiServer {
  readonly #server: Http2SecureServer;
  readonly #sockets = new Set<Socket | Duplex>();
  #port = 0;

  constructor(private readonly options: ApiServerOptions) {
    const { cert, key } = options.certificate;
    this.#server = createSecureServer({
      cert,
      key,
      allowHTTP1: true,
      minVersion: 'TLSv1.2',
      settings: { maxConcurrentStreams: MOST_STREAMS },
    });
    this.#server.on('request', (request: Request, response: Response) => {
      this.#answer(request, response).catch((error: unknown) => options.onError?.(error));
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      upgradeExec(options.backing, options.token, request, socket, head),
    );
    this.#server.on('secureConnection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A client that goes away in the middle is no error of ours.
      socket.on('error', () => undefined);
    });
    this.#server.on('sessionError', () => undefined);
    this.#server.on('tlsClientError', () => undefined);
  }

  get port(): number {
    return this.#port;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  /** Takes a connection that came from inside the process: a Pod that calls the Service default/kubernetes. */
  accept(connection: Duplex): void {
    this.#server.emit('connection', connection);
  }

  /** Ends every connection, watches too. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #answer(request: Request, response: Response): Promise<void> {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    response.on('error', () => abort.abort());
    const reply = await this.#replyTo(request, abort.signal);
    await sendReply(response, reply, { headOnly: request.method === 'HEAD', pretty: isForPerson(request) }, abort);
  }

  async #replyTo(request: Request, signal: AbortSignal): Promise<Reply> {
    try {
      const url = urlOf(request);
      admitRequest(request.headers, url.pathname, this.options.token);
      const call: Call = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        accept: request.headers.accept ?? '',
        contentType: request.headers['content-type'] ?? '',
        userAgent: request.headers['user-agent'] ?? '',
        body: await readBytes(request),
        signal,
      };
      return dispatch(this.options.backing, call, `127.0.0.1:${this.#port}`);
    } catch (error) {
      return this.#failure(error);
    }
  }

  #failure(error: unknown): Reply {
    if (error instanceof StatusError) return failed(error);
    this.options.onError?.(error);
    const message = `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`;
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason: 'InternalError',
      code: 500,
    };
    return { kind: 'json', code: 500, value: status };
  }
}

/** Source: apiserver handlers/responsewriters isPrettyPrint: asked for, or curl, wget and browsers. */
function isForPerson({ url, headers }: Request): boolean {
  return /[?&]pretty(=true|=1|&|$)/.test(url ?? '') || /^(curl|Wget|Mozilla)/.test(headers['user-agent'] ?? '');
}

function urlOf({ url }: Request): URL {
  try {
    return new URL(url ?? '/', 'https://training');
  } catch {
    throw badRequest(`invalid URL ${JSON.stringify(url)}`);
  }
}
