import { randomBytes } from 'node:crypto';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hit } from '#shared/traffic/hit.ts';
import { identificationIndex, identify } from '#shared/traffic/identify.ts';
import { systemClock } from '../kube/clock.ts';
import type { ContainerExec } from '../kube/kube-api.ts';
import { runClientLoop, type LoopOutcome } from './client-loop.ts';
import type { ClientTarget } from './client-script.ts';
import { readCurlVersion } from './curl-features.ts';

// The loop against this machine's shell and curl: only the way into a container is replaced.
const features = readCurlVersion(spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout);
const children: ChildProcess[] = [];
const localExec: ContainerExec = {
  exec: ({ command: [program = '', ...args], signal }) => {
    const child = spawn(program, args);
    children.push(child);
    const exit = new Promise<{ kind: 'exited'; code: number }>((resolve) => {
      child.on('close', (code) => resolve({ kind: 'exited', code: code ?? -1 }));
    });
    child.stdin.on('error', () => {});
    signal.addEventListener('abort', () => child.stdin.end());
    return Promise.resolve({
      stdout: child.stdout as AsyncIterable<Uint8Array>,
      write: (text) =>
        new Promise((resolve, reject) => {
          child.stdin.write(text, (error) => (error ? reject(error) : resolve()));
        }),
      endInput: () => child.stdin.end(),
      stderr: () => '',
      exit,
    });
  },
};

let served = 0;
const server = http.createServer((request, response) => {
  served += 1;
  if (request.url === '/slow') setTimeout(() => response.end('web-1'), 100);
  else if (request.url === '/hang') request.resume();
  else if (request.url === '/big') {
    response.write('x'.repeat(100_000));
    response.end('x'.repeat(900_000));
  } else response.end('web-1');
});
const stubborn = net.createServer((socket) => {
  socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nweb-1')).on('error', () => {});
});
const sockets = new Set<net.Socket>();
const port = (of: net.Server): number => (of.address() as net.AddressInfo).port;
beforeAll(async () => {
  for (const each of [server, stubborn]) {
    each.on('connection', (socket: net.Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
  }
});
afterAll(() => {
  for (const child of children) child.kill();
  for (const socket of sockets) socket.destroy();
  server.close();
  stubborn.close();
});

const index = identificationIndex([{ pod: 'web-1', ips: [] }], { name: 'c', ips: [] }, '/');

interface Played {
  readonly outcome: LoopOutcome;
  readonly hits: readonly Hit[];
  readonly asked: number;
  readonly reused: boolean;
}
async function play(
  change: Partial<ClientTarget>,
  quota: number | null,
  during: (stop: AbortController, hits: readonly Hit[], asked: number) => void = () => {},
): Promise<Played> {
  if (features === null) throw new Error('curl is not installed');
  const stop = new AbortController();
  const hits: Hit[] = [];
  let asked = 0;
  let reused = false;
  const target: ClientTarget = {
    scheme: 'http',
    host: '127.0.0.1',
    port: port(server),
    path: '/',
    timeoutMs: 2_000,
    newConnection: true,
    userAgent: 'servicescope/test',
    wants: 'whole',
    rate: 50,
    ...change,
  };
  const outcome = await runClientLoop({
    deps: { exec: localExec, clock: systemClock, randomBytes },
    namespace: 'n',
    target,
    features,
    quota,
    reader: { side: 'None', client: 'c', now: () => 1, identify: (text) => identify(text, index) },
    onAsked: (requests) => (asked += requests),
    onHit: (hit) => {
      hits.push(hit);
      during(stop, hits, asked);
    },
    onReuse: () => (reused = true),
    stop: stop.signal,
    end: new AbortController().signal,
  });
  return { outcome, hits, asked, reused };
}
const sequence = (length: number): readonly number[] => Array.from({ length }, (_, each) => each + 1);

describe('runClientLoop', () => {
  it('gives the quota and reads every hit, in order', async () => {
    served = 0;
    const { outcome, hits, asked, reused } = await play({}, 60);
    expect([outcome, asked, served, reused]).toEqual(['finished', 60, 60, false]);
    expect(hits.map((hit) => hit.seq)).toEqual(sequence(60));
    expect(hits.every((hit) => hit.pod === 'web-1' && hit.rule === 'name' && hit.status === 200)).toBe(true);
  });

  it('after a stop asks nothing more and waits for what is on the way', async () => {
    served = 0;
    const { outcome, hits, asked } = await play({ path: '/slow' }, null, (stop, so) => {
      if (so.length === 5) stop.abort();
    });
    expect(outcome).toBe('finished');
    expect(asked).toBeGreaterThanOrEqual(hits.length);
    expect(asked).toBeLessThanOrEqual(52);
    expect(hits.length).toBeGreaterThanOrEqual(5);
    expect(served).toBeLessThanOrEqual(asked);
  });

  it('asks a server that hangs one by one: a client that is left alone has one request to wait for, not a line of them', async () => {
    let most = 0;
    const { outcome, asked } = await play({ path: '/hang', timeoutMs: 200 }, 6, (_stop, told, given) => {
      most = Math.max(most, given - told.length);
    });
    expect([outcome, asked]).toEqual(['finished', 6]);
    expect(most).toBeLessThanOrEqual(1);
  });

  it('goes on over another process when one is lost, and never gives a number twice', async () => {
    let killed = false;
    const { outcome, hits, asked } = await play({ rate: 100 }, 240, (_, so) => {
      if (killed || so.length < 40) return;
      killed = true;
      children.at(-1)?.kill('SIGKILL');
    });
    expect([outcome, asked]).toEqual(['finished', 240]);
    expect(new Set(hits.map((hit) => hit.seq)).size).toBe(hits.length);
    expect(hits.at(-1)?.seq).toBe(240);
    expect(hits.length).toBeLessThan(240);
  });

  it('is lost when no process can be had any more', async () => {
    const broken: ContainerExec = { exec: () => Promise.reject(new Error('gone')) };
    const exec = localExec.exec;
    try {
      Object.assign(localExec, broken);
      expect(await play({}, 10)).toMatchObject({ outcome: 'lost', hits: [], asked: 0 });
    } finally {
      Object.assign(localExec, { exec });
    }
  });

  it('sees that a server keeps connections, says so, and opens one per request itself', async () => {
    let connections = 0;
    stubborn.on('connection', () => (connections += 1));
    const { outcome, asked, hits, reused } = await play({ port: port(stubborn) }, 20);
    expect([outcome, asked, hits.length, reused]).toEqual(['finished', 20, 20, true]);
    // Only the trial of two shared one.
    expect(connections).toBe(19);
  });

  it('takes only heads once a body was too large', async () => {
    served = 0;
    const { outcome, hits } = await play({ path: '/big' }, 20);
    expect([outcome, served]).toEqual(['finished', 20]);
    expect(hits.map((hit) => hit.seq)).toEqual(sequence(20));
    expect(hits.every((hit) => hit.error === 'too-large' && hit.pod === null)).toBe(true);
  });
});
