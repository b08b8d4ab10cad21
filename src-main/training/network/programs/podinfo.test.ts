import { request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import { systemClock } from '../../clock.ts';

const IP = '10.244.1.2';
const PORT = 9898;

let scene: Scene;
/** What the clock was asked to wait, in ms. It waits for nothing. */
const waits: number[] = [];

beforeAll(async () => {
  const clock = {
    now: () => systemClock.now(),
    after: (ms: number, run: () => void) => {
      waits.push(ms);
      return systemClock.after(0, run);
    },
  };
  scene = await networkScene({ clock });
  scene.pod('web', IP, { image: 'ghcr.io/stefanprodan/podinfo:6.9.2' });
});
afterAll(() => scene.stop());

async function ask(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const socket = await scene.network.dial(IP, PORT);
  return new Promise((resolve, reject) => {
    request({ path, method, headers: { host: 'web', ...headers }, createConnection: () => socket }, (response) => {
      const type = response.headers['content-type'] ?? '';
      textOf(response).then((body) => resolve({ code: response.statusCode ?? 0, type, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

interface Answer {
  readonly code: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

it.each([
  ['/hostname', 200, TEXT_TYPE, 'web\n'],
  ['/healthz', 200, JSON_TYPE, '{\n  "status": "OK"\n}\n'],
  ['/readyz', 200, JSON_TYPE, '{\n  "status": "OK"\n}\n'],
  ['/status/200', 200, JSON_TYPE, '{\n  "status": 200\n}\n'],
  ['/status/503', 503, JSON_TYPE, '{\n  "status": 503\n}\n'],
  ['/status/42', 400, JSON_TYPE, '{\n  "status": 42\n}\n'],
  ['/nowhere', 404, TEXT_TYPE, '404 page not found\n'],
])('%s is %i', async (path, code, type, body) => {
  expect(await ask(path)).toEqual({ code, type, body });
});

it('/ says its name', async () => {
  const { code, type, body } = await ask('/?from=a#b');
  expect([code, type]).toEqual([200, JSON_TYPE]);
  expect(JSON.parse(body)).toMatchObject({
    hostname: 'web',
    message: expect.stringMatching(/^greetings from podinfo v/),
  });
});

it('/delay/{s} waits for so many seconds', async () => {
  waits.length = 0;
  expect(await ask('/delay/7')).toEqual({ code: 200, type: JSON_TYPE, body: '{\n  "delay": 7\n}\n' });
  expect(waits).toContain(7_000);
});

it('/readyz/disable makes it not ready, until /readyz/enable, and it answers all the same', async () => {
  expect((await ask('/readyz/disable', 'POST')).code).toBe(202);
  expect((await ask('/readyz')).code).toBe(503);
  expect([(await ask('/healthz')).code, (await ask('/')).code]).toEqual([200, 200]);
  expect((await ask('/readyz/enable', 'POST')).code).toBe(202);
  expect((await ask('/readyz')).code).toBe(200);
});

/** What /metrics has counted of a status. The asking itself, a 200, is counted after it. */
async function counted(status: number): Promise<number> {
  const { body } = await ask('/metrics');
  return Number(new RegExp(`^http_requests_total\\{status="${status}"\\} (\\d+)$`, 'm').exec(body)?.[1] ?? 0);
}

it.each([
  [200, '/hostname', 'GET'],
  [503, '/status/503', 'GET'],
  [400, '/status/42', 'GET'],
  [202, '/readyz/enable', 'POST'],
  [202, '/echo', 'POST'],
])('/metrics counts an answer as the %i that it was: %s', async (status, path, method) => {
  const before = await counted(status);
  expect((await ask(path, method)).code).toBe(status);
  expect(await counted(status)).toBe(before + (status === 200 ? 2 : 1));
});

it('/metrics counts no path that there is not, as the real one', async () => {
  await ask('/nowhere');
  expect(await counted(404)).toBe(0);
});

it('/metrics counts by host, path and client too', async () => {
  await ask('/hostname', 'GET', { host: 'counted', 'user-agent': 'curl/8.7.1' });
  await ask('/hostname?again', 'GET', { host: 'counted', 'user-agent': 'curl/8.7.1' });
  const { type, body } = await ask('/metrics');
  expect(type).toBe('text/plain; version=0.0.4');
  expect(body).toContain('# TYPE http_requests_total counter\nhttp_requests_total{status="200"} ');
  expect(body).toContain('servicescope_requests_total{host="counted",path="/hostname",agent="curl"} 2\n');
});
