import { expect, test } from '@playwright/test';
import { visibleText } from '../../src-renderer/ui/visible-text.ts';
import { apply, kubectlJson } from '../support/kubectl.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { serviceRow, words } from '../support/pages.ts';

// B5, CVE-2021-25743: text from a cluster is hostile, and is shown as text.

const HOSTILE =
  '<img src=x onerror="window.ran = 1"><b>bold</b> \u001b[31mred\u001b[0m \u2028 \u202egnp.exe \u200b {{7*7}} 😀';
/** What Kubernetes lets stand in a name and a label value is harmless to markup, but as long as it may be. */
const LONG_NAME = 'n'.repeat(63);
const LONG_LABEL = 'v'.repeat(63);

let namespace: string;
let launched: LaunchedApp;

test.beforeAll(async () => {
  namespace = await createNamespace('hostile');
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: LONG_NAME, namespace, annotations: { note: HOSTILE } },
    spec: { selector: { app: LONG_LABEL }, ports: [{ port: 80, targetPort: 8080 }] },
  };
  await apply(JSON.stringify(service));
  const { metadata } = await kubectlJson<{ metadata: { uid: string } }>('get', 'service', LONG_NAME, '-n', namespace);
  await apply(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'hostile', namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Service', name: LONG_NAME, namespace, uid: metadata.uid },
      reason: '<script>window.ran = 2</script>',
      message: HOSTILE,
      type: 'Warning<i>',
      firstTimestamp: new Date().toISOString(),
      lastTimestamp: new Date().toISOString(),
      count: 1,
      source: { component: 'test' },
    }),
  );
  launched = await launchApp({ namespace });
});

test.afterAll(async () => {
  await launched.close();
  await deleteNamespace(namespace);
});

async function openService(): Promise<void> {
  const { page } = launched;
  await page.evaluate(() => {
    location.hash = '#/services';
  });
  await serviceRow(page, LONG_NAME).click();
}

async function expectInert(): Promise<void> {
  const { page, complaints } = launched;
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(await page.locator('main img, main b, main i, main script').count()).toBe(0);
  expect(complaints).toEqual([]);
}

test('an Event’s reason, type and message with markup, ANSI, U+2028 and bidi overrides are text, and what acts is made visible', async () => {
  const { page } = launched;
  await openService();
  await page.getByRole('tab', { name: words.service.tabs.events }).click();
  const events = page.getByRole('grid', { name: words.service.tabs.events });
  await expect(events).toContainText('<script>window.ran = 2</script>');
  await expect(events).toContainText('Warning<i>');
  await expect(events).toContainText(visibleText(HOSTILE));
  const shown = await page.locator('body').evaluate((body) => body.textContent);
  expect(shown).not.toMatch(/[\u001b\u2028\u2029\u202a-\u202e]/);
  await expectInert();
});

test('an annotation with the same is text in the YAML, where only line ends act', async () => {
  const { page } = launched;
  await openService();
  await page.getByRole('tab', { name: words.service.tabs.yaml }).click();
  await expect(page.getByRole('tabpanel')).toContainText('onerror=');
  await expect(page.getByRole('tabpanel')).toContainText(LONG_NAME);
  await expectInert();
});

test('a failure that quotes hostile text shows it as text', async () => {
  const { page } = launched;
  const name = '<img src=x onerror="window.ran = 3">';
  await page.evaluate((to) => {
    location.hash = `#/service/${encodeURIComponent('<b>ns</b>')}/${encodeURIComponent(to)}`;
  }, name);
  await expect(page.getByRole('main')).toContainText(words.service.goneTitle);
  await expect(page.getByRole('main')).toContainText(name);
  await expectInert();
});
