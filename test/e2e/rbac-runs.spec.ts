import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { makeFolder, type Folder } from '../support/kubeconfig-writer.ts';
import { apply, replicasReady } from '../support/kubectl.ts';
import type { LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { connectHeading, openTraffic, serviceRow, startButton, words } from '../support/pages.ts';
import { applyRoles, documentedRoles } from '../support/role-user.ts';
import { expectNothingLeft, marked, readService, untilNothingLeft } from './pages/cluster-facts.ts';
import { killApp } from './pages/kill-app.ts';
import { kubeconfigOf, launchWith } from './pages/launch-as.ts';
import { TrafficPage } from './pages/traffic-page.ts';

// "It must show" 4: runs in the window of users who have the Roles of docs/rbac.md, as they stand there.

let namespace: string;
let folder: Folder;

test.beforeAll(async () => {
  folder = await makeFolder();
  namespace = await createNamespace('rbac-runs');
  await apply(serviceYaml(namespace, 'web', 'web'));
  await apply(replicaSetYaml(namespace, 'web', 'web', 2));
  await applyRoles(namespace, 'servicescope-look', 'servicescope-test', 'servicescope-mend');
  await replicasReady(namespace, 'web', 2);
});

test.afterAll(async () => {
  await deleteNamespace(namespace);
  await folder.remove();
});

const launchAs = async (user: string, roles: readonly string[]): Promise<LaunchedApp> =>
  launchWith(await kubeconfigOf(folder, namespace, user, roles), user);

test('with look and test the run is offered whole: a Job, the twin, every right there', async () => {
  const { page, close } = await launchAs('tester', ['servicescope-look', 'servicescope-test']);
  try {
    await openTraffic(page, 'web');
    const plan = page.getByRole('region', { name: words.traffic.plan.title });
    await expect(plan).toContainText(/All \d+ checked and allowed/);
    await expect(plan).toContainText('Job');
    await expect(plan).toContainText(words.traffic.plan.roles.twin);
    const traffic = new TrafficPage(page);
    await traffic.fill({ requests: 40, rate: 40 });
    await traffic.run();
    for (const side of ['None', 'ClientIP'] as const) {
      const { total, rest } = await traffic.side(side).numbers();
      expect({ side, total, rest }).toEqual({ side, total: 40, rest: {} });
    }
    await expectNothingLeft(namespace);
  } finally {
    await close();
  }
});

test('with mend as well the Service itself is changed for a run, and changed back', async () => {
  const { page, close } = await launchAs('mender', ['servicescope-look', 'servicescope-test', 'servicescope-mend']);
  try {
    await openTraffic(page, 'web');
    const traffic = new TrafficPage(page);
    await traffic.choose('Change the Service');
    await traffic.fill({ requests: 40, rate: 40 });
    await traffic.press();
    await page.getByRole('button', { name: words.traffic.confirm.go }).click();
    await expect(traffic.status('Counting with sessionAffinity ClientIP')).toBeVisible({ timeout: 90_000 });
    await traffic.finished();
    const { total, rest } = await traffic.side('ClientIP').numbers();
    expect({ total, rest }).toEqual({ total: 40, rest: {} });
    expect((await readService(namespace, 'web')).spec.sessionAffinity).toBe('None');
    await expectNothingLeft(namespace);
  } finally {
    await close();
  }
});

test('without Jobs the client is a plain Pod, the page says so first, and the run counts and cleans up', async () => {
  const test_ = (await documentedRoles()).get('servicescope-test') ?? '';
  const withoutJobs = test_
    .replace('name: servicescope-test', 'name: servicescope-test-without-jobs')
    .replace(/ {2}- apiGroups: \[batch\]\n {4}resources: \[jobs\]\n {4}verbs: \[.*\]\n/, '');
  expect(withoutJobs).not.toContain('jobs]');
  await apply(withoutJobs, '-n', namespace);
  const userData = await mkdtemp(join(tmpdir(), 'servicescope-test-'));
  const roles = ['servicescope-look', 'servicescope-test-without-jobs'];
  const kubeconfig = await kubeconfigOf(folder, namespace, 'jobless', roles);
  const launched = await launchWith(kubeconfig, 'jobless', { userData });
  const { page } = launched;
  try {
    await openTraffic(page, 'web');
    const plan = page.getByRole('region', { name: words.traffic.plan.title });
    await expect(plan).toContainText(en.failures['traffic.twin-unsupported']({ reason: 'no-jobs' }).why);
    await page.getByRole('radio', { name: words.traffic.form.affinities['as-is'] }).check();
    await expect(plan).toContainText(en.traffic.caveat['bare-pod']({ code: 'bare-pod' }));
    await expect(plan).not.toContainText(/\bJob scope/);
    await page.getByLabel(words.traffic.form.requests, { exact: true }).fill('20');
    await page.getByLabel(words.traffic.form.clients, { exact: true }).fill('1');
    const start = startButton(page);
    await expect(start).toBeEnabled();
    await start.click();
    await expect(page.getByText(words.traffic.run.phases.done, { exact: true })).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText(words.traffic.run.progressText(20, 20))).toBeVisible();
    await untilNothingLeft(namespace, 20_000);
    const traffic = new TrafficPage(page);
    await traffic.untilStopped();
    await traffic.begin();
    await traffic.counting();
    await killApp(launched);
    await expectSweptByNextStart(kubeconfig, userData);
  } finally {
    await launched.close().catch(() => undefined);
    await rm(userData, { recursive: true, force: true });
  }
});

/** A plain Pod has no owner: only a sweep removes it. That of a start which shows nothing but the list of kube contexts. */
async function expectSweptByNextStart(kubeconfig: string, userData: string): Promise<void> {
  const left = await marked(namespace);
  expect(left.map((name) => name.split('/')[0])).toEqual(['pod']);
  const readOnly = await launchWith(kubeconfig, 'jobless', { userData, readOnly: true });
  await expect(serviceRow(readOnly.page, 'web')).toBeVisible();
  await readOnly.close();
  expect(await marked(namespace), 'a read-only start sweeps nothing').toEqual(left);
  const next = await launchWith(kubeconfig, null, { userData });
  try {
    await expect(connectHeading(next.page)).toBeVisible();
    const took = await untilNothingLeft(namespace, 5_000);
    console.log(`the plain Pod was gone ${String(took)} ms after the list of kube contexts was shown`);
    const journal = (): Promise<string> => readFile(join(userData, 'runs.json'), 'utf8');
    await expect.poll(async () => JSON.parse(await journal()) as unknown).toEqual([]);
  } finally {
    await next.close();
  }
}
