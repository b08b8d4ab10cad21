import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { ConnectError } from '../connect-error.ts';
import type { CurlOptions } from './curl-options.ts';
import type { CurlUrl } from './curl-url.ts';
import { resolve, type ToolContext } from './tool.ts';

/** A transfer's end before its time, as curl's exit code and message. */
export class CurlError extends Error {
  constructor(
    readonly exit: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Opened {
  readonly socket: Duplex;
  readonly address: string;
}

/** What a connection attempt reports, for -v, -w and timeouts. */
export interface ConnectWatch {
  readonly startedAt: number;
  phase: 'resolve' | 'connect' | 'transfer';
  connects: number;
  readonly note: (line: string) => Promise<void>;
}

/** @throws CurlError */
export async function openConnection(
  context: ToolContext,
  options: CurlOptions,
  url: CurlUrl,
  watch: ConnectWatch,
  signal: AbortSignal,
): Promise<Opened> {
  const [address] = pinned(options, url) ?? (await resolve(context, url.host));
  if (address === undefined) throw new CurlError(6, `Could not resolve host: ${url.host}`);
  watch.phase = 'connect';
  await watch.note(`  Trying ${address}:${url.port}...`);
  const socket = await dial(context, options, url, address, watch, signal);
  watch.connects = 1;
  watch.phase = 'transfer';
  await watch.note(`Connected to ${url.host} (${address}) port ${url.port}`);
  return { socket: url.scheme === 'https' ? await secure(context, options, url, socket) : socket, address };
}

async function dial(
  context: ToolContext,
  options: CurlOptions,
  url: CurlUrl,
  address: string,
  watch: ConnectWatch,
  signal: AbortSignal,
): Promise<Duplex> {
  const limit = new AbortController();
  const timer =
    options.connectTimeoutMs === undefined ? undefined : setTimeout(() => limit.abort(), options.connectTimeoutMs);
  const stop = (): void => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  const failed = (why: string): string =>
    `Failed to connect to ${url.host} port ${url.port} after ${context.now() - watch.startedAt} ms: ${why}`;
  try {
    return await context.network.connect(address, url.port, limit.signal);
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    if (error.code === 'ECONNABORTED') throw new CurlError(28, failed('Timeout was reached'));
    await watch.note(`connect to ${address} port ${url.port} failed: ${error.message}`);
    throw new CurlError(7, failed("Couldn't connect to server"));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** After the TCP connection, as curl does: a certificate file that can't be read (77) is found out only then. */
async function secure(context: ToolContext, options: CurlOptions, url: CurlUrl, socket: Duplex): Promise<Duplex> {
  const { caFile } = options;
  let ca: string | undefined;
  if (caFile !== undefined) {
    ca = await context.fs.readFile(context.fs.resolvePath(context.cwd, caFile)).catch(() => undefined);
    if (ca === undefined || ca === '') {
      socket.destroy();
      throw new CurlError(77, `error setting certificate file: ${caFile}`);
    }
  }
  const isName = /[a-z]/i.test(url.host);
  const tls = tlsConnect({
    socket,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(isName ? { servername: url.host } : {}),
    // Without --cacert there is no authority that is trusted: an image's own knows none of a cluster.
    ca: ca ?? [],
  });
  try {
    await once(tls, 'secureConnect');
  } catch (error) {
    throw new CurlError(35, tlsFailure(error));
  }
  if (!options.insecure && !tls.authorized) {
    tls.destroy();
    const { authorizationError } = tls as { readonly authorizationError?: unknown };
    throw new CurlError(60, certificateProblem(String(authorizationError), url.host));
  }
  return tls;
}

function tlsFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('wrong version number')) {
    return 'OpenSSL/3.1.4: error:0A00010B:SSL routines::wrong version number';
  }
  return message.includes('ECONNRESET') || message.includes('disconnected')
    ? 'OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to server'
    : `TLS connect error: ${message}`;
}

function certificateProblem(reason: string, host: string): string {
  if (reason.includes('ALTNAME'))
    return `SSL: no alternative certificate subject name matches target host name '${host}'`;
  const self = reason.includes('SELF_SIGNED');
  return `SSL certificate problem: ${self ? 'self-signed certificate in certificate chain' : 'unable to get local issuer certificate'}`;
}

/** `--resolve HOST:PORT:ADDRESS` */
function pinned(options: CurlOptions, url: CurlUrl): readonly string[] | undefined {
  for (const entry of options.resolves) {
    const [host, port, ...address] = entry.replace(/^\+/, '').split(':');
    if ((host === url.host || host === '*') && Number(port) === url.port) return [address.join(':')];
  }
  return undefined;
}
