// The training cluster with Pods that run and Services that have them as members: loading, what shells take from the API, reset.
import { connect, type ClientHttp2Session } from 'node:http2';
import { parseArgs } from 'node:util';
import { ask, exec, makePod } from '../test/support/training/training-client.ts';
import { startTrainingProcess, type TrainingProcess } from '../test/support/training/training-process.ts';
import { printRepeat, quantile, report } from './measure.ts';
import { delays, inParallel, probed, reset, residentMegabytes, send } from './training-probe.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '5000' },
    services: { type: 'string', default: '500' },
    shells: { type: 'string', default: '8' },
  },
});
const NAMESPACE = '/api/v1/namespaces/default';
const LOOK_MS = 250;
/** How often the API is asked, and how long, in milliseconds. */
const ASK_MS = 20;
const WATCHED_MS = 10_000;
const TARGET_MS = 50;
const RESET_TARGET_MS = 1_000;
const COMPUTES = 'while true; do i=$((i+1)); done';
const CALLS = 'while true; do curl -s http://web/ >/dev/null; done';
/** Hears of nothing, and never rests by itself. */
const BUILTIN = "awk 'BEGIN { while (1) { i++ } }'";

/** One ReplicaSet to each Service: what stands behind it is made by the controllers, as users make it. */
async function load(session: ClientHttp2Session, token: string): Promise<void> {
  const services = Number(values.services);
  await inParallel(services, (index) => {
    const spec = { selector: { app: `app-${index}` }, ports: [{ port: 80 }] };
    return send(session, token, 'POST', `${NAMESPACE}/services`, { metadata: { name: `many-${index}` }, spec });
  });
  await inParallel(services, (index) => {
    const labels = { app: `app-${index}` };
    const pod = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
    const spec = { replicas: Number(values.pods) / services, selector: { matchLabels: labels }, template: pod };
    const path = '/apis/apps/v1/namespaces/default/replicasets';
    return send(session, token, 'POST', path, { metadata: { name: `many-${index}` }, spec });
  });
}

async function membersOf(to: TrainingProcess): Promise<number> {
  const { text } = await ask(to, '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices');
  return text.split('"ready":true').length - 1;
}

/** How long each of many small requests took, in ms. */
async function apiDelays(to: TrainingProcess, session: ClientHttp2Session): Promise<readonly number[]> {
  const took: number[] = [];
  const until = performance.now() + WATCHED_MS;
  while (performance.now() < until) {
    const startedAt = performance.now();
    await send(session, to.token, 'GET', `${NAMESPACE}/services/kubernetes`);
    took.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  return took;
}

/** The API's delays while so many shells run a script. */
async function beside(
  to: TrainingProcess,
  session: ClientHttp2Session,
  shells: number,
  script: string,
): Promise<Readonly<Record<string, number>>> {
  const running = Array.from({ length: shells }, () =>
    exec(to, 'client', ['sh', '-c', script], WATCHED_MS + 3_000).catch(() => undefined),
  );
  // They have begun.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await delays(to);
  const took = await apiDelays(to, session);
  const [held] = await delays(to);
  await Promise.all(running);
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), longest: Math.max(...took), held };
}

async function measure(): Promise<void> {
  const training = await startTrainingProcess('none', probed());
  const session = connect(`https://127.0.0.1:${training.port}`, { ca: training.ca });
  try {
    await makePod(training, 'client', 'c1t1d0s7/network-multitool');
    await makePod(training, 'web', 'c1t1d0s7/myweb');
    const spec = { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] };
    await send(session, training.token, 'POST', `${NAMESPACE}/services`, { metadata: { name: 'web' }, spec });
    const shells = Number(values.shells);
    const idle = await beside(training, session, 0, COMPUTES);
    const computing = await beside(training, session, shells, COMPUTES);
    const calling = await beside(training, session, shells, CALLS);
    const builtin = await beside(training, session, shells, BUILTIN);
    const seen = { idle, computing, calling, builtin };
    Object.values(seen).forEach((delay, index) =>
      printRepeat(index, { what: Object.keys(seen)[index] ?? '', ...delay }),
    );
    const empty = residentMegabytes(training);
    const loadedAt = performance.now();
    await load(session, training.token);
    const written = performance.now() - loadedAt;
    while ((await membersOf(training)) < Number(values.pods)) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    const ready = performance.now() - loadedAt;
    const loaded = residentMegabytes(training);
    const full = await beside(training, session, shells, COMPUTES);
    const resetMs = await reset(training);
    const settles = await apiDelays(training, session);
    const worst = Math.max(computing.p99 ?? 0, calling.p99 ?? 0, builtin.p99 ?? 0, full.p99 ?? 0);
    report({
      name: 'training-load',
      repeats: [idle, computing, calling, builtin, full],
      anchor: 'the same process with no shell',
      figures: {
        pods: Number(values.pods),
        services: Number(values.services),
        shells,
        'written in (s)': written / 1000,
        'all ready and members after (s)': ready / 1000,
        'resident when empty (MB)': empty,
        'resident when loaded (MB)': loaded,
        'API p99 with no shell (ms)': idle.p99 ?? 0,
        'API p99 beside loops that compute (ms)': computing.p99 ?? 0,
        'API p99 beside loops that call (ms)': calling.p99 ?? 0,
        'API p99 beside builtins (ms)': builtin.p99 ?? 0,
        'API p99 beside loops that compute, loaded (ms)': full.p99 ?? 0,
        'API longest with no shell (ms)': idle.longest ?? 0,
        'API longest beside loops that compute (ms)': computing.longest ?? 0,
        'API longest beside loops that call (ms)': calling.longest ?? 0,
        'API longest beside builtins (ms)': builtin.longest ?? 0,
        'API longest beside loops that compute, loaded (ms)': full.longest ?? 0,
        'reset (ms)': resetMs,
        'API longest in the 10 s after the reset (ms)': Math.max(...settles),
      },
      holds: worst <= TARGET_MS && resetMs < RESET_TARGET_MS,
      conclusion: `${shells} busy shells delayed the API by ${worst.toFixed(1)} ms at p99 (target ${TARGET_MS}); ${values.pods} running Pods were reset in ${resetMs.toFixed(0)} ms (target ${RESET_TARGET_MS})`,
    });
  } finally {
    session.destroy();
    await training.end();
  }
}

await measure();
