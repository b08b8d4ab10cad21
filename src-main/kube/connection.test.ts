import { createSecureServer, constants, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificates } from '../../test/support/test-certificates.ts';
import { openConnection } from './connection.ts';
import type { KubeApi } from './kube-api.ts';

// Against a bare HTTP/2 server that echoes what it is sent, and keeps how each stream ended.
const over = new AbortController();
let server: Http2SecureServer;
let api: KubeApi;
let resets = 0;
let sessions = 0;

beforeAll(async () => {
  const { ca, cert, key } = await makeCertificates();
  server = createSecureServer({ cert, key });
  server.on('session', () => (sessions += 1));
  server.on('stream', (stream) => {
    stream.on('aborted', () => (resets += 1));
    stream.on('close', () => (resets += stream.rstCode === constants.NGHTTP2_NO_ERROR ? 0 : 1));
    stream.respond({ ':status': 200, 'content-type': 'application/json' });
    stream.pipe(stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = {
    server: new URL(`https://127.0.0.1:${String(port)}`),
    ca: Buffer.from(ca),
    cert: null,
    key: null,
    insecureSkipTlsVerify: false,
    tlsServerName: null,
    headers: {},
    user: 'me',
  };
  const source = { server: credentials.server, user: 'me', current: () => Promise.resolve(credentials) };
  api = openConnection({ credentials: source, userAgent: 'test', signal: over.signal });
});

afterAll(() => {
  over.abort();
  server.close();
});

it('resets no stream whose answer has come whole: servers count resets, and end the connection of who makes many', async () => {
  const patch = async (number: number): Promise<void> => {
    const body = { number };
    expect(await api.json({ method: 'PATCH', path: '/x', contentType: 'application/merge-patch+json', body })).toEqual(
      body,
    );
  };
  // Node.js allows a burst of 1,000 resets.
  for (let round = 0; round < 30; round += 1) await Promise.all(Array.from({ length: 50 }, (_, index) => patch(index)));
  expect([resets, sessions]).toEqual([0, 1]);
});
