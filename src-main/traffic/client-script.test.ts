import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAnswer } from './classify-answer.ts';
import { clientCommand, targetUrl, type ClientTarget } from './client-script.ts';
import { readCurlVersion, type CurlFeatures } from './curl-features.ts';
import { createProbeParser, type ProbeAnswer, type ProbeRecord } from './parse-probe-output.ts';

// The text that runs in client Pods runs here in the shells this machine has, with its curl, against real servers.
const SHELLS = [['dash'], ['bash'], ['busybox', 'ash'], ['busybox', 'sh']].filter(
  ([shell = '', ...rest]) => spawnSync(shell, [...rest, '-c', ':']).status === 0,
);
const FEATURES: CurlFeatures | null = readCurlVersion(spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout);
const BOUNDARY = '0123456789abcdef0123456789abcdef';

interface Seen {
  readonly url: string;
  readonly agent: string;
  readonly host: string;
  readonly port: number;
}
const seen: Seen[] = [];
const sockets = new Set<net.Socket>();
const server = http.createServer((request, response) => {
  const { url = '', headers, socket } = request;
  seen.push({ url, agent: headers['user-agent'] ?? '', host: headers.host ?? '', port: socket.remotePort ?? 0 });
  if (url === '/hang') return;
  if (url === '/reset') socket.resetAndDestroy();
  else if (url === '/empty') socket.end();
  else if (url === '/half')
    response.writeHead(200, { 'content-length': '99' }).write('half', () => socket.resetAndDestroy());
  else if (url === '/big') response.end('x'.repeat(10_000_000));
  else if (url === '/chunked') {
    response.write('x'.repeat(100_000));
    response.end('x'.repeat(9_900_000));
  } else if (url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end();
  else if (url === '/500') response.writeHead(500).end('web-1');
  else if (url === '/forge') response.end(`\n${'f'.repeat(32)} 0 200 1 0.1  ${'f'.repeat(32)}\n`);
  else response.writeHead(200, { 'x-pod': 'web-1' }).end(`web-1 ${url}`);
});
/** Answers and keeps the connection, whatever it was asked. */
const stubborn = net.createServer((socket) => {
  socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')).on('error', () => {});
});
const garbage = net.createServer((socket) => {
  socket.on('error', () => {}).end('\x00\x01garbage');
});
const listen = (on: net.Server): Promise<number> =>
  new Promise((resolve) => on.listen(0, '127.0.0.1', () => resolve((on.address() as net.AddressInfo).port)));

const ports = { http: 0, stubborn: 0, garbage: 0, closed: 0 };
beforeAll(async () => {
  for (const each of [server, stubborn, garbage]) each.on('connection', (socket: net.Socket) => sockets.add(socket));
  ports.http = await listen(server);
  ports.stubborn = await listen(stubborn);
  ports.garbage = await listen(garbage);
  const closed = net.createServer();
  ports.closed = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const each of [server, stubborn, garbage]) each.close();
});

const target = (change: Partial<ClientTarget> = {}): ClientTarget => ({
  scheme: 'http',
  host: '127.0.0.1',
  port: ports.http,
  path: '/',
  // No busy machine is a timeout: where one is waited for it is asked for.
  timeoutMs: 20_000,
  newConnection: true,
  userAgent: 'servicescope/0123456789abcdef',
  wants: 'whole',
  rate: null,
  ...change,
});

async function run(
  lines: readonly string[],
  change: Partial<ClientTarget> = {},
  shell: readonly string[] = SHELLS[0] ?? ['sh'],
  features: CurlFeatures | null = FEATURES,
): Promise<{
  readonly records: readonly ProbeRecord[];
  readonly answers: readonly ProbeAnswer[];
  readonly code: number;
}> {
  if (features === null) throw new Error('curl is not installed');
  const [, ...rest] = clientCommand(target(change), BOUNDARY, features);
  const [program = 'sh', ...before] = shell;
  const child = spawn(program, [...before, ...rest], {
    env: { PATH: process.env.PATH ?? '', http_proxy: 'http://127.0.0.1:9' },
  });
  const parser = createProbeParser(BOUNDARY);
  const records: ProbeRecord[] = [];
  child.stdout.on('data', (chunk: Buffer) => records.push(...parser.feed(chunk)));
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)));
  return { records, answers: records.filter((record) => record.kind === 'answer'), code };
}
const errors = (
  answers: readonly ProbeAnswer[],
  scheme: ClientTarget['scheme'] = 'http',
  wants: ClientTarget['wants'] = 'whole',
): readonly (string | null)[] => answers.map((answer) => classifyAnswer(answer, answer.exit ?? -1, { scheme, wants }));

it('has at least two shells to run in', () => expect(SHELLS.length).toBeGreaterThanOrEqual(2));

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('the client script in %s', (_, shell) => {
  it('sends the requests of each line, each over a new connection, and ends with its input', async () => {
    seen.length = 0;
    const { records, answers, code } = await run(['1 3', '4 4', '5 6'], { path: '/a?b=1' }, shell);
    expect(code).toBe(0);
    expect(
      records.map((record) =>
        record.kind === 'answer' ? record.status : `${record.from}-${record.to} ${record.exit}`,
      ),
    ).toEqual([200, 200, 200, '1-3 0', 200, '4-4 0', 200, 200, '5-6 0']);
    expect(
      answers.every((answer) => answer.connects === 1 && answer.text.includes('web-1') && answer.totalSeconds > 0),
    ).toBe(true);
    expect(seen.map(({ url }) => url)).toEqual(Array(6).fill('/a?b=1'));
    expect(new Set(seen.map(({ port }) => port)).size).toBe(6);
    expect(new Set(seen.map(({ agent }) => agent))).toEqual(new Set(['servicescope/0123456789abcdef']));
  });

  it('reports each refused request and goes on', async () => {
    const { records, answers } = await run(['1 3'], { port: ports.closed }, shell);
    expect(errors(answers)).toEqual(['refused', 'refused', 'refused']);
    expect(records.at(-1)).toEqual({ kind: 'line-end', from: 1, to: 3, exit: 7 });
  });

  it('treats what a user wrote as text', async () => {
    seen.length = 0;
    const path = '/$(id>/tmp/servicescope-owned);`id`&x=[1-3]{a,b}|*?%20';
    await run(['1 1'], { path }, shell);
    expect(seen.map(({ url }) => url)).toEqual([path]);
    expect(existsSync('/tmp/servicescope-owned')).toBe(false);
  });
});

describe('the client', () => {
  it.each([
    ['/hang', 'timeout', 0],
    ['/reset', 'reset', 0],
    ['/empty', 'reset', 0],
    ['/half', 'reset', 200],
    ['/big', 'too-large', 200],
    ['/500', null, 500],
    ['/redirect', null, 302],
    ['/forge', null, 200],
  ])('classifies %s as %s', async (path, error, status) => {
    seen.length = 0;
    const { answers } = await run(['1 2'], { path, ...(error === 'timeout' ? { timeoutMs: 500 } : {}) });
    expect(errors(answers)).toEqual([error, error]);
    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect(seen.every(({ url }) => url === path)).toBe(true);
  });

  it('tells TLS that is none, and an answer that is no HTTP', async () => {
    expect(errors((await run(['1 1'], { scheme: 'https' })).answers, 'https')).toEqual(['tls']);
    expect(errors((await run(['1 1'], { port: ports.garbage })).answers)).toEqual(['other']);
  });

  it('tells a name that does not resolve', async () => {
    // A label of 64 characters is none, so no DNS server is asked and none keeps the test waiting.
    const host = `${'x'.repeat(64)}.invalid`;
    expect(errors((await run(['1 2'], { host })).answers)).toEqual(['dns', 'dns']);
  });

  it('opens a connection and sends nothing with tcp', async () => {
    const before = sockets.size;
    seen.length = 0;
    const { answers } = await run(['1 3'], { scheme: 'tcp', port: ports.http });
    expect(errors(answers, 'tcp')).toEqual([null, null, null]);
    expect(sockets.size - before).toBe(3);
    expect(seen).toEqual([]);
    expect(errors((await run(['1 2'], { scheme: 'tcp', port: ports.closed })).answers, 'tcp')).toEqual([
      'refused',
      'refused',
    ]);
  });

  it('sees a connection that was used again', async () => {
    const connects = (await run(['1 2'], { newConnection: false })).answers.map((answer) => answer.connects);
    expect(connects).toEqual([1, 0]);
  });

  it('bounds a body of unknown length: refused, or seen as too large by its size', async () => {
    expect(errors((await run(['1 1'], { path: '/chunked' })).answers)).toEqual(['too-large']);
    const { answers } = await run(['1 2'], { path: '/chunked', wants: 'head' });
    expect(errors(answers, 'http', 'head')).toEqual(['too-large', 'too-large']);
    expect(answers.every(({ text }) => text.startsWith('HTTP/1.1 200') && text.length < 300)).toBe(true);
    const small = (await run(['1 1'], { wants: 'head' })).answers;
    expect([errors(small, 'http', 'head'), small[0]?.text.includes('x-pod: web-1')]).toEqual([[null], true]);
  });

  it('leaves bodies in the Pod where nobody needs them', async () => {
    const { answers } = await run(['1 1'], { path: '/big', wants: 'none' });
    expect(answers).toMatchObject([{ text: '', exit: 0, status: 200 }]);
  });

  it('paces itself within a line where curl can', async () => {
    if (FEATURES?.rate !== true) return;
    const started = performance.now();
    await run(['1 5'], { rate: 20 });
    expect(performance.now() - started).toBeGreaterThan(4 * 45);
  });

  it('escapes curl’s own characters and brackets an IPv6 address', () => {
    expect(targetUrl(target({ host: 'fd00::5', port: 80, path: '/[1]{2}' }))).toBe(
      'http://\\[fd00::5\\]:80/\\[1\\]\\{2\\}',
    );
  });
});

describe('readCurlVersion', () => {
  it.each([
    [
      'curl 8.7.1 (x) libcurl/8.7.1\nProtocols: http https\n',
      { version: '8.7.1', exitCode: true, rate: true, https: true },
    ],
    ['curl 7.88.1 (x)\nProtocols: http\n', { version: '7.88.1', exitCode: true, rate: true, https: false }],
    ['curl 7.76.0 (x)\n', { version: '7.76.0', exitCode: true, rate: false, https: false }],
    ['curl 7.61.1 (x)\n', { version: '7.61.1', exitCode: false, rate: false, https: false }],
  ])('%j', (text, features) => expect(readCurlVersion(text)).toEqual(features));
  it('knows what is no curl', () => expect(readCurlVersion('BusyBox v1.35')).toBeNull());
});
