import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { expectNothingLeft, marked, readService, untilNothingLeft } from './pages/cluster-facts.ts';
import { ended, killApp } from './pages/kill-app.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';
import { expiredYaml, identities, untouchableYaml } from './pages/others-objects.ts';

// P16 and F27: whatever ends a run, no object of it is left. Off beside on, so that a twin Service is among them.

let namespace = '';
let userData = '';

test.beforeAll(async () => {
  namespace = await createNamespace('clean-up');
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 2)].join('---\n'));
  await replicasReady(namespace, 'web', 2);
});

test.beforeEach(async () => {
  userData = await mkdtemp(join(tmpdir(), 'servicescope-test-'));
});

test.afterEach(async () => {
  // A failed test leaves no app behind that would tidy up in the next one.
  for (const app of started.splice(0)) await app.close().catch(() => undefined);
  await rm(userData, { recursive: true, force: true });
  await kubectl('delete', 'jobs,services', '-n', namespace, '--field-selector=metadata.name!=web');
  await kubectl('delete', 'pods', '-n', namespace, '-l', 'app!=web', '--wait=false');
});

test.afterAll(() => deleteNamespace(namespace));

const started: OpenApp[] = [];

async function launch(data = userData): Promise<OpenApp> {
  const app = await openApp({ namespace, userData: data });
  started.push(app);
  return app;
}

async function startRun(app: OpenApp): Promise<void> {
  await app.toTraffic('web');
  await app.traffic.choose('Compare off and on');
  await app.traffic.fill({ rate: 20 });
  await app.traffic.untilStopped();
  await app.traffic.begin();
  await app.traffic.counting();
}

/** A run without end that is counting: a Job, its two client Pods and a twin are in the cluster. */
async function launchAndRun(): Promise<OpenApp> {
  const app = await launch();
  await startRun(app);
  expect((await marked(namespace)).map((name) => name.split('/')[0]).sort()).toEqual([
    'job.batch',
    'pod',
    'pod',
    'service',
  ]);
  return app;
}

/** Waits until none of these is left. Resolves to the seconds it took. */
async function secondsUntilGone(names: readonly string[], timeoutMs: number): Promise<number> {
  const began = Date.now();
  const look = async (): Promise<readonly string[]> => (await marked(namespace)).filter((name) => names.includes(name));
  await expect.poll(look, { timeout: timeoutMs, intervals: [200] }).toEqual([]);
  return (Date.now() - began) / 1_000;
}

interface JobObject {
  readonly spec: { readonly activeDeadlineSeconds: number; readonly ttlSecondsAfterFinished: number };
  readonly status: { readonly startTime: string };
}

/**
 * A run's deadline leaves room for slow clusters, minutes at least. The test does not wait for it: it makes the Job's own
 * deadline due in a few seconds, as if the time had passed. Resolves to the moment of deadline + TTL.
 */
async function bringDeadlineNear(job: string): Promise<number> {
  const { spec, status } = await kubectlJson<JobObject>('get', job, '-n', namespace);
  expect(spec.activeDeadlineSeconds).toBeGreaterThan(60);
  expect(spec.ttlSecondsAfterFinished).toBeLessThanOrEqual(30);
  const started = Date.parse(status.startTime);
  const activeDeadlineSeconds = Math.ceil((Date.now() - started) / 1_000) + 5;
  await kubectl('patch', job, '-n', namespace, '-p', JSON.stringify({ spec: { activeDeadlineSeconds } }));
  return started + (activeDeadlineSeconds + spec.ttlSecondsAfterFinished) * 1_000;
}

test('kill -9 of the app in a run: with no app alive everything is gone by deadline and TTL', async () => {
  const app = await launchAndRun();
  const job = (await marked(namespace)).find((name) => name.startsWith('job')) ?? '';
  await killApp(app);
  expect(await marked(namespace)).toHaveLength(4);
  const due = await bringDeadlineNear(job);
  // The controllers look now and then, and the twin goes when the garbage collector has seen its owner gone.
  await untilNothingLeft(namespace, due - Date.now() + 30_000);
  console.log(`everything gone ${((Date.now() - due) / 1_000).toFixed(1)} s after deadline + TTL`);
});

test('when it starts again after kill -9 it sweeps at once, and touches nothing that is not its own', async () => {
  const killed = await launchAndRun();
  const own = await marked(namespace);
  // Another installation, with a run of its own going on beside.
  const otherData = await mkdtemp(join(tmpdir(), 'servicescope-test-'));
  const other = await launch(otherData);
  await startRun(other);
  const theirs = (await marked(namespace)).filter((name) => !own.includes(name));
  expect(theirs.map((name) => name.split('/')[0]).sort()).toEqual(['job.batch', 'pod', 'pod', 'service']);
  const instance = (await readFile(join(userData, 'installation-id'), 'utf8')).trim();
  const before = await identities(namespace);
  await apply(untouchableYaml(namespace, instance));
  await apply(expiredYaml(namespace));
  const after = await identities(namespace);
  await killApp(killed);
  const others = [...after].filter(([name]) => !before.has(name) && !name.endsWith('/servicescope-expired'));
  expect(others).toHaveLength(21);

  await launch();
  const seconds = await secondsUntilGone([...own, ...EXPIRED], 5_000);
  console.log(`swept ${seconds.toFixed(1)} s after the first list was shown`);
  const now = await identities(namespace);
  for (const [name, uid] of others) expect([name, now.get(name)]).toEqual([name, uid]);
  for (const name of ['Service/web', ...theirs.map(asIdentity)])
    expect([name, now.get(name)]).toEqual([name, before.get(name)]);
  expect([...now.keys()].filter((name) => own.map(asIdentity).includes(name))).toEqual([]);
  // Not touched at all: its run goes on, every request answered, and ends when it is told to.
  const counted = (await other.traffic.side('None').numbers()).total;
  await expect.poll(async () => (await other.traffic.side('None').numbers()).total).toBeGreaterThan(counted + 20);
  await other.traffic.stop.click();
  await other.traffic.finished('Stopped', 30_000);
  const { rest } = await other.traffic.side('None').numbers();
  expect(Object.keys(rest).filter((word) => word !== 'Unaccounted')).toEqual([]);
  await other.close();
  await rm(otherData, { recursive: true, force: true });
});

/** `kind/name` of kubectl's `-o name` as `identities` has it. */
function asIdentity(name: string): string {
  const [kind = '', rest = ''] = name.replace('.batch', '').split('/');
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}/${rest}`;
}

test('kill -9 after the Service itself was changed: the next start offers to put it back, and does', async () => {
  const app = await launch();
  await app.toTraffic('web');
  await app.traffic.choose('Change the Service');
  // Two sides of ten seconds: the second is under way when the app is killed.
  await app.traffic.fill({ requests: 400, rate: 40 });
  await app.traffic.press();
  await app.page.getByRole('button', { name: 'Change it and start' }).click();
  await expect(app.traffic.status('Counting with sessionAffinity ClientIP')).toBeVisible({ timeout: 90_000 });
  const changed = await readService(namespace, 'web');
  expect(changed.spec.sessionAffinity).toBe('ClientIP');
  await killApp(app);
  expect(await journalled()).toMatchObject([
    {
      serviceUid: changed.metadata.uid,
      patch: { from: { sessionAffinity: 'None' }, to: { sessionAffinity: 'ClientIP' } },
    },
  ]);

  const next = await launch();
  // What can go without asking goes; the user's own Service waits for a word.
  await untilNothingLeft(namespace, 20_000);
  expect((await readService(namespace, 'web')).spec.sessionAffinity).toBe('ClientIP');
  const offer = next.page.getByText(`A test changed sessionAffinity of ${namespace}/web to ClientIP`);
  await expect(offer).toBeVisible();
  await next.page.getByRole('button', { name: 'Put it back' }).click();
  await expect(offer).toBeHidden();
  expect((await readService(namespace, 'web')).spec.sessionAffinity).toBe('None');
  await expect.poll(journalled).toEqual([]);
});

/** What runs.json of this installation says. */
async function journalled(): Promise<unknown> {
  return JSON.parse(await readFile(join(userData, 'runs.json'), 'utf8')) as unknown;
}

const EXPIRED = ['job.batch/servicescope-expired', 'service/servicescope-expired', 'pod/servicescope-expired'];

test('the window is closed in a run: the app ends, and nothing is left when it has', async () => {
  const app = await launchAndRun();
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await ended(app);
  await expectNothingLeft(namespace);
});

test('the window of a run is closed while another stays: the run is stopped and nothing of it is left', async () => {
  const app = await launchAndRun();
  const [second] = await Promise.all([
    app.app.waitForEvent('window'),
    // What a second start of the app does.
    app.app.evaluate(({ app: electron }) => electron.emit('second-instance')),
  ]);
  await expect(second.getByText('ServiceScope', { exact: true })).toBeVisible({ timeout: 60_000 });
  await app.page.close();
  await untilNothingLeft(namespace, 20_000);
  await expect(second.getByText('ServiceScope', { exact: true })).toBeVisible();
});

const QUITS: Readonly<Record<string, (app: OpenApp) => Promise<unknown>>> = {
  'the app is quit': ({ app }) => app.evaluate(({ app: electron }) => electron.quit()),
  'SIGTERM comes': (app) => signalled(app, 'SIGTERM'),
  'SIGINT comes': (app) => signalled(app, 'SIGINT'),
};

for (const [what, quit] of Object.entries(QUITS)) {
  test(`${what} in a run: nothing is left when the app has ended`, async () => {
    const app = await launchAndRun();
    await quit(app);
    await ended(app);
    await expectNothingLeft(namespace);
  });
}

/** The signal goes to Electron's main process itself, whatever started it. */
async function signalled({ app }: OpenApp, signal: NodeJS.Signals): Promise<void> {
  process.kill(await app.evaluate(() => process.pid), signal);
}

test('the page crashes in a run: it is loaded again and knows the run; when it crashes again the run ends', async () => {
  const app = await launchAndRun();
  const before = await marked(namespace);
  await crashPage(app);
  await expect.poll(() => pageText(app), { timeout: 60_000 }).toContain('Counting');
  expect(await marked(namespace)).toEqual(before);
  await crashPage(app);
  await ended(app);
  await expectNothingLeft(namespace);
});

function crashPage({ app }: OpenApp): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const page = BrowserWindow.getAllWindows()[0]?.webContents;
        page?.once('render-process-gone', () => resolve());
        page?.forcefullyCrashRenderer();
      }),
  );
}

/** Asked through the main process: Playwright does not speak again with a page that crashed. */
function pageText({ app }: OpenApp): Promise<string> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    if (page === undefined || page.isCrashed() || page.isLoading()) return '';
    return String(await page.executeJavaScript('document.body.innerText'));
  });
}
