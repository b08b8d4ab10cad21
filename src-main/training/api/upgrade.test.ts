import { request } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PODS, startTrainingApi, TOKEN, type TrainingApi } from '../../../test/support/training-api.ts';

let api: TrainingApi;

beforeEach(async () => {
  api = await startTrainingApi();
});

afterEach(async () => {
  await api.server.close();
  expect(api.errors).toEqual([]);
});

function open(target: string, protocol: string, headers: Record<string, string> = {}): WebSocket {
  return new WebSocket(`wss://127.0.0.1:${api.server.port}${target}`, protocol, {
    ca: api.ca,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });
}

/** kubectl's second try, after any refusal of the first. */
function overSpdy(target: string): Promise<string> {
  const headers = { authorization: `Bearer ${TOKEN}`, connection: 'Upgrade', upgrade: 'SPDY/3.1' };
  const options = { host: '127.0.0.1', port: api.server.port, path: target, method: 'POST', ca: api.ca, headers };
  return new Promise((resolve, reject) => {
    request({ ...options, servername: 'localhost' }, (response) => {
      textOf(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
}

const STREAMS = 'stdin=true&stdout=true&container=c';
const ATTACH = `${PODS}/p/attach?${STREAMS}`;

describe('exec and attach', () => {
  const path = (command: string): string => `${PODS}/p/exec?command=${command}&${STREAMS}`;

  beforeEach(() => {
    api.cluster.create('pods', 'default', {
      metadata: { name: 'p' },
      spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'i' }] },
    });
  });

  it.each([
    ['exec', 'v5.channel.k8s.io', path('exit3')],
    ['exec', 'v4.channel.k8s.io', path('exit3')],
    ['attach', 'v5.channel.k8s.io', ATTACH],
    ['attach', 'v4.channel.k8s.io', ATTACH],
  ])('%s carries the streams and the exit code over %s', async (_what, protocol, target) => {
    const socket = open(target, protocol);
    const received: Buffer[] = [];
    socket.on('message', (data: Buffer) => received.push(data));
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    expect(socket.protocol).toBe(protocol);
    socket.send(Buffer.concat([Buffer.of(0), Buffer.from('hello')]));
    socket.send(protocol.startsWith('v5') ? Buffer.of(255, 0) : Buffer.concat([Buffer.of(0), Buffer.from('\u0004')]));
    await new Promise((resolve) => socket.on('close', resolve));
    expect(received[0]).toEqual(Buffer.concat([Buffer.of(1), Buffer.from('hello')]));
    expect(received.at(-1)?.[0]).toBe(3);
    expect(JSON.parse(received.at(-1)?.subarray(1).toString() ?? '')).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  it('sends what is long in pieces', async () => {
    const socket = open(ATTACH, 'v5.channel.k8s.io');
    const received: Buffer[] = [];
    socket.on('message', (data: Buffer) => received.push(data));
    await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
    const long = Buffer.alloc(100_000, 'abcdefg');
    socket.send(Buffer.concat([Buffer.of(0), long]));
    socket.send(Buffer.of(255, 0));
    await new Promise((resolve) => socket.on('close', resolve));
    const pieces = received.filter((message) => message[0] === 1).map((message) => message.subarray(1));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(32_768);
    expect(Buffer.concat(pieces).equals(long)).toBe(true);
  });

  it('tells of a container that is not there, or of a Pod that ended, whatever the protocol', async () => {
    expect(await overSpdy(path('a').replace('container=c', 'container=x'))).toContain(
      'container x is not valid for pod p',
    );
    api.cluster.updateStatus('pods', 'default', 'p', { phase: 'Succeeded' });
    expect(await overSpdy(path('a'))).toContain(
      'cannot exec into a container in a completed pod; current phase is Succeeded',
    );
  });

  it.each([
    ['exec', path('a')],
    ['attach', ATTACH],
  ])('%s refuses SPDY where all else is well', async (_what, target) => {
    expect(await overSpdy(target)).toContain('speaks WebSocket alone, not SPDY');
  });

  it('refuses web pages, and containers and Pods that are not there', async () => {
    const codeOf = (socket: WebSocket): Promise<number | undefined> =>
      new Promise((resolve) => {
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('error', () => undefined);
      });
    expect(await codeOf(open(path('a'), 'v5.channel.k8s.io', { origin: 'https://evil.example' }))).toBe(403);
    expect(await codeOf(open(path('a').replace('/p/', '/q/'), 'v5.channel.k8s.io'))).toBe(404);
    expect(await codeOf(open(path('a').replace('container=c', 'container=x'), 'v5.channel.k8s.io'))).toBe(400);
    expect(await codeOf(open(path('a'), 'something.else'))).toBe(400);
    api.cluster.create('pods', 'default', {
      metadata: { name: 'unplaced' },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    });
    expect(await codeOf(open(path('a').replace('/p/', '/unplaced/'), 'v5.channel.k8s.io'))).toBe(400);
  });
});
