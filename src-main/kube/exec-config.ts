import type { KubeConfig } from '@kubernetes/client-node';
import type { Credentials } from './credentials.ts';

/** TCP, TLS and the upgrade together. */
const HANDSHAKE_TIMEOUT_MS = 15_000;
/** Kubernetes sends 32 KB a frame. */
const FRAME_CAP_BYTES = 1_048_576;

/** What client-node hands its WebSocket; its own type of it names only a part. */
type SocketOptions = Parameters<KubeConfig['applyToHTTPSOptions']>[0];

/**
 * Fills a client-node KubeConfig with one cluster and one user who has nothing but a certificate or a token: no `exec`, no
 * `auth-provider`, no file, so there is nothing in it that client-node could run or read. To be made anew for each
 * connection: client-node keeps TLS agents by name, and would go on using a certificate that was replaced.
 */
export function fillKubeConfig(config: KubeConfig, credentials: Credentials, signal: AbortSignal): void {
  const { server, ca, cert, key, headers } = credentials;
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: server.href.replace(/\/+$/, ''),
      // client-node refuses http:// without it.
      skipTLSVerify: credentials.insecureSkipTlsVerify || server.protocol === 'http:',
      ...(ca === null ? {} : { caData: ca.toString('base64') }),
      ...(credentials.tlsServerName === null ? {} : { tlsServerName: credentials.tlsServerName }),
    },
    {
      name: 'user',
      ...(cert === null ? {} : { certData: cert.toString('base64') }),
      ...(key === null ? {} : { keyData: key.toString('base64') }),
    },
  );
  const apply = config.applyToHTTPSOptions.bind(config);
  config.applyToHTTPSOptions = async (options: SocketOptions) => {
    await apply(options);
    Object.assign(options, {
      // Authorization and impersonation, as on every other request.
      headers,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: FRAME_CAP_BYTES,
      perMessageDeflate: false,
      signal,
    });
  };
}
