import { expect, test } from '@playwright/test';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { words } from '../support/pages.ts';
import { expectNothingLeft, marked } from './pages/cluster-facts.ts';
import { recordDrawing } from '../support/drawn-text.ts';
import { exportRun } from './pages/exported-json.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

interface JobList {
  readonly items: readonly { readonly spec: { readonly template: { readonly spec: object } } }[];
}

const MISSING = 'servicescope.test/no-such-image:1';

let namespace = '';

test.beforeAll(async () => {
  namespace = await createNamespace('stop');
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 2)].join('---\n'));
  await replicasReady(namespace, 'web', 2);
});

test.afterAll(() => deleteNamespace(namespace));

test.describe('a run', () => {
  let app: OpenApp;

  test.beforeAll(async () => {
    app = await openApp({ namespace });
  });
  test.beforeEach(() => app.toTraffic('web'));
  test.afterEach(async () => {
    await app.service.back();
    await app.service.back();
  });
  test.afterAll(() => app.close());

  test('tells before it starts what it will create, and how long it may stay', async () => {
    await expect(app.page.getByText(/^Job servicescope/)).toBeVisible();
    await expect(app.page.getByText(/^Service servicescope-twin/)).toBeVisible();
    await expect(app.page.getByText(/All of it is removed at the end; at the latest after \d+ minutes/)).toBeVisible();
    await expect(app.page.getByText(/^All \d+ checked and allowed$/)).toBeVisible();
    await expectNothingLeft(namespace);
  });

  test('of a number of requests shows its progress', async () => {
    await app.traffic.choose('As it is');
    await app.traffic.fill({ requests: 60, rate: 20 });
    await app.traffic.begin();
    await app.traffic.counting();
    const bar = app.page.getByRole('progressbar', { name: 'Progress of the run' });
    await expect(bar).toHaveAttribute('aria-valuetext', /^[1-5]\d of 60 requests$/);
    await app.traffic.finished();
    await expect(app.page.getByText('60 of 60 requests', { exact: true })).toBeVisible();
  });

  test('draws the order of answers: the last hits of the export, each Pod a letter and a pattern of its own', async () => {
    await recordDrawing(app.page);
    await app.traffic.choose('As it is');
    await app.traffic.fill({ requests: 240, rate: 100 });
    await app.traffic.run();
    const side = app.traffic.side('None');
    const [{ clients, pods }, strips, { hits }] = [await side.numbers(), await side.strips(), await exportRun(app)];
    const letters = new Map(pods.map(({ pod }, index) => [pod, String.fromCharCode('A'.charCodeAt(0) + index)]));
    const last = clients.map((client, index) =>
      hits
        .filter((hit) => hit.client === client)
        .slice(-(strips[index]?.length ?? 0))
        .map(({ pod }) => letters.get(pod ?? '') ?? '?'),
    );
    console.log(`strips: ${strips.map((cells) => cells.join('')).join(' | ')}`);
    expect(strips.map((cells) => cells.length > 20 && cells.length < 120)).toEqual([true, true]);
    expect(strips).toEqual(last);
    const pictures = await side.cellPictures();
    for (const look of ['colours', 'patterns'] as const) {
      const of = [...pictures.values()].map((cells) => [...cells[look]]);
      console.log(`${look}: ${JSON.stringify(of)}`);
      expect(
        of.map((seen) => seen.length),
        `one of the ${look} a Pod`,
      ).toEqual([1, 1]);
      expect(new Set(of.flat()).size, `another of the ${look} for each Pod`).toBe(2);
    }
  });

  test('until stopped has no end of its own; Stop works at once, and nothing is left', async () => {
    await app.traffic.choose('Compare off and on');
    await app.traffic.fill({ rate: 50 });
    await app.traffic.untilStopped();
    await app.traffic.begin();
    await app.traffic.counting();
    await expect(app.page.getByText(/^\d{3} requests$/)).toBeVisible({ timeout: 30_000 });
    const drawn = [await answersDrawn('None'), await answersDrawn('ClientIP')];
    console.log(`answers drawn while it runs: ${drawn.join(' and ')}`);
    expect(Math.min(...drawn), 'the chart is live').toBeGreaterThan(0);
    const pressed = Date.now();
    await app.traffic.stop.click();
    await expect(app.traffic.status('Removing what was created')).toBeVisible({ timeout: 2_000 });
    console.log(`cleaning ${String(Date.now() - pressed)} ms after Stop was pressed`);
    await app.traffic.finished('Stopped', 30_000);
    await expectNothingLeft(namespace);
    const scales = [await app.traffic.side('None').scale(), await app.traffic.side('ClientIP').scale()];
    expect(scales[0]?.length).toBeGreaterThan(1);
    expect(scales[1], 'one scale for both').toEqual(scales[0]);
    const { total } = await app.traffic.side('None').numbers();
    await expect(app.traffic.start).toBeVisible();
    expect((await app.traffic.side('None').numbers()).total, 'no request after the end').toBe(total);
  });

  test('goes on through a reload of the window, which then knows every hit, and can export them', async () => {
    const requests = 300;
    await app.traffic.choose('Compare off and on');
    await app.traffic.fill({ requests, rate: 50 });
    await app.traffic.begin();
    await expect(app.page.getByText(new RegExp(`^\\d{3} of ${String(2 * requests)} requests$`))).toBeVisible({
      timeout: 60_000,
    });
    const before = await app.traffic.side('None').numbers();
    expect(before.total).toBeGreaterThan(0);
    await app.page.reload();
    await app.traffic.counting();
    // Twice: the second time there are hits that this window was sent again, and new ones.
    await app.page.reload();
    await app.traffic.finished();
    for (const side of ['None', 'ClientIP'] as const) {
      const { total, rest, pods } = await app.traffic.side(side).numbers();
      console.log(`${side} after two reloads: ${String(total)} of ${String(requests)}, rest ${JSON.stringify(rest)}`);
      expect({ total, rest }).toEqual({ total: requests, rest: {} });
      expect(pods.reduce((sum, pod) => sum + pod.total, 0)).toBe(requests);
    }
    const { runs, hits } = await exportRun(app);
    expect(runs.map((run) => run.requests)).toEqual([requests, requests]);
    expect(hits).toHaveLength(2 * requests);
    await app.page.reload();
    await app.traffic.finished();
    expect((await app.traffic.side('None').numbers()).total, 'a run that has ended, too').toBe(requests);
    await expectNothingLeft(namespace);
  });

  test('whose Service is deleted says so, and can still be stopped; nothing is left', async () => {
    await app.traffic.choose('Compare off and on');
    await app.traffic.fill({ rate: 20 });
    await app.traffic.untilStopped();
    await app.traffic.begin();
    await app.traffic.counting();
    await kubectl('delete', 'service', 'web', '-n', namespace);
    await expect(app.page.getByText(`There is no Service ${namespace}/web any more`)).toBeVisible();
    await expect(app.traffic.status('Counting')).toBeVisible();
    await app.traffic.stop.click();
    await app.traffic.finished('Stopped', 30_000);
    await expectNothingLeft(namespace);
    expect((await app.traffic.side('None').numbers()).total).toBeGreaterThan(0);
    await apply(serviceYaml(namespace, 'web', 'web'));
    await expect(app.traffic.start, 'the Service is back, and so is the form').toBeVisible();
  });

  test('whose client Pod is killed is interrupted, and the table says how many requests nobody can tell of', async () => {
    await app.traffic.choose('As it is');
    await app.traffic.fill({ requests: 2_000, rate: 100 });
    await app.traffic.begin();
    await app.traffic.counting();
    await expect.poll(async () => (await app.traffic.side('None').numbers()).pods.length).toBe(2);
    const client = (await marked(namespace)).find((name) => name.startsWith('pod/')) ?? '';
    await kubectl('delete', client, '-n', namespace, '--grace-period=0', '--force');
    await app.traffic.finished('Interrupted');
    const { rest } = await app.traffic.side('None').numbers();
    const { runs, hits } = await exportRun(app);
    console.log(`unaccounted after a client was killed: ${String(rest.Unaccounted)}`);
    expect(rest.Unaccounted).toBeGreaterThan(0);
    expect(runs[0]).toMatchObject({ unaccounted: rest.Unaccounted, requests: hits.length + (rest.Unaccounted ?? 0) });
    await expectNothingLeft(namespace);
  });

  test('whose client image does not exist says so in words within seconds; Stop leaves nothing', async () => {
    await setClientImage(MISSING, { secret: 'team-registry', policy: 'Always' });
    await app.traffic.choose('Compare off and on');
    await app.traffic.begin();
    await expect(app.traffic.status('Waiting for client Pods')).toBeVisible({ timeout: 20_000 });
    const waiting = Date.now();
    await expect(app.page.getByText(new RegExp(`(ErrImagePull|ImagePullBackOff).*${MISSING}`))).toBeVisible({
      timeout: 20_000,
    });
    console.log(`the cause was told ${String(Date.now() - waiting)} ms after waiting began`);
    expect(await clientsTemplate(), 'what the settings say of this cluster').toMatchObject({
      imagePullSecrets: [{ name: 'team-registry' }],
      containers: [{ image: MISSING, imagePullPolicy: 'Always' }],
    });
    await app.traffic.stop.click();
    await app.traffic.finished('Stopped', 30_000);
    await expectNothingLeft(namespace);
  });

  test('whose client image’s name is no name fails at once with the cause and what to do, and leaves nothing', async () => {
    await setClientImage('Not/A/Name:1');
    await app.traffic.begin();
    const cause = app.page.getByRole('alert').filter({ hasText: /The client Pod servicescope-\S+ did not start\./ });
    await expect(cause).toContainText('InvalidImageName', { timeout: 20_000 });
    await expect(cause).toContainText('Everything was removed again.');
    await app.traffic.finished('Failed', 30_000);
    await expectNothingLeft(namespace);
  });

  async function answersDrawn(affinity: 'None' | 'ClientIP'): Promise<number> {
    const bars = await app.traffic.side(affinity).chart(2);
    return bars.flat().reduce((a, b) => a + b, 0);
  }

  async function clientsTemplate(): Promise<object> {
    const { items } = await kubectlJson<JobList>('get', 'jobs', '-n', namespace);
    expect(items).toHaveLength(1);
    return items[0]?.spec.template.spec ?? {};
  }

  async function setClientImage(image: string, pull?: { secret: string; policy: string }): Promise<void> {
    await app.page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = app.page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('textbox', { name: 'Image', exact: true }).fill(image);
    if (pull !== undefined) {
      await dialog.getByRole('textbox', { name: words.settings.pullSecret, exact: true }).fill(pull.secret);
      await dialog.getByRole('combobox', { name: words.settings.pullPolicy, exact: true }).selectOption(pull.policy);
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }
});

test('with --readonly Start is off and says why, and nothing is created', async () => {
  const app = await openApp({ namespace, readOnly: true });
  try {
    await app.toTraffic('web');
    const start = app.page.getByRole('button', { name: /^Start/ });
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await expect(start).toHaveAccessibleDescription(
      'Started with --readonly: nothing is created or changed in a cluster.',
    );
    await start.click({ force: true });
    await expect(app.page.getByRole('heading', { name: 'What it will do' })).toBeVisible();
    await expect(app.traffic.stop).toBeHidden();
    await expectNothingLeft(namespace);
  } finally {
    await app.close();
  }
});
