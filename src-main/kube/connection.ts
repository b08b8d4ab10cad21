import type { TLSSocket } from 'node:tls';
import { failure } from '#shared/ipc/failure.ts';
import { sameIdentity, type Credentials, type CredentialSource } from './credentials.ts';
import { explainError } from './explain-error.ts';
import { explainStatus } from './explain-status.ts';
import { DetailError } from './detail-error.ts';
import { FailureError } from './failure-error.ts';
import { http1Transport, type Silence } from './http1-transport.ts';
import { http2Transport, LIVENESS, type Liveness } from './http2-transport.ts';
import type { ApiRequest, KubeApi } from './kube-api.ts';
import { openSocket } from './open-socket.ts';
import { pathPrefix, socketHost } from './server-url.ts';
import { neverBegun, type Answer, type Exchange, type Transport } from './transport.ts';

export interface ConnectionOptions {
  readonly credentials: CredentialSource;
  /** `servicescope/VERSION`. */
  readonly userAgent: string;
  /** Ends every request under way, and the connection. */
  readonly signal: AbortSignal;
  /** Over HTTP/2. */
  readonly liveness?: Liveness;
  /** Over HTTP/1.1. */
  readonly silence?: Silence;
}

/** Until the head of an answer has come, in milliseconds. */
const HEAD_TIMEOUT_MS = 30_000;
/** Most that is read of a refusal's body. */
const REFUSAL_CAP_BYTES = 65_536;

/**
 * The API server of one kube context. Connects at the first request and again whenever a request finds no connection;
 * follows no redirect, so that credentials go nowhere else.
 */
export function openConnection(options: ConnectionOptions): KubeApi {
  const { credentials: source, signal } = options;
  const way = createWay(options);
  let skew: number | null = null;

  const exchange = async (request: ApiRequest): Promise<{ answer: Answer; ends: AbortSignal }> => {
    const late = new AbortController();
    const ends = AbortSignal.any([signal, late.signal, ...(request.signal === undefined ? [] : [request.signal])]);
    const seconds = (request.timeoutMs ?? HEAD_TIMEOUT_MS) / 1_000;
    const timer = setTimeout(() => late.abort(), seconds * 1_000);
    try {
      const answer = await sendOnce(way, request, options.userAgent, ends);
      skew = skewOf(answer.header('date')) ?? skew;
      return { answer, ends };
    } catch (error) {
      if (late.signal.aborted)
        throw new FailureError(failure('connect.timeout', { host: socketHost(source.server), seconds }));
      throw asFailureError(error, source.server, ends);
    } finally {
      clearTimeout(timer);
    }
  };

  const accepted = async (request: ApiRequest): Promise<{ body: AsyncIterable<Uint8Array> }> => {
    const { answer, ends } = await exchange(request);
    const body = readBody(answer, source.server, ends);
    if (answer.status >= 200 && answer.status < 300) return { body };
    const text = (await collect(body, REFUSAL_CAP_BYTES)).toString('utf8');
    throw new FailureError(refusalOf(answer, text, { user: source.user, verb: request.method.toLowerCase() }));
  };

  return {
    json: async <T>(request: ApiRequest): Promise<T> => {
      const { body } = await accepted(request);
      return parseJson((await collect(body, Infinity)).toString('utf8')) as T;
    },
    stream: async (request) => (await accepted(request)).body,
    clockSkewMs: () => skew,
  };
}

interface Way {
  readonly source: CredentialSource;
  transport(): Promise<{ readonly transport: Transport; readonly credentials: Credentials; readonly reused: boolean }>;
}

/** Keeps one transport, made once however many ask for it at the same time. */
function createWay(options: ConnectionOptions): Way {
  const { credentials: source, signal } = options;
  let open: {
    readonly credentials: Credentials;
    readonly transport: Promise<Transport>;
    ready: Transport | null;
  } | null = null;
  signal.addEventListener('abort', () => open?.ready?.destroy(), { once: true });

  const connect = (credentials: Credentials): NonNullable<typeof open> => {
    const lost = (): void => {
      if (open === made) open = null;
    };
    const made: NonNullable<typeof open> = {
      credentials,
      transport: negotiate(credentials, options, lost),
      ready: null,
    };
    made.transport.then((transport) => {
      made.ready = transport;
      if (signal.aborted) transport.destroy();
    }, lost);
    return made;
  };

  return {
    source,
    transport: async () => {
      const credentials = await source.current();
      const current = open;
      if (current !== null && sameIdentity(current.credentials, credentials) && current.ready?.usable() !== false) {
        return { transport: await current.transport, credentials, reused: true };
      }
      // A rotated certificate takes a connection of its own; watches on the old one run on to their end.
      current?.ready?.retire();
      open = connect(credentials);
      return { transport: await open.transport, credentials, reused: false };
    },
  };
}

async function negotiate(
  credentials: Credentials,
  { signal, liveness = LIVENESS, silence }: ConnectionOptions,
  lost: () => void,
): Promise<Transport> {
  const socket = await openSocket(credentials, signal);
  if ((socket as Partial<TLSSocket>).alpnProtocol === 'h2')
    return http2Transport(socket, credentials.server, lost, liveness);
  return http1Transport(socket, credentials.server, () => openSocket(credentials, signal), silence);
}

/** One try, and a second on a new connection where the old one turned out dead before the server saw the request. */
async function sendOnce(way: Way, request: ApiRequest, userAgent: string, signal: AbortSignal): Promise<Answer> {
  const first = await way.transport();
  try {
    return await first.transport.send(toExchange(request, first.credentials, userAgent), signal);
  } catch (error) {
    const lost = explainError(error, way.source.server).code === 'connect.lost';
    const again = neverBegun(error) || (first.reused && request.method === 'GET' && lost);
    if (!again || signal.aborted) throw error;
    const second = await way.transport();
    return second.transport.send(toExchange(request, second.credentials, userAgent), signal);
  }
}

function toExchange(request: ApiRequest, credentials: Credentials, userAgent: string): Exchange {
  const query = new URLSearchParams(request.query).toString();
  const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body), 'utf8');
  return {
    method: request.method,
    path: `${pathPrefix(credentials.server)}${request.path}${query === '' ? '' : `?${query}`}`,
    headers: {
      accept: request.accept ?? 'application/json',
      'user-agent': userAgent,
      ...(body === null ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      ...credentials.headers,
    },
    body,
    pace: request.query?.watch !== undefined ? 'watch' : request.query?.follow !== undefined ? 'log' : 'answer',
  };
}

async function* readBody(
  answer: Answer,
  server: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) yield chunk;
    if (!answer.whole()) throw new DetailError({ code: 'closed-in-answer' });
  } catch (error) {
    throw asFailureError(error, server, signal);
  } finally {
    // Of what has come whole nothing is left to reset, and some servers end a connection with too many resets.
    if (!answer.whole()) answer.cancel();
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, cap: number): Promise<Buffer> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    all.push(chunk);
    length += chunk.length;
    if (length > cap) break;
  }
  return Buffer.concat(all);
}

function asFailureError(error: unknown, server: URL, signal: AbortSignal): FailureError {
  if (signal.aborted) return new FailureError(failure('canceled', {}));
  return error instanceof FailureError ? error : new FailureError(explainError(error, server), { cause: error });
}

function refusalOf(
  answer: Answer,
  text: string,
  asked: { readonly user: string; readonly verb: string },
): FailureError['failure'] {
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Some proxy's page: shown as it is.
  }
  return explainStatus(answer.status, answer.header('retry-after'), body, asked);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the answer.
    throw new FailureError(failure('api.garbled', { detail: { code: 'not-json' } }));
  }
}

/** A Date header is cut to whole seconds, so less than a second of difference says nothing. */
function skewOf(date: string | null): number | null {
  const at = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(at)) return null;
  const skew = at + 500 - Date.now();
  return Math.abs(skew) <= 1_000 ? 0 : skew;
}
