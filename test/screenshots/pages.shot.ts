import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { choose } from '../support/choose-look.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, replicasReady, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, kubeconfigText, userEntry } from '../support/kubeconfig-writer.ts';
import { drawnTexts, recordDrawing } from '../support/drawn-text.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { resize } from '../support/window-size.ts';
import { TrafficPage } from '../e2e/pages/traffic-page.ts';
import { LANGUAGES, pagePicture, SIZES, THEMES } from './pictures.ts';
import { takePicture } from './take-picture.ts';

// Each page in every language, theme and size, of the real app on the real cluster. `npm run screenshots` keeps the pictures
// in docs/screenshots; in `npm test` they are made all the same, and nothing on them may overlap or be cut off.

/** As long as a Service's name may be. */
const LONG_NAME = `a-service-with-a-name-of-63-characters-${'x'.repeat(63)}`.slice(0, 63);
const { screens, training } = en;

let namespace: string;
/** Of 63 characters, too, and with an app of its own. */
let longNamespace: string;
let launched: LaunchedApp;
let long: LaunchedApp;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  namespace = await createNamespace('course');
  await apply(serviceYaml(namespace, 'myapp-svc', 'myapp-rs'));
  await apply(serviceYaml(namespace, 'myapp-svc-ses-aff', 'myapp-rs', 'ClientIP'));
  await apply(serviceYaml(namespace, 'typo', 'myapp-r'));
  await apply(serviceYaml(namespace, LONG_NAME, LONG_NAME));
  await apply(replicaSetYaml(namespace, 'myapp-rs', 'myapp-rs', 4));
  longNamespace = await createNamespace(`a-namespace-with-a-name-of-63-characters-${'x'.repeat(63)}`.slice(0, 56));
  await apply(serviceYaml(longNamespace, LONG_NAME, LONG_NAME));
  // A Pod's hostname has 63 characters at most; a ReplicaSet's name leaves room for its own suffix.
  await apply(replicaSetYaml(longNamespace, LONG_NAME.slice(0, 57), LONG_NAME, 2));
  await replicasReady(namespace, 'myapp-rs', 4);
  await replicasReady(longNamespace, LONG_NAME.slice(0, 57), 2);
  launched = await launchApp({ namespace });
  long = await launchApp({ namespace: longNamespace });
  for (const { page } of [launched, long]) await recordDrawing(page);
});

test.afterAll(async () => {
  await launched.close();
  await long.close();
  await deleteNamespace(namespace);
  await deleteNamespace(longNamespace);
});

test('Services page', async () => {
  await expect(launched.page.getByRole('row').filter({ hasText: 'myapp-svc-ses-aff' })).toBeVisible();
  await everyWay('services');
});

test('Service page', async () => {
  await open('myapp-svc');
  await expect(launched.page.getByRole('row').filter({ hasText: 'myapp-rs-' })).toHaveCount(4);
  await everyWay('service');
  await launched.page.keyboard.press('Escape');
});

test('Services page and Service page with names of 63 characters', async () => {
  expect(longNamespace).toHaveLength(63);
  await everyWay('services-long-names', long);
  await open(LONG_NAME, long);
  await expect(long.page.getByRole('row').filter({ hasText: LONG_NAME.slice(0, 40) })).toHaveCount(2);
  await everyWay('service-long-names', long);
  await long.page.keyboard.press('Escape');
});

test('Service page, its other tabs', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  const { endpoints, events, yaml } = screens.service.tabs;
  const tabs = {
    findings: screens.findings.tab,
    endpoints,
    events,
    yaml,
    'what-if': en.whatIf.tab,
    history: en.history.tab,
  };
  for (const [tab, name] of Object.entries(tabs)) {
    await open('myapp-svc');
    await page.getByRole('tab', { name }).click();
    await everyWay(`service-${tab}`);
    await page.keyboard.press('Escape');
  }
});

test('Report of a Service, for a colleague', async () => {
  const { page } = launched;
  await open('typo');
  await page.getByRole('button', { name: en.report.button }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await everyWay('service-report');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Escape');
});

test('with names of 63 characters: the other tabs of the Service page, and the report', async () => {
  const { page } = long;
  const { endpoints, events, yaml } = screens.service.tabs;
  await open(LONG_NAME, long);
  for (const tab of [screens.findings.tab, endpoints, events, yaml, en.whatIf.tab]) {
    await page.getByRole('tab', { name: tab }).click();
    await judgeLayout(`long-names-${tab}`, long);
  }
  await page.getByRole('button', { name: en.report.button }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await judgeLayout('long-names-report', long);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Escape');
});

test('History of Pods with long names that came and went', async () => {
  test.setTimeout(240_000);
  const { page } = long;
  await open(LONG_NAME, long);
  await page.getByRole('tab', { name: en.history.tab }).click();
  await kubectl('delete', 'pods', '--all', '-n', longNamespace);
  await replicasReady(longNamespace, LONG_NAME.slice(0, 57), 2);
  await expect(page.getByRole('table', { name: en.history.list }).getByText(en.history.what.left)).toHaveCount(2);
  await everyWay('service-history-long-names', long);
  await page.keyboard.press('Escape');
});

test('Settings and keys', async () => {
  const { page } = launched;
  for (const [picture, keys] of [
    ['settings', 'Control+,'],
    ['keys', '?'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await everyWay(picture);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('Service page of a Service that nobody stands behind', async () => {
  await open('typo');
  await everyWay('service-none');
  await launched.page.keyboard.press('Escape');
});

test('Traffic page, before and after a run', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  await open('myapp-svc');
  await page.keyboard.press('t');
  await page.locator('input[type=radio]').nth(1).check();
  await expect(page.getByRole('button', { name: 'Start' })).toBeEnabled();
  await everyWay('traffic-plan');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
  await everyWay('traffic-result');
  // What stands on the canvas is judged with the rest of the picture, where it is known.
  await expect(page.getByRole('figure').locator('canvas')).toHaveCount(2);
  for (const chart of await page.getByRole('figure').locator('canvas').all()) {
    const texts = await drawnTexts(chart);
    expect(texts.flatMap((text) => / {2}([A-Z])$/.exec(text)?.[1] ?? []).toSorted()).toEqual(['A', 'B', 'C', 'D']);
    expect(texts).toContain('0');
  }
});

test('Traffic page with names of 63 characters, before and after a run', async () => {
  test.setTimeout(240_000);
  const { page } = long;
  await open(LONG_NAME, long);
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: 'Start' })).toBeEnabled();
  await everyWay('traffic-plan-long-names', long);
  const kubectlToo = page.getByText(screens.traffic.plan.kubectl, { exact: true });
  await kubectlToo.click();
  await judgeLayout('long-names-plan-kubectl', long);
  await kubectlToo.click();
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 120_000 });
  await everyWay('traffic-result-long-names', long);
  await page.locator('input[type=radio]').nth(2).check();
  await page.getByRole('button', { name: screens.traffic.startPatch, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await everyWay('traffic-confirm-long-names', long);
  await page.keyboard.press('Escape');
  const traffic = new TrafficPage(page);
  await traffic.choose('Compare off and on');
  await traffic.untilStopped();
  await traffic.begin();
  await traffic.counting();
  await expect(page.getByText(/^\d{2,} requests$/)).toBeVisible();
  await judgeLayout('long-names-counting', long);
  await traffic.stop.click();
  await traffic.finished('Stopped');
});

test('Connect page with names as clouds give them', async () => {
  const target = await testTarget();
  const cluster = `arn:aws:eks:ap-northeast-2:123456789012:cluster/${LONG_NAME}`;
  const text = kubeconfigText({
    clusters: { [cluster]: clusterEntry(target) },
    users: { [`clusterUser_group_${LONG_NAME}`]: userEntry(target) },
    contexts: { [cluster]: { cluster, user: `clusterUser_group_${LONG_NAME}`, namespace: longNamespace } },
  });
  const other = await onKubeconfig(text, ['--context', 'no-such-context']);
  try {
    await expect(other.page.getByText(cluster).first()).toBeVisible();
    await everyWay('connect-long-names', other);
  } finally {
    await other.close();
  }
});

test('Connect page, the training cluster stopped and running', async () => {
  const other = await onKubeconfig(await readFile(TEST_KUBECONFIG, 'utf8'), ['--context', 'no-such-context']);
  const { page } = other;
  try {
    await expect(page.getByText('no-such-context')).toBeVisible();
    await expect(page.getByRole('heading', { name: training.title })).toBeVisible();
    await everyWay('connect', other);
    await page.getByRole('button', { name: training.start, exact: true }).click();
    await expect(page.getByRole('heading', { name: screens.services.title, exact: true })).toBeVisible();
    await page.evaluate(() => (location.hash = '#/connect'));
    await expect(page.getByText(/^export KUBECONFIG=/)).toBeVisible();
    await everyWay('connect-training', other);
  } finally {
    await other.close();
  }
});

/** Paths of its own: a picture must not tell where the tests of one machine keep theirs. */
async function onKubeconfig(text: string, args: readonly string[]): Promise<LaunchedApp> {
  const kubeconfig = join(tmpdir(), 'kube', 'config');
  await mkdir(join(tmpdir(), 'kube'), { recursive: true });
  await writeFile(kubeconfig, text, { mode: 0o600 });
  const userData = join(tmpdir(), 'servicescope');
  const other = await launchApp({ userData, args: ['--kubeconfig', kubeconfig, ...args] });
  return {
    ...other,
    close: async () => {
      await other.close();
      await rm(kubeconfig);
      await rm(userData, { recursive: true, force: true });
    },
  };
}

async function open(service: string, { page }: Pick<LaunchedApp, 'page'> = launched): Promise<void> {
  await page
    .getByRole('row')
    .filter({ has: page.getByText(service, { exact: true }) })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(service);
}

/** A state that no reader of the docs asks for: its layout is judged, which no theme changes, and no picture is kept. */
async function judgeLayout(name: string, { app, page }: Pick<LaunchedApp, 'app' | 'page'>): Promise<void> {
  const faults: string[] = [];
  for (const size of SIZES) {
    await resize({ app, page }, size);
    for (const language of LANGUAGES) {
      await choose(page, { language });
      faults.push(...(await takePicture(page, `${name}_${language}_${String(size.width)}`, true)));
    }
  }
  await choose(page, { language: 'en' });
  expect(faults).toEqual([]);
}

/** One picture for each language, theme and size; all faults are told at the end, so that one run shows them all. */
async function everyWay(name: string, { app, page }: Pick<LaunchedApp, 'app' | 'page'> = launched): Promise<void> {
  const faults: string[] = [];
  for (const size of SIZES) {
    await resize({ app, page }, size);
    for (const language of LANGUAGES) {
      await choose(page, { language });
      for (const theme of THEMES) {
        await choose(page, { theme });
        faults.push(...(await takePicture(page, pagePicture(name, { language, theme }, size))));
      }
    }
  }
  await choose(page, { language: 'en', theme: 'light' });
  expect(faults).toEqual([]);
}
