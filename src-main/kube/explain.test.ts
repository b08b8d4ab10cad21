import { describe, expect, it } from 'vitest';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { explainError } from './explain-error.ts';
import { explainStatus, retryAfterSeconds } from './explain-status.ts';
import { FailureError } from './failure-error.ts';

const SERVER = new URL('https://[fd00::1]:6443/prefix');

function coded(code: string, message = 'it said so'): Error {
  return Object.assign(new Error(message), { code });
}

describe('an error on the way', () => {
  it.each([
    ['ENOTFOUND', 'connect.dns'],
    ['EAI_AGAIN', 'connect.dns'],
    ['ECONNREFUSED', 'connect.refused'],
    ['EHOSTUNREACH', 'connect.unreachable'],
    ['ENETUNREACH', 'connect.unreachable'],
    ['ETIMEDOUT', 'connect.timeout'],
    ['ECONNRESET', 'connect.lost'],
    ['EPIPE', 'connect.lost'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'connect.lost'],
    ['ERR_HTTP2_STREAM_ERROR', 'connect.lost'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.untrusted'],
    ['CERT_HAS_EXPIRED', 'tls.expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.name-mismatch'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls.failed'],
    ['EPROTO', 'tls.failed'],
    ['ERR_OSSL_PEM_NO_START_LINE', 'tls.failed'],
  ])('%s is %s', (code, expected) => expect(explainError(coded(code), SERVER).code).toBe(expected));

  it('names host and port as a person would', () => {
    const several = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(explainError(several, SERVER)).toEqual(failure('connect.refused', { host: 'fd00::1', port: 6443 }));
  });

  it('passes a Failure on', () => {
    const known = failure('api.gone', {});
    expect(explainError(new FailureError(known), SERVER)).toBe(known);
  });
});

const ASKED = { user: 'jane', verb: 'list' };
const forbidden = (message: string): Failure => explainStatus(403, null, { message }, ASKED);

describe('an answer that refuses', () => {
  it.each([
    [
      'pods is forbidden: User "u" cannot watch resource "pods" in API group "" in the namespace "shop"',
      'watch',
      'pods',
      'shop',
    ],
    [
      'nodes is forbidden: User "u" cannot list resource "nodes" in API group "" at the cluster scope',
      'list',
      'nodes',
      null,
    ],
    [
      'pods "x" is forbidden: User "u" cannot create resource "pods/exec" in API group "" in the namespace "a"',
      'create',
      'pods/exec',
      'a',
    ],
    ['forbidden: User "system:anonymous" cannot get path "/api"', 'get', '/api', null],
    ['no idea', 'list', '', null],
  ])('%s', (message, verb, resource, namespace) => {
    expect(forbidden(message)).toEqual(failure('api.forbidden', { verb, resource, namespace, message }));
  });

  it.each<[number, string | null, unknown, string]>([
    [401, null, {}, 'api.unauthorized'],
    [404, null, { details: { kind: 'pods', name: 'x' } }, 'api.not-found'],
    [409, null, {}, 'api.conflict'],
    [410, null, {}, 'api.gone'],
    [504, null, { reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }, 'api.gone'],
    [500, null, { reason: 'Expired' }, 'api.gone'],
    [422, null, {}, 'api.rejected'],
    [302, null, '', 'api.failed'],
    [500, null, '<html>', 'api.failed'],
    [503, null, {}, 'api.failed'],
    [503, '3', {}, 'api.busy'],
    [429, null, {}, 'api.busy'],
    [429, null, { details: { retryAfterSeconds: 4 } }, 'api.busy'],
  ])('%i with Retry-After %s is told', (status, retryAfter, body, code) => {
    expect(explainStatus(status, retryAfter, body, ASKED).code).toBe(code);
  });

  it.each([
    ['3', 3],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:09 GMT', 8],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', null],
    [null, null],
  ])('Retry-After %s is %s s', (header, seconds) => expect(retryAfterSeconds(header, 1_000)).toBe(seconds));

  it('is not obeyed for ever', () => {
    expect(explainStatus(503, '999999', {}, ASKED)).toEqual(
      failure('api.busy', { status: 503, retryAfterSeconds: 300 }),
    );
  });
});
