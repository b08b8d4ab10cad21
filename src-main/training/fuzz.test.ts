import { connect as connectTls } from 'node:tls';
import { connect as connectHttp2 } from 'node:http2';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  body,
  contentType,
  DEFAULT,
  document,
  garbage,
  json,
  method,
  path,
  PODS,
  query,
  script,
  selector,
  torn,
  watchQuery,
  wellFormed,
} from '../../test/support/training/arbitrary-requests.ts';
import { collectionOf, MADE, objectOf, REVIEWS } from '../../test/support/training/objects-of-kinds.ts';
import { socketsOf } from '../../test/support/training/process-sockets.ts';
import { ask, exec, makePod, type RawAnswer, type RawAsk } from '../../test/support/training/training-client.ts';
import { startTrainingProcess, type TrainingProcess } from '../../test/support/training/training-process.ts';
import { KINDS } from './kinds.ts';

// Whatever is sent, the process lives on, never answers 500 and never opens a socket of the computer.
const FEW_MS = 3_000;
const MOST_RUNS = 2_000;
/** For building and starting it on a busy machine. */
const START_MS = 60_000;
const MAPS = `${DEFAULT}/configmaps`;

let training: TrainingProcess;
let before: readonly string[];

beforeAll(async () => {
  training = await startTrainingProcess('course');
  await makePod(training, 'client', 'c1t1d0s7/network-multitool');
  await Promise.all(MADE.map(makeObject));
  before = await socketsAtRest();
}, START_MS);

afterEach(async () => {
  expect(training.running()).toBe(true);
  expect(training.complaints()).toBe('');
  expect((await ask(training, '/readyz')).code).toBe(200);
  await expect.poll(() => socketsOf(training.pid), { timeout: 10_000 }).toEqual(before);
});

afterAll(async () => {
  await training.end();
});

async function makeObject([kind, object]: (typeof MADE)[number]): Promise<void> {
  const body = JSON.stringify(object);
  expect((await ask(training, collectionOf(kind), { method: 'POST', body })).code).toBe(201);
}

/** What the process holds once the connections that made its client are gone. */
async function socketsAtRest(): Promise<readonly string[]> {
  for (let last = socketsOf(training.pid); ;) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const now = socketsOf(training.pid);
    if (now.join() === last.join()) return now;
    last = now;
  }
}

/** Checks one value after another until the time is over. */
async function fuzz<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>): Promise<void> {
  const end = performance.now() + FEW_MS;
  let runs = 0;
  const property = fc.asyncProperty(arbitrary, async (value) => {
    if (performance.now() > end) return;
    runs += 1;
    await check(value);
  });
  await fc.assert(property, { numRuns: MOST_RUNS });
  expect(runs).toBeGreaterThan(1);
}

async function withoutFailure(path: string, asked: RawAsk): Promise<void> {
  const answer: RawAnswer = await ask(training, path, asked);
  const isFailure = answer.code >= 500 && answer.code !== 501 && !isAsReal(path, answer);
  expect({ ...asked, path, answer: isFailure ? answer.text : '' }).toMatchObject({ answer: '' });
}

/**
 * The one 500 that the API server answers by itself: to a watch, or one object, from a version that is none. test/conformance,
 * "watch: a version that is none", "get: resourceVersion=x". A version yet to come is a 504, there and here.
 */
function isAsReal(path: string, { code, text }: RawAnswer): boolean {
  if (code === 504) return text.includes('"reason":"Timeout"') && text.includes('Too large resource version');
  const asked = new URL(path, 'https://training').searchParams;
  return (
    code === 500 && asked.has('resourceVersion') && /resourceVersion: Invalid value: .*strconv\.ParseUint/.test(text)
  );
}

describe('the API', () => {
  it('bears any object of any kind', async () => {
    const collection = fc.constantFrom(...KINDS.map((kind) => collectionOf(kind)), ...REVIEWS);
    await fuzz(fc.tuple(collection, json, json), ([to, spec, metadata]) => {
      const named = typeof metadata === 'object' && metadata !== null ? metadata : {};
      const content = {
        spec,
        metadata: { ...named, generateName: 'fuzz-' },
        data: spec,
        endpoints: spec,
        subsets: spec,
      };
      return withoutFailure(`${to}?dryRun=All`, { method: 'POST', body: JSON.stringify(content) });
    });
  });

  it('bears any patch of an object, and any selector', async () => {
    const target = fc.constantFrom(
      ...KINDS.flatMap((kind) => {
        const object = objectOf(kind);
        return [object, ...kind.subresources.map(({ name }) => `${object}/${name}`)];
      }),
    );
    await fuzz(
      fc.tuple(target, contentType, fc.oneof(document, torn), selector),
      async ([to, type, content, labels]) => {
        const headers = { 'content-type': type };
        await withoutFailure(`${to}?dryRun=All&force=true&fieldManager=fuzz`, {
          method: 'PATCH',
          headers,
          body: content,
        });
        const asked = new URLSearchParams({
          labelSelector: wellFormed(labels),
          fieldSelector: wellFormed(labels),
        });
        await withoutFailure(`${PODS}?${asked.toString()}`, {});
      },
    );
  });

  it('bears bodies that are too large, announced or not', async () => {
    const large = 'x'.repeat(4 * 1024 * 1024);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }, { 'content-type': 'application/yaml' }]) {
      const answer = await ask(training, MAPS, { method: 'POST', headers, body: large });
      // Cut where it says that it closes before all was sent; src-main/training/api/api-server.test.ts has the whole answer.
      expect([0, 413]).toContain(answer.code);
    }
  });

  it('bears any watch', async () => {
    const from = fc.constantFrom(PODS, MAPS, `${PODS}/client`, '/api/v1/pods', '/api/v1/namespaces');
    const many = fc.array(fc.tuple(from, watchQuery), { minLength: 20, maxLength: 20 });
    await fuzz(many, async (all) => {
      await Promise.all(all.map(([to, asked]) => withoutFailure(`${to}?${asked}`, {})));
    });
  });

  it('bears 200 watches that are opened and dropped', async () => {
    const headers = { authorization: `Bearer ${training.token}` };
    for (let session = 0; session < 4; session += 1) {
      const client = connectHttp2(`https://127.0.0.1:${training.port}`, { ca: training.ca });
      const watches = Array.from({ length: 50 }, () =>
        client.request({ ':path': `${PODS}?watch=1&resourceVersion=0`, ...headers }).on('error', () => undefined),
      );
      await Promise.all(watches.map((watch) => new Promise((resolve) => watch.once('response', resolve))));
      if (session % 2 === 0) client.destroy();
      else for (const watch of watches) watch.close(8);
      client.destroy();
    }
  });
});

describe('an upgrade', () => {
  it('bears any bytes before, in and after it', async () => {
    const header = fc.constantFrom(
      ...[
        'Upgrade: websocket',
        'Upgrade: x',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        'Host: a',
      ],
      ...[
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Version: x',
        'Sec-WebSocket-Protocol: v5.channel.k8s.io',
        'Host: 127.0.0.1',
      ],
      ...[
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
        'Expect: 100-continue',
        ':',
        'Sec-WebSocket-Extensions: permessage-deflate',
      ],
    );
    const target = fc.constantFrom(
      `${PODS}/client/exec?command=cat&stdin=true`,
      `${PODS}/client/attach`,
      '/',
      '*',
      '//',
      'http://[',
    );
    await fuzz(fc.tuple(target, fc.uniqueArray(header), garbage), async ([to, headers, tail]) => {
      const head = [`GET ${to} HTTP/1.1`, `Authorization: Bearer ${training.token}`, ...headers, '', ''].join('\r\n');
      expect(await raw(Buffer.concat([Buffer.from(head), tail]))).not.toMatch(/^HTTP\/1.1 50[^1]/);
    });
  });

  it('bears any message', async () => {
    const channel = fc.constantFrom(0, 1, 2, 3, 4, 5, 255);
    const messages = fc.array(
      fc.tuple(
        channel,
        fc.oneof(
          garbage,
          torn.map((text) => Buffer.from(text)),
        ),
      ),
      { maxLength: 5 },
    );
    await fuzz(messages, async (all) => {
      const address = `wss://127.0.0.1:${training.port}${PODS}/client/exec?command=sh&stdin=true&tty=true&stdout=true`;
      const headers = { authorization: `Bearer ${training.token}` };
      const socket = new WebSocket(address, 'v5.channel.k8s.io', { ca: training.ca, headers });
      await new Promise((resolve) => socket.once('open', resolve));
      socket.on('error', () => undefined);
      for (const [first, rest] of all) socket.send(Buffer.concat([Buffer.of(first), rest]));
      socket.send('text');
      await new Promise((resolve) => socket.ping('', undefined, resolve));
      socket.terminate();
    });
  });

  /** Sends bytes on a connection of its own. Resolves with what came back within a moment. */
  function raw(bytes: Uint8Array): Promise<string> {
    const socket = connectTls({ host: '127.0.0.1', port: training.port, ca: training.ca, servername: 'localhost' });
    socket.write(bytes);
    return new Promise((resolve) => {
      let text = '';
      const end = (): void => {
        socket.destroy();
      };
      socket.setTimeout(50, end);
      socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('end', end);
      socket.on('close', () => resolve(text));
    });
  }
});

it('a shell bears any script, and opens no socket of the computer', async () => {
  await fuzz(fc.array(script, { minLength: 4, maxLength: 4 }), async (scripts) => {
    const running = Promise.all(scripts.map((each) => exec(training, 'client', ['sh', '-c', each], 1_000)));
    const opened = new Set<string>();
    const looking = setInterval(() => socketsOf(training.pid).forEach((socket) => opened.add(socket)), 20);
    await running.finally(() => clearInterval(looking));
    expect([...opened].filter((socket) => !isOurs(socket))).toEqual([]);
  });
});

// Last: what it deletes is gone.
it('the API bears any method, path, query and body', async () => {
  await fuzz(fc.tuple(method, path, query, contentType, body), ([verb, to, asked, type, content]) =>
    withoutFailure(`${to}?${asked}`, { method: verb, headers: { 'content-type': type }, body: content }),
  );
});

/** The API's own port, and what Node.js held before anything was asked. */
function isOurs(socket: string): boolean {
  return before.includes(socket) || socket === `tcp joined 127.0.0.1:${training.port}`;
}
