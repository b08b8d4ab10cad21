import { expect, test } from '@playwright/test';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { createPodClient, type PodClient } from '../support/pod-client.ts';
import { podNames, readService } from './pages/cluster-facts.ts';
import { tabTo } from './pages/keyboard.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// Each test begins with the Service asking for `app: web`, which no Pod has: they have `app: web-rs`.
let namespace = '';
let app: OpenApp;
/** Somebody in the cluster who knows nothing of the app, and the Pods that answer once the Service is mended. */
let client: PodClient;
let pods: readonly string[] = [];
let url = '';

const selector = (): Promise<string> =>
  kubectl('get', 'service', 'web', '-n', namespace, '-o', 'jsonpath={.spec.selector.app}');
/** What the Service answers, or why it does not. */
const answer = (): Promise<string> => client.ask('GET', url).catch(String);
const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const tab = () => app.page.getByRole('tab', { name: 'What if' });

const countClicks = (): Promise<void> =>
  app.page.evaluate(() => {
    const counted = window as unknown as { clicks?: number };
    if (counted.clicks === undefined)
      addEventListener('pointerdown', () => (counted.clicks = (counted.clicks ?? 0) + 1), { capture: true });
    counted.clicks = 0;
  });
const clicks = (): Promise<number> => app.page.evaluate(() => (window as unknown as { clicks: number }).clicks);

test.beforeAll(async () => {
  namespace = await createNamespace('whatif');
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web-rs', 'web-rs', 2)].join('---\n'));
  await replicasReady(namespace, 'web-rs', 2);
  client = await createPodClient(namespace);
  pods = await podNames(namespace, 'app=web-rs');
  url = `http://${(await readService(namespace, 'web')).spec.clusterIP}:80/`;
  app = await openApp({ namespace });
  await app.services.open('web');
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

test('from a wrong label to traffic in four clicks, and back by Undo', async () => {
  await expect.poll(answer, { timeout: 30_000 }).toContain('curl: (7)');
  await countClicks();
  await tab().click();
  await button('Use it').click();
  await expect(app.page.getByRole('region', { name: 'Then' })).toContainText('2 of 2');
  expect(await selector()).toBe('web');
  expect(await answer()).toContain('curl: (7)');
  await button('Apply…').click();
  await button('Change it').click();
  await expect.poll(answer, { timeout: 30_000 }).toMatch(new RegExp(pods.join('|')));
  expect(await clicks()).toBe(4);
  expect(await selector()).toBe('web-rs');
  await expect(app.page.getByText(`Service ${namespace}/web was changed.`)).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Now' })).toContainText('2 of 2', { timeout: 30_000 });

  // The same seen from the app, by the keyboard alone: its own requests to the Service's address.
  const { keyboard } = app.page;
  await keyboard.press('t');
  await tabTo(app.page, app.page.getByRole('spinbutton', { name: 'Requests', exact: true }));
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('40');
  await tabTo(app.page, app.traffic.start);
  await keyboard.press('Enter');
  await app.traffic.finished();
  const { total, rest } = await app.traffic.side('None').numbers();
  expect([total, rest]).toEqual([40, {}]);
  expect(await clicks()).toBe(4);

  await app.service.back();
  await button('Undo').click();
  await expect(app.page.getByText(`The change of Service ${namespace}/web was taken back.`)).toBeVisible();
  expect(await selector()).toBe('web');
  await button('Dismiss').click();
});

test('from the finding itself it is as near: the change it suggests is filled in, and mends the Service', async () => {
  await countClicks();
  // Other suites may have Pods of that label in their namespaces, which is a finding more.
  await app.page.getByRole('button', { name: /^Show (finding|\d findings)$/ }).click();
  await button('Try this selector').first().click();
  await expect(app.page.getByRole('combobox', { name: 'Selector: Value 1' })).toHaveValue('web-rs');
  await expect(app.page.getByRole('region', { name: 'Then' })).toContainText('2 of 2');
  expect(await selector()).toBe('web');
  await button('Apply…').click();
  await button('Change it').click();
  await expect(app.page.getByText(`Service ${namespace}/web was changed.`)).toBeVisible();
  expect(await clicks()).toBe(4);
  expect(await selector()).toBe('web-rs');
  await button('Undo').click();
  await expect(app.page.getByText('was taken back')).toBeVisible();
  await button('Dismiss').click();
});

test('what kubectl changed meanwhile is a conflict: nothing is overwritten, the edit is kept and can be tried again', async () => {
  await tab().click();
  await button('Use it').click();
  await button('Apply…').click();
  await expect(button('Change it')).toBeEnabled();
  await kubectl('label', 'service', 'web', '-n', namespace, 'by=another');
  await button('Change it').click();
  const dialog = app.page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('the object has been modified');
  expect(await selector()).toBe('web');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await button('Change it').click();
  await expect(app.page.getByText(`Service ${namespace}/web was changed.`)).toBeVisible();
  expect(await selector()).toBe('web-rs');
  await button('Undo').click();
  await expect(app.page.getByText('was taken back')).toBeVisible();
});
