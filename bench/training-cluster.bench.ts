// The training cluster with 5,000 Pods and 500 Services: events to ten watches, memory, and how long its main thread is held.
import { connect, type ClientHttp2Session } from 'node:http2';
import { parseArgs } from 'node:util';
import { ask, exec, makePod } from '../test/support/training/training-client.ts';
import { startTrainingProcess, type TrainingProcess } from '../test/support/training/training-process.ts';
import { fanOut } from './fan-out.ts';
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
/** A scheduler that is not there. */
const NOBODY = 'nobody';
/** A machine of two cores takes seconds. */
const PATIENCE_MS = 60_000;
const LEARNER_MS = 5_000;
const TARGET_MS = 50;
const NAMESPACE = '/api/v1/namespaces/default';

/** Pods that stay Pending: watching is measured, not the kubelet. */
async function load(session: ClientHttp2Session, token: string): Promise<void> {
  await inParallel(Number(values.services), (index) => {
    const spec = { selector: { app: `app-${index}` }, ports: [{ port: 80 }] };
    return send(session, token, 'POST', `${NAMESPACE}/services`, { metadata: { name: `many-${index}` }, spec });
  });
  await inParallel(Number(values.pods), (index) => {
    const metadata = { name: `many-${index}`, labels: { app: `app-${index % Number(values.services)}` } };
    const spec = { schedulerName: NOBODY, containers: [{ name: 'main', image: 'pause' }] };
    return send(session, token, 'POST', `${NAMESPACE}/pods`, { metadata, spec });
  });
}

/** Throws where a Node runs one of them: then more is measured than watching. */
async function requireUnscheduled(to: TrainingProcess): Promise<void> {
  const { text } = await ask(to, `${NAMESPACE}/pods?fieldSelector=spec.schedulerName%3D${NOBODY},spec.nodeName!%3D`);
  const { items } = JSON.parse(text) as { readonly items: readonly unknown[] };
  if (items.length > 0) throw new Error(`${items.length} Pods have a Node`);
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
    await requireUnscheduled(training);
    const patches = Math.min(PATCHES, Number(values.pods));
    const repeats: { one: number; ten: number; idle: number; longest: number; p99: number; answered: number }[] = [];
    for (let index = 1; index <= Number(values.repeats); index += 1) {
      const one = await fanOut(training, { watches: 1, patches, patienceMs: PATIENCE_MS });
      const ten = await fanOut(training, { watches: WATCHES, patches, patienceMs: PATIENCE_MS });
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
