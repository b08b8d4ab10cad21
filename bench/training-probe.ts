import { readFileSync } from 'node:fs';
import type { ClientHttp2Session } from 'node:http2';
import type { TrainingProcess } from '../test/support/training/training-process.ts';

const AT_A_TIME = 32;

/**
 * In the main thread of the cluster. SIGUSR2: the longest delay of its event loop since the last, in ms, to stderr.
 * SIGHUP: what the app sends for a reset to the course's scenario; the answer goes to stderr.
 */
const PROBE = `import { isMainThread } from 'node:worker_threads';
import { monitorEventLoopDelay } from 'node:perf_hooks';
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.parentPort = {
    on: (_, obey) => process.on('SIGHUP', () => obey({ data: { order: 'reset', scenario: 'course' } })),
    postMessage: ({ notice }) => process.stderr.write('told ' + notice + '\\n'),
  };
  process.on('SIGUSR2', () => {
    process.stderr.write('delay ' + delay.max / 1e6 + ' ' + delay.percentile(99) / 1e6 + '\\n');
    delay.reset();
  });
}`;

/** One request over HTTP/2. Resolves with its code. */
export function send(
  session: ClientHttp2Session,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<number> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { ':method': method, ':path': path, authorization: `Bearer ${token}`, 'content-type': type };
  const stream = session.request(headers);
  stream.end(body === undefined ? undefined : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    stream.on('response', (answer) => {
      stream.resume();
      stream.once('end', () => resolve(answer[':status'] ?? 0));
    });
    stream.once('error', reject);
  });
}

/** Throws where one is refused. */
export async function inParallel(count: number, work: (index: number) => Promise<number>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const code = await work(index);
      if (code > 299) throw new Error(`answered ${code}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

export function residentMegabytes({ pid }: TrainingProcess): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The longest and the 99th percentile of the main thread's delays since it was asked last, in ms. */
export async function delays(training: TrainingProcess): Promise<readonly [number, number]> {
  const from = training.complaints().length;
  process.kill(training.pid, 'SIGUSR2');
  for (;;) {
    const found = /delay (\S+) (\S+)\n/.exec(training.complaints().slice(from));
    if (found !== null) return [Number(found[1]), Number(found[2])];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The environment of a training cluster that can be asked for these. */
export function probed(): NodeJS.ProcessEnv {
  const probe = `--import=data:text/javascript;base64,${Buffer.from(PROBE).toString('base64')}`;
  return { ...process.env, NODE_OPTIONS: probe };
}

/** Milliseconds until it says that it was reset. */
export async function reset(training: TrainingProcess): Promise<number> {
  const from = training.complaints().length;
  const startedAt = performance.now();
  process.kill(training.pid, 'SIGHUP');
  while (!training.complaints().slice(from).includes('told reset')) {
    if (training.complaints().slice(from).includes('told failed')) throw new Error(training.complaints());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return performance.now() - startedAt;
}
