import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  execute,
  networkScene,
  type Executed,
  type Scene,
} from '../../../../test/support/training/pods-behind-service.ts';
import type { KubeObject } from '../../cluster-api.ts';
import { expandGlob } from './curl-glob.ts';

describe('curl in a Pod', () => {
  let scene: Scene;
  let client: KubeObject;
  const server: Server = createServer((request, response) => {
    if (request.url === '/empty') request.socket.destroy();
    else if (request.url === '/partial') {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('short', () => request.socket.destroy());
    } else if (request.url === '/away') response.writeHead(302, { Location: '/here' }).end();
    else if (request.url === '/chunks') {
      response.write('one,');
      response.write('two');
      response.end();
    } else if (request.url === '/404') response.writeHead(404).end('nothing\n');
    else if (request.url === '/slow') response.write('begun');
    else {
      response.end(
        `${request.method ?? ''} ${request.url ?? ''} ${request.headers.host ?? ''} ${request.headers['user-agent'] ?? '-'}\n`,
      );
    }
  });

  beforeAll(async () => {
    const accept = (connection: Duplex): void => void server.emit('connection', connection);
    scene = await networkScene({ apiServer: { address: '10.250.0.1', port: 6443, accept } });
    client = scene.pod('client', '10.244.2.2', { image: 'curlimages/curl', command: ['sleep', 'infinity'] });
    scene.service('web', '10.96.10.1', 80, [{ ip: '10.250.0.1', port: 6443 }]);
    scene.service('nobody', '10.96.10.3', 80, []);
  });
  afterAll(() => scene.stop());

  const curl = (...args: readonly string[]): Promise<Executed> => execute(scene, client, ['curl', ...args]);

  test.each([
    [['http://nowhere'], 6, 'Could not resolve host: nowhere'],
    [['http://nobody'], 7, /^Failed to connect to nobody port 80 after \d+ ms: Couldn't connect to server$/],
    [['http://8.8.8.8'], 7, /^Failed to connect to 8.8.8.8 port 80 after \d+ ms: Couldn't connect to server$/],
    [['-m', '0.2', 'http://10.96.99.99'], 28, /^Connection timed out after 2\d\d milliseconds$/],
    [
      ['--connect-timeout', '0.2', 'http://10.96.99.99'],
      28,
      /^Failed to connect to 10.96.99.99 port 80 after 2\d\d ms: Timeout was reached$/,
    ],
    [
      ['-m', '0.3', '-o', '/dev/null', 'web/slow'],
      28,
      /^Operation timed out after 3\d\d milliseconds with 5 bytes received$/,
    ],
    [['web/empty'], 52, 'Empty reply from server'],
    [['-o', '/dev/null', 'web/partial'], 18, 'transfer closed with 95 bytes remaining to read'],
    [['-f', 'web/404'], 22, 'The requested URL returned error: 404'],
    [['--max-filesize', '3', 'web'], 63, 'Maximum file size exceeded'],
    [['--cacert', '/nope', 'https://web:80'], 77, 'error setting certificate file: /nope'],
    [['https://web:80'], 35, /wrong version number|SSL/],
    [['ftp://web'], 1, 'Protocol "ftp" not supported'],
    [['web/[1-'], 3, /bad range in URL position/],
  ])('%j ends with %i', async (args, exit, message) => {
    const { code, stderr, stdout } = await curl('-sS', ...args);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    const said = /^curl: \((\d+)\) (.*)\n$/.exec(stderr);
    expect(Number(said?.[1])).toBe(exit);
    if (typeof message === 'string') expect(said?.[2]).toBe(message);
    else expect(said?.[2]).toMatch(message);
  });

  test.each([
    [['web/x'], 'GET /x web curl/8.5.0\n'],
    [['web:80/a/../b'], 'GET /b web curl/8.5.0\n'],
    [['--path-as-is', 'web/a/../b'], 'GET /a/../b web curl/8.5.0\n'],
    [['-A', 'me', '-H', 'Host: other', 'web'], 'GET / other me\n'],
    [['-d', 'a=1', 'web'], 'POST / web curl/8.5.0\n'],
    [['-X', 'PUT', 'web'], 'PUT / web curl/8.5.0\n'],
    [['web/[1-3]'], 'GET /1 web curl/8.5.0\nGET /2 web curl/8.5.0\nGET /3 web curl/8.5.0\n'],
    [['web/#[1-2]'], 'GET / web curl/8.5.0\nGET / web curl/8.5.0\n'],
    [['-o', '/dev/null', '-w', '%{http_code} %{num_connects}\\n', 'web/#[1-2]'], '200 1\n200 0\n'],
    [['--resolve', 'me.test:80:10.96.10.1', 'me.test'], 'GET / me.test curl/8.5.0\n'],
    [['web/chunks'], 'one,two'],
    [['-o', '/dev/null', '-w', '%{http_code}', 'web/away'], '302'],
    [['-L', 'web/away'], 'GET /here web curl/8.5.0\n'],
    [['web/404'], 'nothing\n'],
  ])('%j says %j', async (args, expected) => {
    expect(await curl('-s', ...args)).toEqual({ stdout: expected, stderr: '', code: 0 });
  });

  test('paces itself', async () => {
    const startedAt = performance.now();
    await curl('-s', '--rate', '600/m', 'web/[1-4]');
    expect(performance.now() - startedAt).toBeGreaterThan(300);
  });
});

test.each([
  ['a', ['a']],
  ['a[1-3]b', ['a1b', 'a2b', 'a3b']],
  ['[08-10]', ['08', '09', '10']],
  ['[1-9:4]', ['1', '5', '9']],
  ['[a-c]', ['a', 'b', 'c']],
  ['{x,y}[1-2]', ['x1', 'x2', 'y1', 'y2']],
  ['\\[1-2\\]', ['[1-2]']],
  ['http://[::1]:80/', ['http://[::1]:80/']],
])('the range %s is %j', (text, expected) => {
  expect([...(expandGlob(text) as Iterable<string>)]).toEqual(expected);
});
