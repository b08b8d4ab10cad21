import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { makeFolder, type Folder } from '../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { connectHeading, contextRow, words } from '../support/pages.ts';
import { ServicesPage } from './pages/services-page.ts';

// The training cluster by the app's own buttons, on a computer with no cluster and no kubeconfig at all.
const run = promisify(execFile);
const CONTEXT = 'servicescope-training';
const { training } = en;
test.describe.configure({ mode: 'serial' });

let folder: Folder;
let launched: LaunchedApp;
let services: ServicesPage;
const kubeconfig = (): string => join(launched.userData, 'training', 'kubeconfig');
const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await run('kubectl', ['--kubeconfig', kubeconfig(), ...args])).stdout.trim();
const button = (name: string): ReturnType<LaunchedApp['page']['getByRole']> =>
  launched.page.getByRole('button', { name, exact: true });
const toConnect = async (): Promise<void> => {
  await launched.page.evaluate(() => (location.hash = '#/connect'));
  await expect(connectHeading(launched.page)).toBeVisible();
};

test.beforeAll(async () => {
  folder = await makeFolder();
  launched = await launchApp({ args: [], env: { HOME: folder.path, KUBECONFIG: '' } });
  services = new ServicesPage(launched.page);
});

test.afterAll(async () => {
  await launched.close().catch(() => undefined);
  await folder.remove();
  expect(launched.complaints).toEqual([]);
});

/** Processes of training clusters that the app started. */
const clusters = async (): Promise<readonly number[]> => {
  const metrics = await launched.app.evaluate((electron) => electron.app.getAppMetrics());
  return metrics.filter(({ type, name }) => type === 'Utility' && name === 'training cluster').map(({ pid }) => pid);
};
const showsWrongLabel = async (): Promise<void> => {
  await button(training.open).click();
  await services.opened();
  await expect(services.row('myapp-svc-ses-aff')).toHaveCount(0);
  const cell = await services.cell('myapp-svc', words.services.columns.endpoints);
  await expect(cell.getByTitle('no Pod matches app=myapp', { exact: true })).toContainText('no Pod matches');
};

test('is off until it is started: no process, no kubeconfig, no kube context', async () => {
  await expect(button(training.start)).toBeVisible();
  expect(await clusters()).toEqual([]);
  await expect(stat(kubeconfig())).rejects.toThrow('ENOENT');
  await expect(contextRow(launched.page, CONTEXT)).toHaveCount(0);
});

test('starts by one click and opens on the course: four Pods behind each Service', async () => {
  await expect(launched.page.getByRole('heading', { name: training.title })).toBeVisible();
  await button(training.start).click();
  await services.opened();
  for (const name of ['myapp-svc', 'myapp-svc-ses-aff'])
    await expect(await services.cell(name, words.services.columns.endpoints)).toHaveText('4/4', { timeout: 30_000 });
  await expect(await services.cell('kubernetes', words.services.columns.endpoints)).toHaveText('1/1');
});

test('the user’s own kubectl works on it, through a kubeconfig that only the user may read', async () => {
  const { mode } = await stat(kubeconfig());
  expect(mode & 0o777).toBe(0o600);
  expect((await stat(join(launched.userData, 'training'))).mode & 0o777).toBe(0o700);
  expect(await kubectl('config', 'current-context')).toBe(CONTEXT);
  expect(await kubectl('get', 'rs', 'myapp-rs', '-o', 'jsonpath={.status.readyReplicas}')).toBe('4');
});

test('what kubectl changes is seen at once: scaled to 2, two endpoints', async () => {
  await kubectl('scale', 'rs/myapp-rs', '--replicas=2');
  const cell = await services.cell('myapp-svc', words.services.columns.endpoints);
  await expect(cell).toHaveText('2/2', { timeout: 30_000 });
});

test('Connect shows it among the kube contexts, with the line for a terminal', async () => {
  await toConnect();
  await expect(contextRow(launched.page, CONTEXT)).toBeVisible();
  await expect(launched.page.getByText(`export KUBECONFIG=${kubeconfig()}`)).toBeVisible();
  await button(training.copyExport).click();
  const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe(`export KUBECONFIG=${kubeconfig()}`);
});

test('it is a process of its own without an environment, and while it hangs the window answers', async () => {
  const { app } = launched;
  const found = await clusters();
  expect(found).toHaveLength(1);
  const pid = found[0] ?? 0;
  expect(pid).not.toBe(app.process().pid);
  if (process.platform === 'linux')
    expect(await readFile(`/proc/${String(pid)}/environ`, 'utf8')).not.toContain('PATH=');
  process.kill(pid, 'SIGSTOP');
  try {
    await launched.page.evaluate(() => (location.hash = '#/services'));
    await services.opened();
    await services.open('myapp-svc');
    await toConnect();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

test('another scenario by one click: its Services are there, those of the course are gone', async () => {
  await launched.page.getByLabel(training.scenario).selectOption('wrong-label');
  await button(training.reset).click();
  await expect(button(training.reset)).toBeEnabled();
  await showsWrongLabel();
});

test('Reset loads the scenario that runs, also once its page was left', async () => {
  await kubectl('create', 'configmap', 'by-hand');
  await toConnect();
  await expect(launched.page.getByLabel(training.scenario)).toHaveValue('wrong-label');
  await button(training.reset).click();
  await expect.poll(() => kubectl('get', 'configmap', 'by-hand', '--ignore-not-found')).toBe('');
  await expect(button(training.reset)).toBeEnabled();
  await showsWrongLabel();
});

test('stopped, its kubeconfig is gone, and the page says that nothing is live any more', async () => {
  await toConnect();
  await button(training.stop).click();
  await expect(button(training.start)).toBeVisible();
  await expect(stat(kubeconfig())).rejects.toThrow('ENOENT');
  await expect(contextRow(launched.page, CONTEXT)).toHaveCount(0);
});

test('quitting the app ends it', async () => {
  await button(training.start).click();
  await services.opened();
  const server = await kubectl('config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}');
  const path = kubeconfig();
  await launched.app.close();
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await expect(fetch(server)).rejects.toThrow();
});
