import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { HitError } from '../../src-shared/traffic/hit.ts';
import { apply, eventually, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { podNames } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// What a real run learns becomes a finding, and fields but the selector are changed on real objects.
const SCENARIOS = ['wrong-target-port', 'named-port-missing'] as const;
let namespace = '';
let app: OpenApp;

const button = (name: string): Locator => app.page.getByRole('button', { name, exact: true });
const field = (name: string): Locator => app.page.getByRole('combobox', { name, exact: true });
const side = (name: 'Now' | 'Then'): Locator => app.page.getByRole('region', { name, exact: true });
const targetPort = (service: string): Promise<string> =>
  kubectl('get', 'service', service, '-n', namespace, '-o', 'jsonpath={.spec.ports[0].targetPort}');

async function whatIf(): Promise<void> {
  await app.page.getByRole('tab', { name: 'What if' }).click();
}

async function change(kind: 'Service' | 'Pod', name: string): Promise<void> {
  await button('Apply…').click();
  await button('Change it').click();
  await expect(app.page.getByText(`${kind} ${namespace}/${name} was changed.`)).toBeVisible();
}

/** From the page of a Service to its traffic, and back; resolves to how many were not answered by a Pod, all for one reason. */
async function runFrom40(why: HitError | null): Promise<Readonly<Record<string, number>>> {
  await app.service.testTraffic();
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: 40 });
  await app.traffic.run();
  const { total, rest } = await app.traffic.side('None').numbers();
  expect(total).toBe(40);
  const errors = why === null ? en.screens.traffic.results.errors : en.traffic.error[why].label;
  await expect(app.traffic.side('None').fact(errors)).toHaveText(why === null ? '0' : '40');
  await app.service.back();
  return rest;
}

test.beforeAll(async () => {
  namespace = await createNamespace('whatif-fields');
  for (const scenario of SCENARIOS) {
    const text = await readFile(join('resources', 'manifests', `${scenario}.yaml`), 'utf8');
    await apply(text.replaceAll('myapp', scenario), '-n', namespace);
  }
  await Promise.all(SCENARIOS.map((scenario) => replicasReady(namespace, `${scenario}-rs`, 2)));
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

test('that connections are refused is a finding after a run; what it suggests mends it, and the next run shows it', async () => {
  await app.services.open('wrong-target-port-svc');
  expect(await runFrom40('refused')).toEqual({ Failed: 40 });
  await app.service.showTab('Findings');
  const card = app.page.locator('article[data-code="traffic-refused"]');
  await expect(card).toContainText('Error');
  await card.getByRole('button', { name: 'Try a change' }).click();
  await expect(field('targetPort of 80/TCP')).toHaveValue('8080');
  await change('Service', 'wrong-target-port-svc');
  expect(await targetPort('wrong-target-port-svc')).toBe('8080');
  await button('Dismiss').click();
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['nothing-visible']);
  expect(await runFrom40(null)).toEqual({});
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['nothing-visible']);
});

test('a Pod loses its owner with its label: said before, and so it is', async () => {
  const [pod = ''] = await podNames(namespace, 'app=wrong-target-port-rs');
  const LOST = 'ReplicaSet wrong-target-port-rs lets go of this Pod if it selects by app';
  await whatIf();
  await app.page.getByText('Labels of a Pod', { exact: true }).click();
  await field('Choose a Pod').click();
  await app.page.getByRole('option', { name: pod, exact: true }).click();
  await field('Labels: Value 1').fill('debug');
  await expect(side('Then')).toContainText('1 of 1');
  await expect(app.page.getByRole('status').filter({ hasText: LOST })).toBeVisible();
  await button('Apply…').click();
  await expect(app.page.getByRole('dialog')).toContainText(LOST);
  await button('Change it').click();
  await expect(app.page.getByText(`Pod ${namespace}/${pod} was changed.`)).toBeVisible();
  interface Owned {
    readonly metadata: { readonly ownerReferences?: unknown };
  }
  await eventually(async () => {
    const { metadata } = await kubectlJson<Owned>('get', 'pod', pod, '-n', namespace);
    return metadata.ownerReferences === undefined ? true : null;
  }, 'the ReplicaSet to let go');
  await expect(side('Now')).toContainText('2 of 2', { timeout: 60_000 });
  expect(await podNames(namespace, 'app=wrong-target-port-rs')).not.toContain(pod);
  await button('Dismiss').click();
  await app.service.back();
});

test('a targetPort is typed, changed and taken back', async () => {
  await app.services.open('named-port-missing-svc');
  await whatIf();
  await expect(side('Now')).toContainText('0 of 0');
  await field('targetPort of 80/TCP').fill('http');
  await expect(side('Then')).toContainText('2 of 2');
  expect(await targetPort('named-port-missing-svc')).toBe('web');
  await change('Service', 'named-port-missing-svc');
  expect(await targetPort('named-port-missing-svc')).toBe('http');
  await expect(side('Now')).toContainText('2 of 2', { timeout: 30_000 });
  await button('Undo').click();
  await expect(app.page.getByText('was taken back')).toBeVisible();
  expect(await targetPort('named-port-missing-svc')).toBe('web');
});
