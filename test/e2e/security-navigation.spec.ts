import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { resolveElectron } from '../../scripts/setup/electron-runtime.mjs';
import { makeFolder, type Folder } from '../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { servicesHeading, words } from '../support/pages.ts';

// B15: the window shows our one page and nothing else, whatever a page, a link or a hand tries.

let launched: LaunchedApp;
let folder: Folder;
let dropped: string;

test.beforeAll(async () => {
  folder = await makeFolder();
  dropped = await folder.write('dropped.html', '<h1>dropped</h1>');
  launched = await launchApp({ namespace: 'default', provoked: true });
  await expect(servicesHeading(launched.page)).toBeVisible();
});

test.afterAll(async () => {
  await launched.close();
  await folder.remove();
});

async function expectUnmoved(): Promise<void> {
  const { page, app } = launched;
  await expect(servicesHeading(page)).toBeVisible();
  expect(page.url()).toMatch(/^servicescope:\/\/app\/#\//);
  const contents = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getType()),
  );
  expect(contents).toEqual(['window']);
}

const elsewhere = (): readonly string[] => [
  'https://example.com/',
  'http://127.0.0.1:1/',
  pathToFileURL(dropped).href,
  'file:///etc/passwd',
  'data:text/html,<h1>data</h1>',
  'chrome://gpu',
  'servicescope://other/',
  'servicescope://app/index.html',
  'servicescope://app/assets/',
];

test('no window opens: window.open, a link with a target, a form, a middle click', async () => {
  await launched.app.evaluate(({ shell }) => {
    shell.openExternal = () => Promise.resolve();
  });
  const opened = await launched.page.evaluate((urls) => urls.map((url) => window.open(url) !== null), elsewhere());
  expect(opened).not.toContain(true);
  await launched.page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const link = document.createElement('a');
        Object.assign(link, { href: url, target: '_blank' });
        const form = document.createElement('form');
        Object.assign(form, { action: url, target: '_blank' });
        document.body.append(link, form);
        link.click();
        link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
        form.submit();
        link.remove();
        form.remove();
        setTimeout(resolve, 300);
      }),
    pathToFileURL(dropped).href,
  );
  await expectUnmoved();
});

test('a link leaves for the browser only over https and only to the hosts that are listed', async () => {
  await launched.app.evaluate(({ shell }) => {
    const kept: string[] = [];
    Object.assign(globalThis, { left: kept });
    shell.openExternal = (url) => {
      kept.push(url);
      return Promise.resolve();
    };
  });
  await launched.page.evaluate(() => {
    const urls = [
      'https://kubernetes.io/docs/concepts/services-networking/service/',
      'http://kubernetes.io/',
      'https://kubernetes.io.example.com/',
      'https://user:secret@kubernetes.io/',
      'https://example.com/?kubernetes.io',
      'file:///etc/passwd',
      'smb://kubernetes.io/share',
      'ms-msdt:/id',
    ];
    for (const url of urls) window.open(url);
  });
  const left = await launched.app.evaluate(() => (globalThis as unknown as { left: string[] }).left);
  expect(left).toEqual(['https://kubernetes.io/docs/concepts/services-networking/service/']);
});

test('an .html file dropped on the window is not opened', async () => {
  const session = await launched.page.context().newCDPSession(launched.page);
  const data = { items: [], files: [dropped], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await launched.page.waitForFunction(() => document.readyState === 'complete');
  await expectUnmoved();
});

test('our protocol serves the renderer’s folder and nothing above it or beside it', async () => {
  const secret = await readFile(join(resolveElectron().appPath, 'package.json'), 'utf8');
  const answers = await launched.app.evaluate(
    async ({ session }, paths) =>
      Promise.all(
        paths.map(async (path) => {
          const answer = await session.defaultSession.fetch(path).catch((error: unknown) => error as Error);
          return [path, answer instanceof Error ? 'no answer' : `${String(answer.status)} ${await answer.text()}`];
        }),
      ),
    [
      'servicescope://app/../../package.json',
      'servicescope://app/..%2f..%2fpackage.json',
      'servicescope://app/%2e%2e/%2e%2e/package.json',
      'servicescope://app/..%5c..%5cpackage.json',
      'servicescope://app/assets/..%2f..%2fmain%2fmain.js',
      'servicescope://app//etc/passwd',
      'servicescope://app/%00index.html',
      'servicescope://app/%ff',
      'servicescope://app@other/index.html',
      'servicescope://other/index.html',
    ],
  );
  for (const [path, answer] of answers) expect(answer, path).toMatch(/^(404 |no answer)$/);
  expect(answers.join('')).not.toContain(secret.slice(0, 40));
});

test('our own page is served to GET only', async () => {
  const statuses = await launched.app.evaluate(({ session }) =>
    Promise.all(
      ['GET', 'POST', 'PUT'].map((method) =>
        session.defaultSession.fetch('servicescope://app/index.html', { method }).then(({ status }) => status),
      ),
    ),
  );
  expect(statuses).toEqual([200, 404, 404]);
});

test('a webview is refused even in a window that would allow the tag', async () => {
  const kinds = await launched.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
    await window.loadURL('data:text/html,<webview src="data:text/html,inside"></webview>');
    await window.webContents.executeJavaScript('new Promise((resolve) => setTimeout(resolve, 300))');
    const types = webContents.getAllWebContents().map((each) => each.getType());
    window.destroy();
    return types;
  });
  expect(kinds).not.toContain('webview');
  const tag = await launched.page.evaluate(() => document.createElement('webview').constructor.name);
  expect(tag).toMatch(/^HTML(Unknown)?Element$/);
});

test('navigation to anything but our page is stopped: other sites, file://, data:, other hosts of our protocol', async () => {
  // Through main: Playwright would wait for the end of a navigation that never begins.
  const stayed = await launched.app.evaluate(async ({ BrowserWindow }, urls) => {
    const [contents] = BrowserWindow.getAllWindows().map((window) => window.webContents);
    if (contents === undefined) throw new Error('no window');
    const places: [string, string, string][] = [];
    for (const url of urls) {
      const script = `location.href = ${JSON.stringify(url)}; new Promise((resolve) => setTimeout(resolve, 150))`;
      await contents.executeJavaScript(script);
      const heading = (await contents.executeJavaScript("document.querySelector('h1')?.textContent ?? ''")) as string;
      places.push([url, contents.getURL(), heading]);
    }
    return places;
  }, elsewhere());
  for (const [url, place, heading] of stayed) {
    expect(place, url).toMatch(/^servicescope:\/\/app\/#\/services$/);
    expect(heading, url).toBe(words.services.title);
  }
});

test('a reload of our own page is allowed and comes back whole', async () => {
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expectUnmoved();
});
