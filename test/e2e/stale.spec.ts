import { expect, test, type Locator, type Page } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { choose } from '../support/choose-look.ts';
import { layoutFaults } from '../support/layout.ts';
import { resize } from '../support/window-size.ts';
import { podYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, makeFolder, userEntry } from '../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { kindMark, openKinds, serviceRow, words } from '../support/pages.ts';

// "Stale is never shown as live": the way to the API server is broken in front of the window, and mended again.

const KINDS = ['Service', 'EndpointSlice', 'Pod', 'Node', 'Namespace'];
let namespace: string;
let folder: Folder;
let proxy: FaultProxy;
let launched: LaunchedApp;
let page: Page;

test.beforeAll(async () => {
  folder = await makeFolder();
  namespace = await createNamespace('stale');
  await apply(serviceYaml(namespace, 'steady', 'steady'));
  await apply(podYaml(namespace, 'steady', 'steady'));
  proxy = await startFaultProxy({ upstream: await credentialSource(await testTarget()).current() });
  const target = proxy.target();
  const kubeconfig = await folder.write(
    'proxy.yaml',
    kubeconfigText({
      clusters: { proxy: clusterEntry(target) },
      users: { proxy: userEntry(target) },
      contexts: { proxy: { cluster: 'proxy', user: 'proxy', namespace } },
    }),
  );
  launched = await launchApp({ args: ['--kubeconfig', kubeconfig, '--context', 'proxy'] });
  ({ page } = launched);
  await expectLive();
});

test.afterAll(async () => {
  await launched.close();
  await proxy.close();
  await deleteNamespace(namespace);
  await folder.remove();
});

async function expectLive(): Promise<void> {
  for (const kind of KINDS) {
    await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.live, { timeout: 45_000 });
  }
  await expect(serviceRow(page, 'steady')).toBeVisible();
}

/** With banner and marks nothing overlaps or is cut off, in either language. */
async function expectWholeLayout(): Promise<void> {
  await expect(page.getByLabel(words.shell.kinds, { exact: true })).toBeHidden();
  await resize(launched, { width: 1280, height: 720 });
  for (const language of ['ko', 'en'] as const) {
    await choose(page, { language });
    // A frame after the words have changed some of them are measured anew.
    await expect.poll(() => layoutFaults(page), language).toEqual([]);
  }
}

const retryNow = (): Locator => page.getByRole('button', { name: words.actions.retryNow }).first();

/** What was wrong is over: asks anew at once, unless the app comes back by itself meanwhile and the button is gone. */
async function comeBack(mend: () => unknown): Promise<void> {
  await expect(retryNow()).toBeVisible();
  await mend();
  await askAnewOrFindItDone();
}

async function askAnewOrFindItDone(): Promise<void> {
  await retryNow()
    .click({ timeout: 5_000 })
    .catch((error: unknown) => expect(retryNow(), String(error)).toHaveCount(0));
}

test('when the connection is cut each kind says since when and why, and the rows stay and are marked', async () => {
  await proxy.tcp.refuse(true);
  for (const kind of KINDS) await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.stale);
  await expect(serviceRow(page, 'steady')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/Stale since \d+/);
  const { what, next } = en.failures['connect.refused']({ host: '127.0.0.1', port: proxy.tcp.port() });
  const banner = page.getByRole('status').filter({ hasText: what });
  for (const kind of KINDS) await expect(banner).toContainText(kind);
  await expect(banner).toContainText(next);
  await expect(banner).toContainText(/last seen \d+\w? ago/);
  const kinds = await openKinds(page);
  await expect(kinds.getByRole('listitem').filter({ hasText: 'Stale since' })).toHaveCount(KINDS.length);
  await expect(kinds.getByRole('listitem').filter({ hasText: what })).toHaveCount(KINDS.length);
  await expect(kinds).not.toContainText(words.shell.kindsSummary.live);
  await page.keyboard.press('Escape');
  await expectWholeLayout();
});

test('what happened meanwhile is there once the connection is back, without a restart', async () => {
  await apply(serviceYaml(namespace, 'meanwhile', 'meanwhile'));
  await expect(serviceRow(page, 'meanwhile')).toBeHidden();
  await comeBack(() => proxy.tcp.refuse(false));
  await expectLive();
  await expect(serviceRow(page, 'meanwhile')).toBeVisible();
  await expect(page.getByText(/Stale since/)).toHaveCount(0);
  await kubectl('delete', 'service', 'meanwhile', '-n', namespace);
  await expect(serviceRow(page, 'meanwhile')).toBeHidden();
});

test('a Service page that is open says that it is stale, on Members too, and recovers by itself', async () => {
  await serviceRow(page, 'steady').click();
  const members = page.getByRole('grid', { name: words.service.tabs.members });
  await expect(members).toContainText('steady');
  await expect(kindMark(page, 'Event')).toContainText(words.shell.kindsSummary.live);
  await proxy.tcp.refuse(true);
  await expect(page.getByRole('main')).toContainText(/Stale since \d+/);
  for (const kind of ['Endpoints', 'Event']) {
    await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.stale);
  }
  await expect(members).toContainText('steady');
  await expectWholeLayout();
  await proxy.tcp.refuse(false);
  await expect(page.getByText(/Stale since/)).toHaveCount(0, { timeout: 45_000 });
  await page.getByRole('button', { name: words.actions.back }).click();
  await expectLive();
});

test('a connection that goes silent is found out and named, not only one that is cut', async () => {
  proxy.tcp.stall(true);
  await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.stale, { timeout: 30_000 });
  const { what } = en.failures['connect.silent']({ host: '127.0.0.1', seconds: 20 });
  await expect(page.getByRole('status').filter({ hasText: what })).toBeVisible();
  await expect(serviceRow(page, 'steady')).toBeVisible();
  proxy.tcp.stall(false);
  await expectLive();
});

test('an API server that answers 503 is told as busy or failed, and its rows as stale', async () => {
  proxy.fault = ({ path }) => (path.endsWith('/services') ? { kind: 'status', status: 503 } : null);
  proxy.tcp.reset();
  await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.stale);
  await retryNow().click();
  await expect(page.getByRole('status').filter({ hasText: '(503)' })).toContainText('Service:');
  await expect(kindMark(page, 'Pod')).toContainText(words.shell.kindsSummary.live);
  await expect(serviceRow(page, 'steady')).toBeVisible();
  await comeBack(() => (proxy.fault = () => null));
  await expectLive();
});

test('a kind that is denied from now on names verb and resource; the others go on', async () => {
  const message = 'pods is forbidden: User "proxy" cannot list resource "pods" in API group "" at the cluster scope';
  const body = { kind: 'Status', code: 403, reason: 'Forbidden', message };
  proxy.fault = ({ path }) => (path.endsWith('/pods') ? { kind: 'status', status: 403, body } : null);
  for (const watch of proxy.watches()) if (watch.request.path.endsWith('/pods')) watch.reset();
  await retryNow().click();
  await expect(kindMark(page, 'Pod')).toContainText(words.shell.kindsSummary.denied);
  const kinds = await openKinds(page);
  await expect(kinds).toContainText(en.kube.watch.denied({ verb: 'list', resource: 'pods', namespace }));
  await page.keyboard.press('Escape');
  await expectWholeLayout();
  await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.live);
  proxy.fault = () => null;
});

test('before anything was loaded the page says that it is connecting, not that there is nothing', async () => {
  proxy.fault = ({ kind }) => (kind === 'stream' || kind === 'list' ? { kind: 'body', rewrite: never } : null);
  try {
    await page.getByRole('combobox', { name: words.shell.namespace }).click();
    await page.getByRole('option', { name: words.shell.allNamespaces }).click();
    await expect(page.getByRole('main')).toContainText(words.services.loadingTitle);
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.loading);
    await expect(page.getByText(words.services.emptyTitle)).toHaveCount(0);
  } finally {
    proxy.fault = () => null;
    await proxy.tcp.refuse(true);
    await proxy.tcp.refuse(false);
  }
  await askAnewOrFindItDone();
  await expectLive();
});

/** A body that is begun and never comes. */
async function* never(body: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  for await (const chunk of body) if (chunk.length === 0) yield chunk;
  await new Promise(() => undefined);
}

test('endpoints that could never be read are unknown, not none', async () => {
  proxy.fault = ({ path }) => (path.endsWith('/endpointslices') ? { kind: 'status', status: 500 } : null);
  await page.getByRole('combobox', { name: words.shell.namespace }).click();
  await page.getByRole('option', { name: namespace, exact: true }).click();
  await expect(kindMark(page, 'EndpointSlice')).toContainText(words.shell.kindsSummary.stale);
  await expect(kindMark(page, 'Pod')).toContainText(words.shell.kindsSummary.live);
  const unknown = `? ${en.membership.noneShort['slices-unknown']}`;
  await expect(serviceRow(page, 'steady').getByRole('gridcell').filter({ hasText: unknown })).toBeVisible();
  await serviceRow(page, 'steady').click();
  const members = page.getByRole('grid', { name: words.service.tabs.members });
  await expect(members.getByRole('row').filter({ hasText: 'steady' })).toContainText(en.membership.state.unknown.label);
  await expect(page.getByRole('figure', { name: words.service.path })).not.toContainText('<none>');
  await expect(page.getByText(en.membership.reason.deleted({ code: 'deleted' }))).toHaveCount(0);
  await page.getByRole('button', { name: words.actions.back }).click();
  await comeBack(() => (proxy.fault = () => null));
  await expectLive();
  await expect(serviceRow(page, 'steady')).toContainText('1/1');
});

test('a window that is reloaded has everything back: cluster, namespace, rows and states', async () => {
  await page.reload();
  await expectLive();
  await serviceRow(page, 'steady').click();
  const place = page.url();
  await expect(page.getByRole('grid', { name: words.service.tabs.members })).toContainText('steady');
  await page.reload();
  await expect(page.getByRole('grid', { name: words.service.tabs.members })).toContainText('steady');
  await expect(kindMark(page, 'Endpoints')).toContainText(words.shell.kindsSummary.live);
  expect(page.url()).toBe(place);
});

test('a window whose page crashed has everything back after a reload', async () => {
  await launched.app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('no window');
    const { webContents } = window;
    const gone = new Promise((resolve) => webContents.once('render-process-gone', resolve));
    webContents.forcefullyCrashRenderer();
    await gone;
    const loaded = new Promise((resolve) => webContents.once('did-finish-load', () => resolve(null)));
    webContents.reload();
    await loaded;
  });
  // Playwright has lost the page that crashed; what stands in the window is asked through main.
  const text = (): Promise<string> =>
    launched.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const shown = window?.webContents.executeJavaScript('document.body.innerText');
      return (shown ?? Promise.resolve('')) as Promise<string>;
    });
  await expect.poll(text).toContain('steady');
  await expect.poll(text).toContain(words.shell.kindsSummary.live);
});
