import { expect, type Locator, test } from '@playwright/test';
import type { HistoryExport } from '../../src-shared/history/export-history.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, post, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { resize } from '../support/window-size.ts';
import { createPodClient, type PodClient } from '../support/pod-client.ts';
import { podNames } from './pages/cluster-facts.ts';
import { exportJson } from './pages/exported-json.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// What happens to three Pods behind a Service, told by its page while it is open: when, and why.
const SOON = { timeout: 60_000 };
let namespace = '';
let app: OpenApp;
let client: PodClient;

const ofWeb = (): Promise<readonly string[]> => podNames(namespace, 'app=web');

async function turn(pod: string, how: 'disable' | 'enable'): Promise<void> {
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', pod, '-n', namespace)).status;
  await client.ask('POST', `http://${podIP}:8080/readyz/${how}`);
}

test.beforeAll(async () => {
  namespace = await createNamespace('history');
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 3)].join('---\n'));
  client = await createPodClient(namespace);
  await replicasReady(namespace, 'web', 3);
  app = await openApp({ namespace });
  await app.services.open('web');
  await expect(app.service.in).toHaveCount(3);
  await app.service.showTab('History');
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

test('nothing is told of what was there before', async () => {
  await expect(app.page.getByText('Nothing has changed since.')).toBeVisible();
  await expect(app.page.getByRole('figure', { name: 'When each Pod got traffic' }).getByRole('img')).toHaveCount(3);
});

test('readiness is disabled: the list says so, in the words of the probe, and that it came back', async () => {
  const [pod = ''] = await ofWeb();
  await turn(pod, 'disable');
  const line = app.service.history(pod, 'Listed, no traffic');
  await expect(line).toContainText('The readiness probe of container web fails: Readiness probe failed:', SOON);
  console.log((await line.innerText()).replaceAll(/\s+/g, ' '));
  await turn(pod, 'enable');
  await expect(app.service.history(pod, 'Gets traffic', 'The Pod is Ready.')).toHaveCount(1, SOON);
});

test('twice more, and the Pod flaps: so says its Service’s page, and so does the list, after a reload too', async () => {
  const [pod = ''] = await ofWeb();
  for (const times of [2, 3]) {
    await turn(pod, 'disable');
    await expect(app.service.history(pod, 'Listed, no traffic')).toHaveCount(times, SOON);
    await turn(pod, 'enable');
    await expect(app.service.history(pod, 'Gets traffic', 'The Pod is Ready.')).toHaveCount(times, SOON);
  }
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toContain('flapping');
  await app.service.back();
  const title = `Warning: Pod ${pod}: ready and not ready by turns`;
  await expect(await app.services.cell('web', 'Findings')).toHaveText(title);
  await app.page.reload();
  await app.services.opened();
  await expect(await app.services.cell('web', 'Findings')).toHaveText(title);
  await app.services.open('web');
  await app.service.showTab('History');
  await expect(app.service.history(pod, 'Listed, no traffic')).toHaveCount(3);
});

test('a Pod is deleted: it left, by whom is not told, and its ReplicaSet made another', async () => {
  const [pod = ''] = await ofWeb();
  const before = await app.service.history('Entered', 'made by ReplicaSet web').count();
  await kubectl('delete', 'pod', pod, '-n', namespace);
  const line = app.service.history(pod, 'Left');
  await expect(line).toContainText('The Pod was deleted. The API does not say who deleted it.', SOON);
  await expect(app.service.history('Entered', 'made by ReplicaSet web')).toHaveCount(before + 1, SOON);
  await replicasReady(namespace, 'web', 3);
});

test('a Pod is evicted, as kubectl drain does: it left, and so it is said', async () => {
  const [pod = ''] = await ofWeb();
  const before = await app.service.history('Entered', 'made by ReplicaSet web').count();
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } };
  await post(`/api/v1/namespaces/${namespace}/pods/${pod}/eviction`, body);
  const why = 'The Pod was ended by an eviction, as kubectl drain asks for (EvictionByEvictionAPI)';
  await expect(app.service.history(pod, 'Left', why)).toHaveCount(1, SOON);
  await expect(app.service.history('Entered', 'made by ReplicaSet web')).toHaveCount(before + 1, SOON);
  await replicasReady(namespace, 'web', 3);
});

test('a label is changed: the Pod left for that, and entered again for that', async () => {
  const [pod = ''] = await ofWeb();
  await kubectl('label', 'pod', pod, 'app=debug', '--overwrite', '-n', namespace);
  const left = app.service.history(pod, 'Left', 'The Pod’s labels changed: app from web to debug.');
  await expect(left).toHaveCount(1, SOON);
  // Nobody owns it any more, so nobody has it back: the ReplicaSet has made another.
  await replicasReady(namespace, 'web', 3);
  await kubectl('delete', 'pod', pod, '-n', namespace);
});

test('in a window of 1280×720 the timeline and the latest changes are to be seen together', async () => {
  await resize(app, { width: 1280, height: 720 });
  const panel = app.page.getByRole('region', { name: 'History', exact: true });
  const bottom = async (part: Locator): Promise<number> => {
    const box = await part.boundingBox();
    return box === null ? Infinity : box.y + box.height;
  };
  await panel.evaluate((element) => element.scrollTo(0, 0));
  const fold = await bottom(panel);
  expect(fold).toBeLessThanOrEqual(720);
  expect(await bottom(panel.getByRole('figure'))).toBeLessThan(fold);
  // The first line is that of the headings.
  expect(await bottom(app.service.history().nth(4))).toBeLessThan(fold);
});

test('the Service’s selector is changed and changed back: so says the Service, and so says each Pod', async () => {
  const select = (selector: string): Promise<string> =>
    kubectl(
      'patch',
      'service',
      'web',
      '-n',
      namespace,
      '-p',
      JSON.stringify({ spec: { selector: { app: selector } } }),
    );
  const pods = await ofWeb();
  await select('nobody');
  const changed = app.service.history('Service changed');
  await expect(changed.filter({ hasText: 'spec.selector changed from app=web to app=nobody.' })).toHaveCount(1, SOON);
  const why = 'selector changed from app=web to app=nobody';
  for (const pod of pods) await expect(app.service.history(pod, 'Left', why)).toHaveCount(1, SOON);
  await select('web');
  const back = 'selector changed from app=nobody to app=web';
  for (const pod of pods) await expect(app.service.history(pod, 'Entered', back)).toHaveCount(1, SOON);
});

test('scaled to 0: each Pod left, deleted by its ReplicaSet', async () => {
  const pods = await ofWeb();
  await kubectl('scale', 'rs/web', '--replicas=0', '-n', namespace);
  for (const pod of pods) {
    await expect(app.service.history(pod, 'Left', 'The Pod was deleted by ReplicaSet web')).toHaveCount(1, SOON);
  }
  for (const pod of pods) {
    await expect(app.page.getByRole('img', { name: new RegExp(`^${pod}: now Out,`) })).toBeVisible();
  }
});

test('the file that is saved tells the same', async () => {
  const lines = await app.service.history().count();
  const exported = await exportJson<HistoryExport>(app);
  // The list has a line of headings.
  expect(exported.changes).toHaveLength(lines - 1);
  expect(exported).toMatchObject({ service: { namespace, name: 'web' }, dropped: 0, notWatched: [] });
  expect(exported.atFirst.map(({ state }) => state)).toEqual(['in', 'in', 'in']);
  expect(exported.changes.filter(({ what }) => what === 'service-changed')).toHaveLength(2);
});
