// P3: the frames of a window that is scrolled through very many rows while the cluster is busy, beside an empty window's.
// needs: window
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { KubeApi } from '../src-main/kube/kube-api.ts';
import { launchApp, type LaunchedApp } from '../test/support/launch-app.ts';
import { startTrainingProcess, type TrainingProcess } from '../test/support/training/training-process.ts';
import { connectTo } from './connect-to.ts';
import { loadTraining, podPath, untilListed } from './loaded-training.ts';
import { printRepeat, quantile, report } from './measure.ts';
import { patchAtRate } from './patch-at-rate.ts';
import { type Frames, watchFrames } from './watch-frames.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '10000' },
    pods: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '5' },
    repeats: { type: 'string', default: '5' },
  },
});
const [SERVICES, PODS, RATE, SECONDS] = [values.services, values.pods, values.rate, values.seconds].map(Number) as [
  number,
  number,
  number,
  number,
];
const TARGET = 1;
const GRID = 'Services';

interface Ground {
  readonly empty: LaunchedApp;
  readonly busy: LaunchedApp;
  readonly api: KubeApi;
}

/** A window that shows the page of kube contexts, and that there are none. */
async function openEmpty(folder: string): Promise<LaunchedApp> {
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, 'apiVersion: v1\nkind: Config\n');
  return launchApp({ args: ['--kubeconfig', kubeconfig] });
}

async function openBusy(training: TrainingProcess): Promise<LaunchedApp> {
  const launched = await launchApp({
    args: ['--kubeconfig', training.kubeconfig, '--context', 'servicescope-training'],
    namespace: 'default',
  });
  await untilListed(launched.page, 'Pod', PODS);
  await launched.page.getByRole('grid', { name: GRID }).waitFor();
  return launched;
}

const figuresOf = ({
  deltas,
  longTasks,
}: Frames): { readonly p50: number; readonly p99: number; readonly long: number } => ({
  p50: quantile(deltas, 0.5),
  p99: quantile(deltas, 0.99),
  long: longTasks.length,
});

async function measureIn({ empty, busy, api }: Ground): Promise<void> {
  const repeats: Record<string, number>[] = [];
  const all: { readonly empty: number[]; readonly still: number[]; readonly busy: number[]; longest: number } = {
    ...{ empty: [], still: [], busy: [], longest: 0 },
  };
  for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
    const nothing = await watchFrames(empty.page, SECONDS * 1_000, null);
    const still = await watchFrames(busy.page, SECONDS * 1_000, GRID);
    const began = performance.now();
    const [moving, reached] = await Promise.all([
      watchFrames(busy.page, SECONDS * 1_000, GRID),
      patchAtRate(api, (index) => podPath((index * 37) % PODS), { rate: RATE, seconds: SECONDS }).then(
        () => (RATE * SECONDS * 1_000) / (performance.now() - began),
      ),
    ]);
    const [none, calm, full] = [nothing, still, moving].map(figuresOf);
    if (none === undefined || calm === undefined || full === undefined) return;
    const figures = {
      'events a second': reached,
      'empty p50 (ms)': none.p50,
      'empty p99 (ms)': none.p99,
      'scrolling p99 (ms)': calm.p99,
      'busy p50 (ms)': full.p50,
      'busy p99 (ms)': full.p99,
      'busy / empty': full.p99 / none.p99,
      'long tasks, empty': none.long,
      'long tasks, scrolling': calm.long,
      'long tasks, busy': full.long,
    };
    printRepeat(repeat, figures);
    repeats.push(figures);
    all.empty.push(...nothing.deltas);
    all.still.push(...still.deltas);
    all.busy.push(...moving.deltas);
    all.longest = Math.max(all.longest, ...moving.longTasks);
  }
  const long = repeats.reduce((sum, each) => sum + (each['long tasks, busy'] ?? 0), 0);
  const rate = quantile(
    repeats.flatMap((each) => each['events a second'] ?? []),
    0.5,
  );
  const ratio = quantile(all.busy, 0.99) / quantile(all.empty, 0.99);
  report({
    name: 'frames',
    repeats,
    anchor: 'an empty window of the same app, in turns',
    figures: {
      services: SERVICES,
      pods: PODS,
      'events a second asked for': RATE,
      'events a second, median': rate,
      frames: all.busy.length,
      'empty p50 (ms)': quantile(all.empty, 0.5),
      'empty p99 (ms)': quantile(all.empty, 0.99),
      'scrolling p50 (ms)': quantile(all.still, 0.5),
      'scrolling p99 (ms)': quantile(all.still, 0.99),
      'busy p50 (ms)': quantile(all.busy, 0.5),
      'busy p99 (ms)': quantile(all.busy, 0.99),
      'busy p99 / empty p99': ratio,
      'long tasks, busy': long,
      'longest task, busy (ms)': all.longest,
    },
    // A cluster that is slower than asked for proves nothing.
    holds: ratio <= TARGET && long === 0 && rate >= 0.9 * RATE,
    conclusion: `frame time p99 ${quantile(all.busy, 0.99).toFixed(1)} ms is ${ratio.toFixed(2)} times an empty window's (target ${String(TARGET)}), ${String(long)} long tasks (target 0) with ${String(SERVICES)} rows at ${rate.toFixed(0)} events/s (asked for ${String(RATE)})`,
  });
}

async function measure(): Promise<void> {
  const over = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), 'bench-frames-'));
  const training = await startTrainingProcess();
  const opened: LaunchedApp[] = [];
  try {
    await loadTraining(training, { services: SERVICES, pods: PODS, padding: 0, ready: true });
    opened.push(await openEmpty(folder));
    opened.push(await openBusy(training));
    const [empty, busy] = opened;
    if (empty === undefined || busy === undefined) return;
    await measureIn({ empty, busy, api: await connectTo(training.kubeconfig, '', over.signal) });
  } finally {
    over.abort();
    for (const each of opened) await each.close();
    await training.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await measure();
