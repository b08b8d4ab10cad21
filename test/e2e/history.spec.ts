import { expect, test } from '@playwright/test';
import type { HistoryExport } from '../../src-shared/history/export-history.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
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
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', pod, '-n', namespace)).status;
  await client.ask('POST', `http://${podIP}:8080/readyz/disable`);
  const line = app.service.history(pod, 'Gets no traffic');
  await expect(line).toContainText('The readiness probe of container web fails: Readiness probe failed:', SOON);
  console.log((await line.innerText()).replaceAll(/\s+/g, ' '));
  await client.ask('POST', `http://${podIP}:8080/readyz/enable`);
  await expect(app.service.history(pod, 'Gets traffic', 'The Pod is Ready.')).toHaveCount(1, SOON);
});

test('a Pod is deleted: it left, by whom is not told, and its ReplicaSet made another', async () => {
  const [pod = ''] = await ofWeb();
  const before = await app.service.history('Entered', 'made by ReplicaSet web').count();
  await kubectl('delete', 'pod', pod, '-n', namespace);
  const line = app.service.history(pod, 'Left');
  await expect(line).toContainText('The Pod was deleted. By whom, the API does not tell.', SOON);
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
