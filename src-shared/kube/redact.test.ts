import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

describe('redact', () => {
  it.each([
    ['Authorization: Bearer abcdef123456', 'abcdef123456'],
    ['{"authorization":"Basic dXNlcjpwYXNz"}', 'dXNlcjpwYXNz'],
    ['authorization=plain-secret', 'plain-secret'],
    ['failed with token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl here', 'eyJhbGciOiJSUzI1NiJ9'],
    ['token: abc.def-ghi', 'abc.def-ghi'],
    ['"client-key-data": "LS0tLS1CRUdJTg=="', 'LS0tLS1CRUdJTg'],
    ['password=hunter2 and more', 'hunter2'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----', 'MHcCAQ'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE cut off', 'MIIE'],
    ['proxy http://me:hush@host', 'hush'],
  ])('takes the secret out of %s', (text, secret) => expect(redact(text)).not.toContain(secret));

  it.each([
    'connect ECONNREFUSED 127.0.0.1:6443 (kube-system/kube-dns)',
    'pods is forbidden: User "jane" cannot list resource "pods"',
    'Unexpected token } in JSON at position 4',
  ])('leaves alone: %s', (text) => expect(redact(text)).toBe(text));
});
