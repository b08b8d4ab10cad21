import { failure, type Failure } from '#shared/ipc/failure.ts';
import { DetailError } from './detail-error.ts';
import { FailureError } from './failure-error.ts';
import { redact } from '#shared/kube/redact.ts';
import { socketHost, socketPort } from './server-url.ts';

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'CERT_CHAIN_TOO_LONG',
]);
const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** What Node.js threw on the way to the API server, as a Failure. Pure. */
export function explainError(error: unknown, server: URL): Failure {
  if (error instanceof FailureError) return error.failure;
  const { code, message } = describe(error);
  const host = socketHost(server);
  const detail = redact(message);
  if (code === 'ABORT_ERR') return failure('canceled', {});
  if (DNS.has(code)) return failure('connect.dns', { host });
  if (code === 'ECONNREFUSED') return failure('connect.refused', { host, port: socketPort(server) });
  if (UNREACHABLE.has(code)) return failure('connect.unreachable', { host, detail });
  if (code === 'ETIMEDOUT') return failure('connect.timeout', { host, seconds: 0 });
  if (UNTRUSTED.has(code)) return failure('tls.untrusted', { server: server.host, detail });
  if (EXPIRED.has(code)) return failure('tls.expired', { server: server.host, detail });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return failure('tls.name-mismatch', { server: server.host, detail });
  if (isTls(code)) return failure('tls.failed', { server: server.host, detail });
  return failure('connect.lost', { host, detail: error instanceof DetailError ? error.detail : detail });
}

/** OpenSSL's codes, and a client certificate or key that does not parse. An alert of the server's counts as well. */
function isTls(code: string): boolean {
  return (
    code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_') || code === 'EPROTO'
  );
}

/** Happy-eyeballs failures are an AggregateError without a message of its own: its first error speaks for all. */
function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = error.name === 'AbortError' ? 'ABORT_ERR' : 'code' in error ? String(error.code) : '';
  return { code, message: error.message };
}
