import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

describe('redact', () => {
  it.each([
    ['Authorization: Bearer abcdef123456', 'abcdef123456'],
    ['{"authorization":"Basic dXNlcjpwYXNz"}', 'dXNlcjpwYXNz'],
    ['sent Basic dXNlcjpwYXNz and failed', 'dXNlcjpwYXNz'],
    ['authorization=plain-secret', 'plain-secret'],
    ['failed with token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl here', 'eyJhbGciOiJSUzI1NiJ9'],
    ['cut: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOi', 'eyJzdWIiOi'],
    ['token: abc.def-ghi', 'abc.def-ghi'],
    ['"client-key-data": "LS0tLS1CRUdJTg=="', 'LS0tLS1CRUdJTg'],
    ['data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURQ==', 'U0EgUFJJVkFURQ'],
    ['password=hunter2 and more', 'hunter2'],
    ['"password": "hunter two"', 'two'],
    ['{\\"env\\":[{\\"name\\":\\"DB\\",\\"value\\":\\"hunter2\\"}]}', 'hunter2'],
    ['- name: DB_HOST\n  value: hunter2\n', 'hunter2'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI', 'wJalrXUtnFEMI'],
    ['key AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['push with ghp_0123456789abcdefghij0123456789abcdef', '0123456789abcdef'],
    ['curl --token hunter2', 'hunter2'],
    ['GET /?api_key=hunter2&page=2', 'hunter2'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----', 'MHcCAQ'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE cut off', 'MIIE'],
    ['proxy http://me:hush@host', 'hush'],
    ['proxy http://me:hu@sh@host', 'sh@host'],
    ['cut: http://me:hush', 'hush'],
    ['cut: http://me:hu5h…', 'hu5h'],
    ['clone https://hunter2@github.com/a/b', 'hunter2'],
  ])('takes the secret out of %s', (text, secret) => expect(redact(text)).not.toContain(secret));

  it.each([
    'connect ECONNREFUSED 127.0.0.1:6443 (kube-system/kube-dns)',
    'see http://10.0.0.1:8080',
    'see https://[fd00::1]:6443.',
    'see https://example.com:443…',
    'pods is forbidden: User "jane" cannot list resource "pods"',
    'Unexpected token } in JSON at position 4',
    'Readiness probe failed: Get "http://10.244.2.32:8080/ready": dial tcp 10.244.2.32:8080: connect: connection refused',
    'MountVolume.SetUp failed for volume "certs" : secret "web-tls" not found',
    'basic authentication is disabled',
    'Back-off pulling image "registry.example.com:5000/eyewear.production/web@sha256:0123456789abcdef"',
    'kubectl --context kind-dev -n shop get po -l app=web,tier=front -o wide',
  ])('leaves alone: %s', (text) => expect(redact(text)).toBe(text));

  it('finds nothing more in what it has been over', () => {
    const text = 'Authorization: Bearer abcdef123456, token=abc, http://a:b@c, "password":"x y"';
    expect(redact(redact(text))).toBe(redact(text));
  });
});
