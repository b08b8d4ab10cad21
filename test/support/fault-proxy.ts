import {
  connect,
  createSecureServer,
  type ClientHttp2Session,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer as createHttp1Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Credentials } from '../../src-main/kube/credentials.ts';
import { openSocket } from '../../src-main/kube/open-socket.ts';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { createTcpFaults, type TcpFaults } from './fault-proxy-tcp.ts';
import { makeCertificates, type TestCertificates } from './test-certificates.ts';

/** A request as the proxy saw it. `stream` is a watch that begins with all there is (WatchList). */
export interface ProxiedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly kind: 'list' | 'stream' | 'watch' | 'other';
}

/** What happens to a request instead of, or on the way of, its answer. */
export type HttpFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: unknown }
  /** The body is what this makes of the real one. `then`: a clean end, or RST_STREAM. */
  | {
      readonly kind: 'body';
      readonly rewrite: (body: AsyncIterable<Buffer>) => AsyncIterable<Buffer | string>;
      readonly then?: 'end' | 'reset';
    };

/** An answer to a watch that is still open. */
export interface OpenWatch {
  readonly request: ProxiedRequest;
  /** Puts a text into the body, between two lines of the real one if it ends in a line end. */
  inject(text: string): void;
  /** Ends the answer in good order. */
  end(): void;
  /** RST_STREAM, or over HTTP/1.1 a cut connection. */
  reset(): void;
}

export interface FaultProxy {
  readonly tcp: TcpFaults;
  readonly requests: ProxiedRequest[];
  /** Asked for each request; null passes it on. Replaced as a whole. */
  fault: (request: ProxiedRequest) => HttpFault | null;
  watches(): readonly OpenWatch[];
  /** A kube context that leads through the proxy and trusts its authority. */
  target(): ContextTarget;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** To reach the real API server with; its client certificate or token is what every request is made with. */
  readonly upstream: Credentials;
  readonly http1?: boolean;
  readonly certificates?: TestCertificates;
}

/** Ends TLS with an authority of its own, speaks HTTP/2 and HTTP/1.1, and passes requests on to the real API server. */
export async function startFaultProxy({
  upstream,
  http1 = false,
  certificates,
}: FaultProxyOptions): Promise<FaultProxy> {
  const { ca, cert, key } = certificates ?? (await makeCertificates());
  const session = await openUpstream(upstream);
  const requests: ProxiedRequest[] = [];
  const watches = new Set<OpenWatch>();
  const server = http1 ? createHttp1Server({ cert, key }) : createSecureServer({ cert, key, allowHTTP1: true });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => undefined);
  server.on('session', (peer: ServerHttp2Session) => peer.on('error', () => undefined));
  server.on('tlsClientError', () => undefined);
  // node:http2 gives its requests the shape of node:https'; only cut() has to know the difference.
  server.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
    const seen = describe(request);
    requests.push(seen);
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    void answer(proxy.fault(seen), { seen, request, response, session, upstream, watches }).catch(() => cut(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const tcp = await createTcpFaults((server.address() as AddressInfo).port);
  const proxy: FaultProxy = {
    tcp,
    requests,
    fault: () => null,
    watches: () => [...watches],
    target: () => proxyTarget(tcp.port(), ca),
    close: async () => {
      session.destroy();
      await tcp.close();
      // Also those that are in the middle of their handshake: close would wait for them.
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function openUpstream(upstream: Credentials): Promise<ClientHttp2Session> {
  const socket = await openSocket(upstream, new AbortController().signal);
  if ((socket as Partial<TLSSocket>).alpnProtocol !== 'h2') throw new Error('the real API server speaks HTTP/2');
  const session = connect(upstream.server.origin, {
    createConnection: () => socket,
    settings: { initialWindowSize: 4_194_304 },
  });
  session.on('error', () => undefined);
  return session;
}

function describe(request: Http2ServerRequest): ProxiedRequest {
  const url = new URL(request.url, 'https://proxy');
  const query = url.searchParams;
  const watch = query.has('sendInitialEvents') ? 'stream' : 'watch';
  const list = request.method === 'GET' && query.has('limit') ? 'list' : 'other';
  return { at: Date.now(), method: request.method, path: url.pathname, query, kind: query.has('watch') ? watch : list };
}

interface Exchange {
  readonly seen: ProxiedRequest;
  readonly request: Http2ServerRequest;
  readonly response: Http2ServerResponse;
  readonly session: ClientHttp2Session;
  readonly upstream: Credentials;
  readonly watches: Set<OpenWatch>;
}

async function answer(fault: HttpFault | null, exchange: Exchange): Promise<void> {
  const { seen, request, response, session, upstream, watches } = exchange;
  if (fault?.kind === 'status') {
    const retry = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
    response.writeHead(fault.status, { 'content-type': 'application/json', ...retry });
    response.end(JSON.stringify(fault.body ?? { kind: 'Status', code: fault.status }));
    return;
  }
  const real = session.request({
    ':method': seen.method,
    ':path': request.url,
    ':authority': upstream.server.host,
    accept: 'application/json',
    ...(request.headers['content-type'] === undefined ? {} : { 'content-type': request.headers['content-type'] }),
    ...(upstream.headers as Record<string, string>),
  });
  real.on('error', () => undefined);
  response.on('close', () => real.close(8));
  request.pipe(real);
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    real.once('response', resolve);
    real.once('close', () => reject(new Error('the real API server gave no answer')));
  });
  response.writeHead(Number(headers[':status']), picked(headers));
  // At once: a watch answers long before its first line.
  (response as { flushHeaders?: () => void }).flushHeaders?.();
  const open: OpenWatch = {
    request: seen,
    inject: (text) => response.write(text),
    end: () => response.end(),
    reset: () => cut(response),
  };
  if (seen.kind === 'watch' || seen.kind === 'stream') watches.add(open);
  response.on('close', () => watches.delete(open));
  const body = fault === null ? (real as AsyncIterable<Buffer>) : fault.rewrite(real);
  for await (const chunk of body) {
    if (response.writableEnded || response.destroyed) return;
    // One at a time: what is written together is sent in one frame.
    await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
  }
  if (fault?.then === 'reset') cut(response);
  else response.end();
}

function picked(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const kept = ['content-type', 'date', 'retry-after', 'audit-id'];
  return Object.fromEntries(kept.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));
}

function cut(response: Http2ServerResponse): void {
  const stream = response.stream as Http2ServerResponse['stream'] | undefined;
  // Over HTTP/1.1 there is no stream to reset. close(code) would end the body in good order first.
  if (stream === undefined) response.destroy();
  else stream.destroy(new Error('cut by the fault proxy'));
}

function proxyTarget(port: number, ca: string): ContextTarget {
  return {
    context: 'fault-proxy',
    namespace: 'default',
    cluster: {
      name: 'fault-proxy',
      server: `https://127.0.0.1:${String(port)}`,
      caData: Buffer.from(ca).toString('base64'),
      caFile: null,
      insecureSkipTlsVerify: false,
      tlsServerName: null,
      proxyUrl: null,
    },
    user: {
      name: 'through-the-proxy',
      certificateData: null,
      certificateFile: null,
      keyData: null,
      keyFile: null,
      token: 'the-proxy-wants-none',
      tokenFile: null,
      username: null,
      password: null,
      impersonate: null,
      execCommand: null,
      authProvider: null,
    },
  };
}
