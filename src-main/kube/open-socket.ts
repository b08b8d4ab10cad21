import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { failure } from '#shared/ipc/failure.ts';
import type { Credentials } from './credentials.ts';
import { explainError } from './explain-error.ts';
import { DetailError } from './detail-error.ts';
import { FailureError } from './failure-error.ts';
import { socketHost, socketPort } from './server-url.ts';

/** Address look-up, TCP and TLS together, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens one connection to the API server; ready for its first byte when it resolves. Rejects with FailureError
 * `connect.*`, `tls.*` or `canceled`. `http://` is allowed as kubectl allows it (`kubectl proxy` serves it); the address
 * on the screen shows that it is not `https://`.
 */
export function openSocket(credentials: Credentials, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new FailureError(failure('canceled', {})));
      return;
    }
    const host = socketHost(credentials.server);
    let socket: Socket;
    try {
      socket = start(credentials, host);
    } catch (error) {
      // A certificate or key that does not parse throws at once.
      reject(new FailureError(explainError(error, credentials.server)));
      return;
    }
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', canceled);
      socket.off('error', failed);
      socket.off('close', closed);
      // Whoever takes the socket adds a listener of its own; until then an error must not be an uncaught one.
      socket.on('error', () => undefined);
    };
    const refuse = (error: FailureError): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const failed = (error: Error): void => refuse(new FailureError(explainError(error, credentials.server)));
    const closed = (): void => failed(new DetailError({ code: 'closed-before-ready' }));
    const canceled = (): void => refuse(new FailureError(failure('canceled', {})));
    const timer = setTimeout(
      () => refuse(new FailureError(failure('connect.timeout', { host, seconds: CONNECT_TIMEOUT_MS / 1_000 }))),
      CONNECT_TIMEOUT_MS,
    );
    signal.addEventListener('abort', canceled, { once: true });
    socket.once('error', failed);
    socket.once('close', closed);
    socket.once(isTls(credentials) ? 'secureConnect' : 'connect', () => {
      settle();
      resolve(socket);
    });
  });
}

function isTls(credentials: Credentials): boolean {
  return credentials.server.protocol === 'https:';
}

function start(credentials: Credentials, host: string): Socket {
  const port = socketPort(credentials.server);
  const socket = isTls(credentials) ? startTls(credentials, host, port) : connectTcp({ host, port });
  socket.setNoDelay(true);
  return socket;
}

function startTls(credentials: Credentials, host: string, port: number): TLSSocket {
  const { ca, cert, key, tlsServerName } = credentials;
  // An IP address must not be sent as a server name (RFC 6066); it is verified all the same.
  const servername = tlsServerName ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({
    host,
    port,
    ...(servername === undefined ? {} : { servername }),
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
    rejectUnauthorized: !credentials.insecureSkipTlsVerify,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
}
