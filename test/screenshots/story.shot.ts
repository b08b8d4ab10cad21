import { expect, test } from '@playwright/test';
import { choose } from '../support/choose-look.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { recordDrawing } from '../support/drawn-text.ts';
import { apply, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { resize } from '../support/window-size.ts';
import { openApp, type OpenApp } from '../e2e/pages/open-app.ts';
import { STORY_LOOKS, storyPicture } from './pictures.ts';
import { takePicture } from './take-picture.ts';

// The story of the README in four pictures, each the next click of one person: a Service that asks for a label no Pod has, what
// the change would do, what would be sent, and the traffic that flows when it was.
const faults: string[] = [];
let namespace = '';
let app: OpenApp;

test.beforeAll(async () => {
  namespace = await createNamespace('shop');
  const objects = [serviceYaml(namespace, 'web-svc', 'web'), replicaSetYaml(namespace, 'web-rs', 'web-rs', 3)];
  await apply(objects.join('---\n'));
  await replicasReady(namespace, 'web-rs', 3);
  app = await openApp({ namespace });
  await recordDrawing(app.page);
  await resize(app, { width: 1280, height: 720 });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

async function everyLook(name: string): Promise<void> {
  for (const look of STORY_LOOKS) {
    await choose(app.page, look);
    faults.push(...(await takePicture(app.page, storyPicture(name, look))));
  }
  await choose(app.page, { language: 'en', theme: 'light' });
}

test('from a wrong label to traffic', async () => {
  test.setTimeout(240_000);
  const { page } = app;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await app.services.open('web-svc');
  await page.getByRole('button', { name: /^Show (finding|\d findings)$/ }).click();
  await expect(button('Try this selector')).toBeVisible();
  await everyLook('1-found');
  await button('Try this selector').click();
  await expect(page.getByRole('region', { name: 'Then' })).toContainText('3 of 3');
  await everyLook('2-tried');
  await button('Apply…').click();
  await expect(button('Change it')).toBeEnabled();
  await everyLook('3-shown');
  await button('Change it').click();
  await expect(page.getByRole('region', { name: 'Now' })).toContainText('3 of 3', { timeout: 30_000 });
  await button('Dismiss').click();
  await page.keyboard.press('t');
  await app.traffic.run();
  await everyLook('4-mended');
  expect(faults).toEqual([]);
});
