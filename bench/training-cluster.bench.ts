// The training cluster with 5,000 Pods and 500 Services: events to ten watches, memory, and how long its main thread is held.
import { connect, type ClientHttp2Session } from 'node:http2';
import { parseArgs } from 'node:util';
import { exec, makePod } from '../test/support/training/training-client.ts';
import { startTrainingProcess, type TrainingProcess } from '../test/support/training/training-process.ts';
import { printRepeat, quantile, report } from './measure.ts';
import { delays, inParallel, probed, residentMegabytes, send } from './training-probe.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '5000' },
    services: { type: 'string', default: '500' },
    repeats: { type: 'string', default: '5' },
  },
});
const WATCHES = 10;
const PATCHES = 1_000;
const RATE = 200;
const LEARNER_MS = 5_000;
const TARGET_MS = 50;
const NAMESPACE = '/api/v1/namespaces/default';

/** Pods that no scheduler looks at: watching is measured, not the kubelet. */
async function load(session: ClientHttp2Session, token: string): Promise<void> {
  await inParallel(Number(values.services), (index) => {
    const spec = { selector: { app: `app-${index}` }, ports: [{ port: 80 }] };
    return send(session, token, 'POST', `${NAMESPACE}/services`, { metadata: { name: `many-${index}` }, spec });
  });
  await inParallel(Number(values.pods), (index) => {
    const metadata = { name: `many-${index}`, labels: { app: `app-${index % Number(values.services)}` } };
    const spec = { schedulerName: 'nobody', containers: [{ name: 'main', image: 'pause' }] };
    return send(session, token, 'POST', `${NAMESPACE}/pods`, { metadata, spec });
  });
}

/** Opens watches from now on; counts the lines of all. */
async function openWatches(session: ClientHttp2Session, token: string, count: number): Promise<() => number> {
  let lines = 0;
  const opened = Array.from({ length: count }, () => {
    const path = `${NAMESPACE}/pods?watch=1&labelSelector=app`;
    const stream = session.request({ ':path': path, authorization: `Bearer ${token}` });
    stream.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === 0x0a) lines += 1;
    });
    stream.on('error', () => undefined);
    return new Promise((resolve) => stream.once('response', resolve));
  });
  await Promise.all(opened);
  return () => lines;
}

/** Events a second that all the watches together were told, while Pods are patched as fast as the API answers. */
async function fanOut(to: TrainingProcess, writer: ClientHttp2Session, watches: number): Promise<number> {
  const reader = connect(`https://127.0.0.1:${to.port}`, { ca: to.ca });
  const lines = await openWatches(reader, to.token, watches);
  const startedAt = performance.now();
  const stamp = String(startedAt);
  await inParallel(PATCHES, (index) =>
    send(writer, to.token, 'PATCH', `${NAMESPACE}/pods/many-${index}`, { metadata: { annotations: { stamp } } }),
  );
  while (lines() < PATCHES * watches) await new Promise((resolve) => setTimeout(resolve, 1));
  const seconds = (performance.now() - startedAt) / 1000;
  reader.destroy();
  return (PATCHES * watches) / seconds;
}

/** A learner's busy loop in one shell, a traffic test in another. Resolves with the requests that were answered. */
async function learners(to: TrainingProcess): Promise<number> {
  const count = (RATE * LEARNER_MS) / 1000;
  const busy = exec(to, 'client', ['sh', '-c', 'while true; do i=$((i+1)); done'], LEARNER_MS);
  const traffic = exec(
    to,
    'client',
    ['curl', '-s', '--rate', `${RATE}/s`, `http://web/?[1-${count}]`],
    LEARNER_MS + 5_000,
  );
  const [{ stdout }] = await Promise.all([traffic, busy]);
  return stdout.split('Hello World!').length - 1;
}

async function measure(): Promise<void> {
  const training = await startTrainingProcess('none', probed());
  const session = connect(`https://127.0.0.1:${training.port}`, { ca: training.ca });
  try {
    await makePod(training, 'client', 'c1t1d0s7/network-multitool');
    await makePod(training, 'web', 'c1t1d0s7/myweb');
    const web = {
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    };
    await send(session, training.token, 'POST', `${NAMESPACE}/services`, web);
    const empty = residentMegabytes(training);
    const loadedAt = performance.now();
    await load(session, training.token);
    console.log(`loaded in ${((performance.now() - loadedAt) / 1000).toFixed(1)} s`);
    const loaded = residentMegabytes(training);
    const repeats: { one: number; ten: number; idle: number; longest: number; p99: number; answered: number }[] = [];
    for (let index = 1; index <= Number(values.repeats); index += 1) {
      const one = await fanOut(training, session, 1);
      const ten = await fanOut(training, session, WATCHES);
      await delays(training);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const [idle] = await delays(training);
      const answered = await learners(training);
      const [longest, p99] = await delays(training);
      const repeat = { one, ten, idle, longest, p99, answered };
      printRepeat(index, repeat);
      repeats.push(repeat);
    }
    const longest = Math.max(...repeats.map((repeat) => repeat.longest));
    const ratios = repeats.map(({ one, ten }) => ten / one);
    report({
      name: 'training-cluster',
      repeats,
      anchor: 'events to ten watches: those to one watch; delays: the same process with nothing to do',
      figures: {
        pods: Number(values.pods),
        services: Number(values.services),
        'resident when empty (MB)': empty,
        'resident when loaded (MB)': loaded,
        'events/s to ten watches, median': quantile(
          repeats.map(({ ten }) => ten),
          0.5,
        ),
        'ten watches / one watch, median': quantile(ratios, 0.5),
        'ten watches / one watch, worst': Math.min(...ratios),
        'longest delay (ms), median': quantile(
          repeats.map((repeat) => repeat.longest),
          0.5,
        ),
        'longest delay (ms), worst': longest,
        'delay p99 (ms), worst': Math.max(...repeats.map(({ p99 }) => p99)),
        'longest delay with nothing to do (ms), median': quantile(
          repeats.map(({ idle }) => idle),
          0.5,
        ),
      },
      holds: longest <= TARGET_MS,
      conclusion: `the main thread was held ${longest.toFixed(1)} ms at most (target ${TARGET_MS}) by a busy loop and ${RATE} requests a second, with ${values.pods} Pods`,
    });
  } finally {
    session.destroy();
    await training.end();
  }
}

await measure();
