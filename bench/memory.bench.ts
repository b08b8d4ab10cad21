// P4 and B17: what very many Services and Pods make the app grow by, beside `kubectl get pods -A -w` on the same cluster.
// needs: window
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchApp } from '../test/support/launch-app.ts';
import { processTree } from '../test/support/process-tree.ts';
import { startTrainingProcess, type TrainingProcess } from '../test/support/training/training-process.ts';
import { kubernetesProgram } from '../test/cluster/control-plane.mjs';
import { loadTraining, untilListed } from './loaded-training.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '10000' },
    pods: { type: 'string', default: '50000' },
    repeats: { type: 'string', default: '5' },
  },
});
const [SERVICES, PODS] = [Number(values.services), Number(values.pods)];
/** With it a Pod has the 7.6 KB that real ones have. */
const PADDING = 6_000;
/** Until what was only needed to load is let go. */
const SETTLE_MS = 10_000;
const TARGET_MB = 30;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Megabytes of all these processes: what they share is counted once. Of one that has ended: nothing. */
function proportional(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const file = `/proc/${String(pid)}/smaps_rollup`;
    return existsSync(file) ? Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) : 0;
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1_024;
}

/** The app with the list of Services open, settled. */
async function ourMegabytes(training: TrainingProcess, services: number, pods: number): Promise<number> {
  const { app, page, close } = await launchApp({
    args: ['--kubeconfig', training.kubeconfig, '--context', 'servicescope-training'],
    namespace: 'default',
  });
  try {
    await untilListed(page, 'Service', services);
    await untilListed(page, 'Pod', pods);
    await pause(SETTLE_MS);
    return proportional(processTree(app.process().pid ?? 0));
  } finally {
    await close();
  }
}

/** kubectl's, once it has printed each Pod; null where there is no kubectl. */
async function kubectlMegabytes(training: TrainingProcess, pods: number): Promise<number | null> {
  const built = kubernetesProgram('kubectl');
  const args = ['--kubeconfig', training.kubeconfig, 'get', 'pods', '-A', '-w', '--no-headers'];
  const child = spawn(existsSync(built) ? built : 'kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid } = child;
  const missing = new Promise<'missing'>((resolve) => child.once('error', () => resolve('missing')));
  let lines = 0;
  const listed = new Promise<'listed'>((resolve) => {
    if (pods === 0) setTimeout(() => resolve('listed'), SETTLE_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (pods > 0 && lines >= pods) resolve('listed');
    });
  });
  try {
    if ((await Promise.race([listed, missing])) === 'missing' || pid === undefined) return null;
    await pause(SETTLE_MS);
    return proportional([pid]);
  } finally {
    child.kill();
  }
}

async function measure(): Promise<void> {
  const bare = await startTrainingProcess();
  const loaded = await startTrainingProcess();
  const repeats: Record<string, number>[] = [];
  try {
    await loadTraining(loaded, { services: SERVICES, pods: PODS, padding: PADDING, ready: false });
    for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
      // The Service kubernetes is there from the start.
      const ours = { bare: await ourMegabytes(bare, 1, 0), loaded: await ourMegabytes(loaded, SERVICES + 1, PODS) };
      const kubectl = { bare: await kubectlMegabytes(bare, 0), loaded: await kubectlMegabytes(loaded, PODS) };
      const grown = ours.loaded - ours.bare;
      const theirs = kubectl.bare === null || kubectl.loaded === null ? null : kubectl.loaded - kubectl.bare;
      const figures = {
        'empty (MB)': ours.bare,
        'loaded (MB)': ours.loaded,
        'growth per 10k Pods (MB)': grown / (PODS / 10_000),
        ...(theirs === null
          ? {}
          : { 'kubectl per 10k Pods (MB)': theirs / (PODS / 10_000), 'ours / kubectl': grown / theirs }),
      };
      printRepeat(repeat, figures);
      repeats.push(figures);
    }
  } finally {
    await bare.end();
    await loaded.end();
  }
  const of = (name: string, share: number): number =>
    quantile(
      repeats.flatMap((each) => each[name] ?? []),
      share,
    );
  const names = Object.keys(repeats[0] ?? {});
  const [median, worst] = [of('growth per 10k Pods (MB)', 0.5), of('growth per 10k Pods (MB)', 0.99)];
  report({
    name: 'memory',
    repeats,
    anchor: names.includes('ours / kubectl')
      ? 'kubectl get pods -A -w on the same cluster, in turns'
      : 'the app on an empty cluster, in turns (there is no kubectl here)',
    figures: {
      services: SERVICES,
      pods: PODS,
      ...Object.fromEntries(names.map((name) => [`${name}, median`, of(name, 0.5)])),
      'growth per 10k Pods (MB), p99': worst,
    },
    holds: median <= TARGET_MB,
    conclusion: `all our processes grew by ${median.toFixed(1)} MB per 10k Pods, p99 ${worst.toFixed(1)} (target ${String(TARGET_MB)}), with ${String(PODS)} Pods of 7.6 KB and ${String(SERVICES)} Services`,
  });
}

await measure();
