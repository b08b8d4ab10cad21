import { expect, test, type Page } from '@playwright/test';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { ask, servicesHeading } from '../support/pages.ts';

// B14: the door between a page and the main process, tried by a page that has turned hostile.

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp({ namespace: 'default', provoked: true });
  await expect(servicesHeading(launched.page)).toBeVisible();
});
test.afterAll(() => launched.close());

const refusal = (field: string): Record<string, unknown> => ({
  ok: false,
  failure: { code: 'argument.invalid', parameters: { field } },
});

/** A second window of ours, as a second start of the app opens it. */
async function secondWindow(): Promise<Page> {
  const opened = launched.app.waitForEvent('window');
  await launched.app.evaluate(({ app }) => app.emit('second-instance'));
  const page = await opened;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return page;
}

test('what nobody handles in the main process stands in its log, and the app goes on', async () => {
  await launched.app.evaluate(() => {
    setTimeout(() => void Promise.reject(new Error('nobody waits for this')), 0);
    setTimeout(() => {
      throw new Error('nobody catches this');
    }, 0);
  });
  const found: string[] = [];
  await expect.poll(async () => found.push(...(await launched.defects()))).toBe(2);
  expect(found.sort()).toEqual([
    expect.stringContaining('Uncaught exception: Error: nobody catches this'),
    expect.stringContaining('Unhandled rejection: Error: nobody waits for this'),
  ]);
  expect(await ask(launched.page, 'app.describe', null)).toMatchObject({ ok: true });
});

test('a name that is in no contract is refused, also one that every object has', async () => {
  for (const name of [
    'cluster.delete',
    'constructor',
    '__proto__',
    '',
    7,
    null,
    ['app.describe'],
    'x'.repeat(1_000_000),
  ]) {
    expect(await ask(launched.page, name, null)).toMatchObject(refusal('name'));
  }
});

test('an argument of the wrong type, one too many and one too few are refused, and nothing is opened by them', async () => {
  const open = { context: 'servicescope', namespace: 'default' };
  expect(await ask(launched.page, 'cluster.open', 'servicescope')).toMatchObject(refusal('cluster.open'));
  expect(await ask(launched.page, 'cluster.open', { ...open, context: 5 })).toMatchObject(refusal('context'));
  expect(await ask(launched.page, 'cluster.open', { ...open, server: 'https://evil' })).toMatchObject(
    refusal('cluster.open'),
  );
  expect(await ask(launched.page, 'cluster.open', {})).toMatchObject(refusal('context'));
  expect(await ask(launched.page, 'cluster.acknowledge', { id: NaN })).toMatchObject(refusal('id'));
  const secret = { kind: 'Secret', namespace: 'default', name: 'x' };
  expect(await ask(launched.page, 'object.yaml', secret)).toMatchObject(refusal('kind'));
  await expect(servicesHeading(launched.page)).toBeVisible();
});

test('a name that would leave its place in the API server’s path stays in it', async () => {
  for (const name of ['../secrets/x', 'a/../../../api', 'x?watch=1', 'x#y', '%2e%2e']) {
    const answered = await ask(launched.page, 'object.yaml', { kind: 'Service', namespace: 'default', name });
    expect(answered, name).toMatchObject({ ok: false });
  }
});

test('an argument of 100 MB is refused, and main answers the next request', async () => {
  const answered = await launched.page.evaluate(async () => {
    const text = 'x'.repeat(100 * 1024 * 1024);
    const ask = window.servicescope.request as (name: string, argument: unknown) => Promise<unknown>;
    const big = await ask('app.copy', { text });
    const elsewhere = await ask('cluster.open', { context: 'a', namespace: null, more: [text] });
    return [big, elsewhere, ((await ask('app.describe', null)) as { ok: boolean }).ok];
  });
  expect(answered).toMatchObject([refusal('text'), refusal('cluster.open'), true]);
});

test('what cannot be copied between processes is refused in the page already', async () => {
  const outcome = await launched.page.evaluate(async () => {
    const deep: Record<string, unknown> = {};
    let end = deep;
    for (let depth = 0; depth < 5_000; depth += 1) end = end.next = {} as Record<string, unknown>;
    const ask = window.servicescope.request as (name: string, argument: unknown) => Promise<unknown>;
    const attempts = [(): unknown => document.body, (): unknown => Symbol('x'), (): unknown => deep];
    return Promise.all(
      attempts.map(async (argument) => {
        try {
          return ((await ask('app.describe', argument())) as { ok: boolean }).ok;
        } catch {
          return false;
        }
      }),
    );
  });
  expect(outcome).toEqual([false, false, false]);
});

test('of 10,000 calls in a burst all are answered, most with "slow down", and another window is answered meanwhile', async () => {
  const other = await secondWindow();
  const burst = launched.page.evaluate(async () => {
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, () => window.servicescope.request('app.describe', null)),
    );
    const refused = answers.filter((answer) => !answer.ok);
    const fields = new Set(refused.map(({ failure }) => JSON.stringify(failure.parameters)));
    return { answered: answers.length, refused: refused.length, fields: [...fields] };
  });
  const began = Date.now();
  const state = { ended: false };
  void burst.then(() => (state.ended = true));
  const waits: number[] = [];
  do {
    const asked = Date.now();
    expect(await ask(other, 'app.describe', null)).toMatchObject({ ok: true });
    waits.push(Date.now() - asked);
  } while (!state.ended);
  const { answered, refused, fields } = await burst;
  console.log(
    `  10,000 calls answered in ${String(Date.now() - began)} ms, ${String(refused)} told to slow down; ` +
      `${String(waits.length)} requests of another window meanwhile, the slowest ${String(Math.max(...waits))} ms`,
  );
  expect(answered).toBe(10_000);
  expect(refused).toBeGreaterThan(0);
  expect(fields).toEqual([expect.stringContaining('"field":"rate"')]);
  // In the next second the window may ask again.
  await expect.poll(() => ask(launched.page, 'app.describe', null)).toMatchObject({ ok: true });
  await other.close();
});

test('a frame inside the page has no bridge, and main refuses it all the same', async () => {
  const bridges = await launched.page.evaluate(
    () =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.id = 'inner';
        document.body.append(frame);
        const inner = frame.contentWindow as unknown as object;
        resolve('servicescope' in inner);
      }),
  );
  expect(bridges).toBe(false);
  // Electron's own map of handlers, with the frame as Electron would hand it over.
  const answered = await launched.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    type Handler = (event: object, name: string, argument: null) => Promise<unknown>;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const handler = handlers.get('servicescope:request');
    const [window] = BrowserWindow.getAllWindows();
    const mainFrame = window?.webContents.mainFrame;
    const inner = mainFrame?.frames[0];
    if (handler === undefined || inner === undefined) throw new Error('no handler, or no inner frame');
    const from = (senderFrame: unknown): Promise<unknown> => handler({ senderFrame }, 'app.describe', null);
    return { inner: await from(inner), gone: await from(null), main: await from(mainFrame) };
  });
  expect(answered).toMatchObject({ inner: refusal('sender'), gone: refusal('sender'), main: { ok: true } });
  await launched.page.evaluate(() => document.querySelector('#inner')?.remove());
});

test('a window that is not one of ours is refused, though it has our preload and our address', async () => {
  const answered = await launched.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('servicescope://app/');
    const script = "window.servicescope.request('app.describe', null)";
    const answer = (await stranger.webContents.executeJavaScript(script)) as unknown;
    stranger.destroy();
    return answer;
  });
  expect(answered).toMatchObject(refusal('sender'));
});

test('our own window is refused while it shows anything but our page', async () => {
  const other = await secondWindow();
  await other.evaluate(() => {
    location.href = 'about:blank';
  });
  await expect.poll(() => other.url()).toBe('about:blank');
  // The preload runs on every page of the window: it is main that has to look who asks.
  const answered = await other.evaluate(() => window.servicescope.request('app.describe', null));
  expect(answered).toMatchObject(refusal('sender'));
  await other.close();
});
