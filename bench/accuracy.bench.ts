// P12: hits in the chart = hits the tester counted = hits the Pods counted themselves, also while a Pod is killed and while the
// exec stream is cut.
// needs: cluster window
import { parseArgs } from 'node:util';
import { followEchoLogs, userAgentsOfRun } from '../test/e2e/pages/echo-logs.ts';
import { exportRun } from '../test/e2e/pages/exported-json.ts';
import { openApp, type OpenApp } from '../test/e2e/pages/open-app.ts';
import { replicaSetYaml, serviceYaml } from '../test/support/course.ts';
import { apply, kubectl, replicasReady } from '../test/support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../test/support/namespace.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, repeats: { type: 'string', default: '5' } },
});
const CLIENTS = 2;
const FAULTS = ['none', 'kill', 'cut'] as const;
type Fault = (typeof FAULTS)[number];

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

/** What one run showed, counted and was served. All are answers of known Pods unless said otherwise. */
interface Repeat extends Record<string, number> {
  readonly chart: number;
  readonly table: number;
  readonly counted: number;
  readonly served: number;
  /** Asked for and not answered by a known Pod, as the page says it. */
  readonly told: number;
  readonly unaccounted: number;
  /** Requests whose whereabouts nobody can tell: must be 0. */
  readonly unexplained: number;
}

async function measure(): Promise<void> {
  const namespace = await createNamespace('bench');
  try {
    await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 4)].join('---\n'));
    await replicasReady(namespace, 'web', 4);
    const app = await openApp({ namespace });
    try {
      await app.toTraffic('web');
      await measureIn(app, namespace);
    } finally {
      await app.close();
    }
  } finally {
    await deleteNamespace(namespace);
  }
}

async function measureIn(app: OpenApp, namespace: string): Promise<void> {
  const repeats: Repeat[] = [];
  for (let index = 1; index <= Number(values.repeats); index += 1) {
    // In turn: nothing happens, a Pod is killed in the middle, the exec streams are cut.
    const repeat = await runOnce(app, namespace, FAULTS[(index - 1) % FAULTS.length] ?? 'none');
    printRepeat(index, repeat);
    repeats.push(repeat);
  }
  const unexplained = repeats.map((repeat) => repeat.unexplained);
  const all = sum(repeats.map(({ counted }) => counted));
  report({
    name: 'accuracy',
    repeats,
    anchor: "the echo Pods' own logs, followed from before each run to its end",
    figures: {
      'answers counted': all,
      'unexplained, median': quantile(unexplained, 0.5),
      'unexplained, p99': quantile(unexplained, 0.99),
      'counted / served': sum(repeats.map(({ counted }) => counted)) / sum(repeats.map(({ served }) => served)),
    },
    holds: unexplained.every((count) => count === 0),
    conclusion: `${String(sum(unexplained))} of ${String(all)} answers differ between chart, table, counts and the Pods' logs (target 0)`,
  });
}

async function runOnce(app: OpenApp, namespace: string, fault: Fault): Promise<Repeat> {
  const logs = await followEchoLogs(namespace, 'app=web');
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: Number(values.requests), rate: 200, clients: CLIENTS });
  await app.traffic.begin();
  await app.traffic.counting();
  const agents = await userAgentsOfRun(namespace, CLIENTS);
  const victim = fault === 'kill' ? await killAPod(namespace) : null;
  if (fault === 'cut') await cutExecStreams(app);
  await app.traffic.finished('Finished', 300_000);
  await logs.end();
  const side = app.traffic.side('None');
  const shown = await side.numbers();
  const chart = sum((await side.chart(shown.pods.length)).flat());
  const [run] = (await exportRun(app)).runs;
  if (run === undefined) throw new Error('the export has no run');
  const table = sum(shown.pods.map(({ total }) => total));
  const counted = sum(run.clients.flatMap(({ hits }) => Object.values(hits)));
  const servedBy = logs.served(agents);
  const served = sum(servedBy.values());
  const failures = sum(Object.values(run.failures));
  const told = failures + run.unidentified + run.unaccounted;
  // Pod by Pod, table against log. A Pod that is killed may have served a request whose answer never came, and a cut stream
  // swallows what was on the way: the page tells those as failed (reset, timeout) or unaccounted, and no more than those.
  const perPod = new Map(shown.pods.map(({ pod, total }) => [pod, total]));
  const more = [...new Set([...perPod.keys(), ...servedBy.keys()])].map((pod) => ({
    pod,
    lost: (servedBy.get(pod) ?? 0) - (perPod.get(pod) ?? 0),
  }));
  const excused = ({ pod }: { readonly pod: string }): boolean => fault === 'cut' || pod === victim;
  const excuses = (run.failures.reset ?? 0) + (run.failures.timeout ?? 0) + run.unaccounted;
  const unexplained =
    Math.abs(chart - table) +
    Math.abs(table - counted) +
    sum(more.map((each) => (each.lost < 0 || !excused(each) ? Math.abs(each.lost) : 0))) +
    Math.max(0, sum(more.filter(excused).map(({ lost }) => Math.max(0, lost))) - excuses) +
    Math.abs(run.requests - counted - told);
  return { chart, table, counted, served, told, unaccounted: run.unaccounted, unexplained };
}

/** Destroys the WebSockets of the main process under their streams, as a network would. Throws where there is none. */
async function cutExecStreams({ app }: OpenApp): Promise<void> {
  const cut = await app.evaluate(() => {
    const handles = (process as unknown as { _getActiveHandles(): object[] })._getActiveHandles();
    // The mark of `ws` on a socket that it has taken over.
    const sockets = handles.filter((handle) =>
      Object.getOwnPropertySymbols(handle).some(({ description }) => description === 'websocket'),
    );
    for (const socket of sockets) (socket as { destroy(): void }).destroy();
    return sockets.length;
  });
  if (cut === 0) throw new Error('the main process has no exec stream that could be cut');
}

async function killAPod(namespace: string): Promise<string> {
  const [pod = ''] = (
    await kubectl('get', 'pods', '-n', namespace, '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.name}')
  ).split(' ');
  await kubectl('delete', 'pod', pod, '-n', namespace, '--wait=false');
  return pod;
}

await measure();
