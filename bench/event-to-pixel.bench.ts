// P1: from a watch event to the painted row, on the real cluster with many Pods loaded.
// needs: cluster window
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { podYaml, serviceYaml } from '../test/support/course.ts';
import { apply, eventually, kubectl, kubectlJson, TEST_KUBECONFIG } from '../test/support/kubectl.ts';
import { ServicesPage } from '../test/e2e/pages/services-page.ts';
import { launchApp } from '../test/support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../test/support/namespace.ts';
import { createManyPods } from './many-pods.ts';
import { preciseNow, printRepeat, quantile, report } from './measure.ts';
import { openRawWatch } from './raw-watch.ts';
import { readPaints, stampPaints } from './stamp-paints.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    repeats: { type: 'string', default: '5' },
    patches: { type: 'string', default: '60' },
  },
});
const PODS = Number(values.pods);
const PAUSE_MS = 200;
const TARGET = { p50: 25, p99: 60 };

interface Repeat extends Record<string, number> {
  readonly painted: number;
  readonly patched: number;
}

async function measure(): Promise<void> {
  const namespace = await createNamespace('bench', 'privileged');
  const many = await createManyPods(namespace, PODS);
  try {
    await apply(serviceYaml(namespace, 'target', 'target'));
    await apply(podYaml(namespace, 'target', 'target'));
    await eventually(async () => {
      const pod = await kubectlJson<{ status: { podIP?: string } }>('get', 'pod', 'target', '-n', namespace);
      return pod.status.podIP ?? null;
    }, 'the Pod that is patched');
    const launched = await launchApp({ namespace });
    try {
      await measureIn(launched.page, namespace);
    } finally {
      await launched.close();
    }
  } finally {
    await many.remove();
    await deleteNamespace(namespace);
  }
}

async function measureIn(page: Page, namespace: string): Promise<void> {
  await page
    .getByRole('contentinfo')
    .getByText(new Intl.NumberFormat('en').format(PODS + 1))
    .waitFor({ timeout: 120_000 });
  await new ServicesPage(page).open('target');
  await page.locator('[data-pod="target"]').waitFor();
  await stampPaints(page, 'target');
  const raw = await openRawWatch(
    TEST_KUBECONFIG,
    `/api/v1/namespaces/${namespace}/pods?watch=1&fieldSelector=metadata.name%3Dtarget`,
  );
  const repeats: Repeat[] = [];
  const all: number[] = [];
  for (let repeat = 1; repeat <= Number(values.repeats); repeat += 1) {
    const versions = await patchAtPace(namespace, repeat);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const painted = await readPaints(page);
    const added = versions.flatMap((version) => {
      const [from, to] = [raw.arrivals.get(version), painted[version]];
      return from === undefined || to === undefined || to === 0 ? [] : [to - from];
    });
    const figures = {
      painted: added.length,
      patched: versions.length,
      p50: quantile(added, 0.5),
      p99: quantile(added, 0.99),
    };
    printRepeat(repeat, figures);
    repeats.push(figures);
    all.push(...added);
  }
  raw.end();
  const [p50, p99] = [quantile(all, 0.5), quantile(all, 0.99)];
  if (all.length === 0) throw new Error('no patch was seen on the page');
  const patched = repeats.reduce((sum, repeat) => sum + repeat.patched, 0);
  const lost = patched - all.length;
  report({
    name: 'event-to-pixel',
    repeats,
    anchor: "the same resourceVersion's line on a bare watch of one Pod",
    figures: { pods: PODS, samples: all.length, 'never painted': lost, 'added p50 (ms)': p50, 'added p99 (ms)': p99 },
    // A change that was never painted is no quick one.
    holds: lost === 0 && p50 <= TARGET.p50 && p99 <= TARGET.p99,
    conclusion: `${String(lost)} of ${String(patched)} patches never painted (target 0), added p50 ${p50.toFixed(1)} ms (target ${String(TARGET.p50)}), p99 ${p99.toFixed(1)} ms (target ${String(TARGET.p99)}) with ${String(PODS)} Pods`,
  });
}

/** Patches a label that selects nothing, five times a second; resolves to the resourceVersions it made. */
async function patchAtPace(namespace: string, repeat: number): Promise<readonly string[]> {
  const versions: string[] = [];
  for (let index = 0; index < Number(values.patches); index += 1) {
    const due = preciseNow() + PAUSE_MS;
    const patch = JSON.stringify({ metadata: { labels: { bench: `${String(repeat)}-${String(index)}` } } });
    const version = await kubectl(
      'patch',
      'pod',
      'target',
      '-n',
      namespace,
      '--type=merge',
      '-p',
      patch,
      '-o',
      'jsonpath={.metadata.resourceVersion}',
    );
    versions.push(version);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - preciseNow())));
  }
  return versions;
}

await measure();
