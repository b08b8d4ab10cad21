import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, type Page } from '@playwright/test';
import { resolveElectron } from '../../scripts/setup/electron-runtime.mjs';
import type { AppDescription } from '../../src-shared/ipc/contract.ts';
import { en } from '../../src-shared/messages/en.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { TEST_CONTEXT, TEST_KUBECONFIG } from '../support/kubectl.ts';
import { ask, sentences, servicesHeading } from '../support/pages.ts';
import { runRequest } from '../support/traffic-run.ts';

// A second start of the app hands over to the one that runs. What it asked for must not be lost on the way: a window that
// was to be read-only, or on another cluster, would write where nobody meant it to.

let launched: LaunchedApp;
test.beforeEach(async () => {
  launched = await launchApp({ namespace: 'default' });
  await expect(servicesHeading(launched.page)).toBeVisible();
});
test.afterEach(() => launched.close());

/** The program once more, with the same settings folder; it ends when the running one has heard of it. */
async function startAgain(...args: readonly string[]): Promise<void> {
  const electron = resolveElectron();
  const program = [...electron.args, electron.appPath, `--user-data-dir=${launched.userData}`, ...args];
  const [code] = (await once(spawn(electron.executablePath, program, { stdio: 'ignore' }), 'exit')) as [number];
  expect(code).toBe(0);
}

async function describe(page: Page): Promise<AppDescription> {
  const answer = await ask(page, 'app.describe', null);
  if (!answer.ok) throw new Error(answer.failure.code);
  return answer.value as AppDescription;
}

async function expectReadOnly(page: Page): Promise<void> {
  const started = await ask(page, 'traffic.start', runRequest('kube-system', { service: 'kube-dns', port: 53 }));
  expect(started).toMatchObject({ ok: false, failure: { code: 'traffic.read-only' } });
  const restored = await ask(page, 'traffic.restore', { run: 'x', forget: false });
  expect(restored).toMatchObject({ ok: false, failure: { code: 'traffic.read-only' } });
}

test('a second start opens its window with what it asked for, and the first window keeps its own', async () => {
  const opened = launched.app.waitForEvent('window');
  await startAgain('--kubeconfig', TEST_KUBECONFIG, '--context', TEST_CONTEXT, '--readonly', '-n', 'kube-system');
  const second = await opened;
  await expect(servicesHeading(second)).toBeVisible();
  expect(await describe(second)).toMatchObject({
    readOnly: true,
    startContext: TEST_CONTEXT,
    startNamespace: 'kube-system',
  });
  expect(await ask(second, 'cluster.subscribe', null)).toMatchObject({
    value: { context: TEST_CONTEXT, namespace: 'kube-system' },
  });
  await expectReadOnly(second);
  expect(await describe(launched.page)).toMatchObject({ readOnly: false, startNamespace: 'default' });
  // Not refused for being read-only: it gets as far as asking for the Service.
  const start = await ask(launched.page, 'traffic.start', runRequest('default', { service: 'no-such-service' }));
  expect(start).toMatchObject({ failure: { code: 'api.not-found' } });
});

test('the command line alone is enough where nothing else came with it', async () => {
  const opened = launched.app.waitForEvent('window');
  await launched.app.evaluate(
    ({ app }, line) => app.emit('second-instance', {}, line, '/'),
    ['electron', '--readonly', `--context=${TEST_CONTEXT}`, '--namespace=kube-system'],
  );
  const second = await opened;
  await expect(servicesHeading(second)).toBeVisible();
  expect(await describe(second)).toMatchObject({ readOnly: true, startNamespace: 'kube-system' });
  await expectReadOnly(second);
});

test('another kubeconfig is refused with a sentence, and no window is opened', async () => {
  await launched.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((box: { message: string; detail: string }) => {
      (globalThis as { told?: string }).told = `${box.message}\n${box.detail}`;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as unknown as typeof dialog.showMessageBox;
  });
  await startAgain('--kubeconfig', '/tmp/another-kubeconfig', '--context', 'prod');
  const told = (): Promise<string> => launched.app.evaluate(() => (globalThis as { told?: string }).told ?? '');
  await expect.poll(told).not.toBe('');
  const text = en.failures['kubeconfig.other-open']({ open: [TEST_KUBECONFIG], asked: ['/tmp/another-kubeconfig'] });
  for (const sentence of sentences(text)) expect(await told()).toContain(sentence);
  expect(launched.app.windows()).toHaveLength(1);
});

test('a window that changes its namespace again and again holds on to nothing of the ones before', async () => {
  const counts = (): Promise<readonly number[]> =>
    launched.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return ['show', 'restore', 'closed'].map((event) => window?.listenerCount(event) ?? -1);
    });
  const open = (namespace: string): Promise<unknown> =>
    ask(launched.page, 'cluster.open', { context: TEST_CONTEXT, namespace });
  await open('kube-system');
  const before = await counts();
  for (let change = 0; change < 10; change += 1)
    for (const namespace of ['default', 'kube-system']) expect(await open(namespace)).toMatchObject({ ok: true });
  expect(await counts()).toEqual(before);
});
