// P2: from a watch event to the painted row at 20, 100, 500 and 2000 events a second: on a training cluster, up to 100 on the real one.
// needs: cluster window
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import type { KubeApi } from '../src-main/kube/kube-api.ts';
import { TEST_CONTEXT, TEST_KUBECONFIG } from '../test/support/kubectl.ts';
import { ServicesPage } from '../test/e2e/pages/services-page.ts';
import { launchApp } from '../test/support/launch-app.ts';
import { startTrainingProcess } from '../test/support/training/training-process.ts';
import { preciseNow, printRepeat, quantile, report } from './measure.ts';
import { connectTo } from './connect-to.ts';
import { patchAtRate } from './patch-at-rate.ts';
import { openRawWatch, type RawWatch } from './raw-watch.ts';
import { readPaints, stampPaints } from './stamp-paints.ts';

const { values } = parseArgs({
  options: { repeats: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
});
const PODS = 40;
const NAMESPACE = `bench-rate-${String(process.pid)}`;
const PODS_PATH = `/api/v1/namespaces/${NAMESPACE}/pods`;
const TARGET = { rate: 500, p99: 150, drained: 1_000 };

interface Ground {
  readonly name: 'training' | 'real';
  readonly kubeconfig: string;
  readonly context: string;
  readonly api: KubeApi;
  readonly rates: readonly number[];
}

interface Figures extends Record<string, number | string> {
  readonly cluster: string;
  readonly rate: number;
  readonly arrived: number;
  readonly p50: number;
  readonly p99: number;
  readonly drained: number;
}

const podPath = (index: number): string => `${PODS_PATH}/many-${String(index % PODS).padStart(2, '0')}`;

/** Pods of the API alone, all selected by one Service; about ten of them are rows on the screen. */
async function prepare({ api }: Ground): Promise<void> {
  const create = (path: string, body: object): Promise<unknown> => api.json({ method: 'POST', path, body });
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await create(`/api/v1/namespaces/${NAMESPACE}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'target' },
    spec: { selector: { app: 'target' }, ports: [{ port: 80, protocol: 'TCP' }] },
  });
  for (let index = 0; index < PODS; index += 1) {
    await create(PODS_PATH, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `many-${String(index).padStart(2, '0')}`, labels: { app: 'target' } },
      spec: {
        schedulerName: 'nobody',
        automountServiceAccountToken: false,
        containers: [{ name: 'pause', image: 'pause' }],
      },
    });
  }
}

/** Milliseconds from the last event until every row on the screen shows what the server has. */
async function untilDrained(page: Page, raw: RawWatch, api: KubeApi): Promise<number> {
  const { items } = await api.json<{ items: { metadata: { name: string; resourceVersion: string } }[] }>({
    method: 'GET',
    path: PODS_PATH,
  });
  const latest = Object.fromEntries(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
  await page.waitForFunction(
    (expected) =>
      [...document.querySelectorAll<HTMLElement>('[data-pod]')].every(
        ({ dataset }) => expected[dataset.pod ?? ''] === dataset.version,
      ),
    latest,
    { timeout: 60_000, polling: 'raf' },
  );
  return Math.max(0, preciseNow() - Math.max(...raw.arrivals.values()));
}

async function measureOn(ground: Ground): Promise<readonly Figures[]> {
  const found: Figures[] = [];
  await prepare(ground);
  const launched = await launchApp({
    args: ['--kubeconfig', ground.kubeconfig, ...(ground.context === '' ? [] : ['--context', ground.context])],
    namespace: NAMESPACE,
  });
  try {
    const { page } = launched;
    await new ServicesPage(page).open('target');
    await page.locator('[data-pod="many-00"]').waitFor();
    await stampPaints(page, 'many-');
    for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
      for (const rate of ground.rates) {
        const raw = await openRawWatch(ground.kubeconfig, `${PODS_PATH}?watch=1`);
        const seconds = await timed(() => patchAtRate(ground.api, podPath, { rate, seconds: Number(values.seconds) }));
        const drained = await untilDrained(page, raw, ground.api);
        await new Promise((resolve) => setTimeout(resolve, 300));
        raw.end();
        const painted = await readPaints(page);
        const added = [...raw.arrivals].flatMap(([version, at]) =>
          (painted[version] ?? 0) ? [(painted[version] ?? 0) - at] : [],
        );
        const figures = {
          cluster: ground.name,
          rate,
          arrived: Math.round(raw.arrivals.size / seconds),
          p50: quantile(added, 0.5),
          p99: quantile(added, 0.99),
          drained,
        };
        printRepeat(repeat, figures);
        found.push(figures);
      }
    }
  } finally {
    await launched.close();
    await ground.api.json({ method: 'DELETE', path: `/api/v1/namespaces/${NAMESPACE}` });
  }
  return found;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = preciseNow();
  await work();
  return (preciseNow() - began) / 1000;
}

async function measure(): Promise<void> {
  const over = new AbortController();
  const training = await startTrainingProcess();
  const grounds: readonly Ground[] = [
    {
      name: 'training',
      kubeconfig: training.kubeconfig,
      context: 'servicescope-training',
      api: await connectTo(training.kubeconfig, '', over.signal),
      rates: [20, 100, 500, 2_000],
    },
    {
      name: 'real',
      kubeconfig: TEST_KUBECONFIG,
      context: TEST_CONTEXT,
      api: await connectTo(TEST_KUBECONFIG, TEST_CONTEXT, over.signal),
      rates: [20, 100],
    },
  ];
  const repeats: Figures[] = [];
  try {
    for (const ground of grounds) repeats.push(...(await measureOn(ground)));
  } finally {
    over.abort();
    await training.end();
  }
  const median = (ground: Ground, rate: number, figure: 'arrived' | 'p50' | 'p99' | 'drained'): number =>
    quantile(
      repeats.filter((each) => each.cluster === ground.name && each.rate === rate).map((each) => each[figure]),
      0.5,
    );
  const figures = Object.fromEntries(
    grounds.flatMap((ground) =>
      ground.rates.flatMap((rate) =>
        (['arrived', 'p50', 'p99', 'drained'] as const).map((figure) => [
          `${ground.name}, ${String(rate)}/s: ${figure === 'arrived' ? 'events a second' : `${figure} (ms)`}`,
          median(ground, rate, figure),
        ]),
      ),
    ),
  );
  const [first] = grounds;
  if (first === undefined) return;
  const p99 = median(first, TARGET.rate, 'p99');
  const drained = median(first, 2_000, 'drained');
  report({
    name: 'event-rate',
    repeats,
    anchor: "the same resourceVersion's line on a bare watch of the namespace's Pods",
    figures,
    holds: p99 <= TARGET.p99 && drained <= TARGET.drained,
    conclusion: `added p99 ${p99.toFixed(1)} ms at ${String(TARGET.rate)}/s (target ${String(TARGET.p99)}), the page caught up ${drained.toFixed(0)} ms after the last of 2000/s (target ${String(TARGET.drained)})`,
  });
}

await measure();
