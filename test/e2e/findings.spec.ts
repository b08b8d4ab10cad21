import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { parseAllDocuments } from 'yaml';
import { type Scenario, SCENARIOS } from '../../src-shared/ipc/training.ts';
import { en } from '../../src-shared/messages/en.ts';
import { scenarioFindings } from '../support/findings/scenario-findings.ts';
import { type Folder, makeFolder } from '../support/kubeconfig-writer.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { ServicePage } from './pages/service-page.ts';
import { ServicesPage } from './pages/services-page.ts';

// Every scenario raises exactly its findings, on the training cluster and on the real one alike.
/** Those that need attention; of traffic-policy-local it depends on how many Nodes there are. */
const BROKEN: readonly Scenario[] = [
  'wrong-label',
  'wrong-namespace',
  'scaled-to-zero',
  'completed-pods',
  'named-port-missing',
  'failing-readiness',
  'publish-not-ready',
];
/** Pods have to be made, to start, and to be older than the time in which starting is no fault. */
const SETTLES_MS = 120_000;

interface Placed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A Service of a scenario, and where it stands. */
interface Shown {
  readonly scenario: Scenario;
  readonly name: string;
  readonly shop: boolean;
}

/**
 * All scenarios in one namespace, what is called myapp in a manifest being called as its scenario; what a manifest puts into a
 * namespace of its own in another one.
 */
async function scenarios(namespace: string, shop: string): Promise<{ manifest: string; services: readonly Shown[] }> {
  const items: Placed[] = [];
  const services: Shown[] = [];
  for (const scenario of SCENARIOS) {
    const text = await readFile(join('resources', 'manifests', `${scenario}.yaml`), 'utf8');
    const documents = parseAllDocuments(text.replaceAll('myapp', scenario)).map((each) => each.toJS() as Placed);
    for (const { kind, metadata, ...rest } of documents.filter((each) => each.kind !== 'Namespace')) {
      const inShop = metadata.namespace !== undefined;
      items.push({ ...rest, kind, metadata: { ...metadata, namespace: inShop ? shop : namespace } });
      if (kind === 'Service') services.push({ scenario, name: metadata.name, shop: inShop });
    }
  }
  return { manifest: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), services };
}

interface Stage {
  readonly services: readonly Shown[];
  readonly namespace: string;
  readonly shop: string;
  readonly nodes: number;
}

/** The list of all namespaces shows those that need attention, and of these Services no other one. */
async function expectAttention(page: Page, { services: all, namespace, shop, nodes }: Stage): Promise<void> {
  const services = new ServicesPage(page);
  const isBroken = ({ scenario }: Shown): boolean =>
    BROKEN.includes(scenario) || (scenario === 'traffic-policy-local' && nodes > 1);
  const row = ({ name, shop: inShop }: Shown): Locator => services.row(name, inShop ? shop : namespace);
  // The list looks again by itself when a Pod has been starting for too long.
  for (const each of all.filter(isBroken)) await expect(row(each)).toBeVisible({ timeout: SETTLES_MS });
  for (const each of all.filter((shown) => !isBroken(shown))) await expect(row(each)).toHaveCount(0);
}

async function expectFindings({ page }: LaunchedApp, stage: Stage): Promise<void> {
  const { services: all, shop, nodes } = stage;
  const services = new ServicesPage(page);
  const service = new ServicePage(page);
  const expected = scenarioFindings(nodes);
  const expectOf = async (shown: readonly Shown[], timeout: number): Promise<void> => {
    for (const { scenario, name } of shown) {
      await services.open(name);
      await service.showTab('Findings');
      await expect
        .poll(() => service.findings(), { message: name, timeout, intervals: [300] })
        .toEqual(expected[scenario]);
      await service.back();
    }
  };
  const here = all.filter((each) => !each.shop);
  await expectOf(here, SETTLES_MS);
  const attention = page.getByRole('button', { name: en.screens.findings.attention });
  await services.chooseNamespace(en.screens.shell.allNamespaces);
  await attention.click();
  // Other suites have Services too, and the list shows the rows there is room for.
  await page.getByRole('searchbox').fill('-svc');
  await expectAttention(page, stage);
  await expect(await services.cell('wrong-label-svc', en.screens.findings.column)).toHaveText(
    'Error: The selector app=wrong-label matches no Pod',
  );
  await page.getByRole('searchbox').fill('');
  await attention.click();
  await services.chooseNamespace(stage.namespace);
  // Once more, at rest: what waits for the controllers to catch up has had its time.
  await expectOf(here, 5_000);
  await services.chooseNamespace(shop);
  await expectOf(
    all.filter((each) => each.shop),
    SETTLES_MS,
  );
}

test.describe('on the real cluster', () => {
  let namespace = '';
  let stage: Stage;
  let launched: LaunchedApp;

  test.beforeAll(async () => {
    const shop = await createNamespace('findings-shop');
    namespace = await createNamespace('findings');
    const { manifest, services } = await scenarios(namespace, shop);
    await apply(manifest);
    stage = {
      services,
      namespace,
      shop,
      nodes: (await kubectl('get', 'nodes', '-o', 'name')).trim().split('\n').length,
    };
    launched = await launchApp({ namespace });
    await new ServicesPage(launched.page).opened();
  });

  test.afterAll(async () => {
    await launched.close();
    await Promise.all([namespace, stage.shop].map(deleteNamespace));
  });

  test('each scenario raises exactly its findings', async () => {
    test.setTimeout(300_000);
    await expectFindings(launched, stage);
  });
});

test.describe('on the training cluster', () => {
  let folder: Folder;
  let stage: Stage;
  let launched: LaunchedApp;

  test.beforeAll(async () => {
    folder = await makeFolder();
    launched = await launchApp({ args: [], env: { HOME: folder.path, KUBECONFIG: '' } });
    await launched.page.getByRole('button', { name: en.training.start, exact: true }).click();
    await new ServicesPage(launched.page).opened();
    const file = join(folder.path, 'scenarios.json');
    const { manifest, services } = await scenarios('default', 'shop');
    await writeFile(file, manifest);
    stage = { services, namespace: 'default', shop: 'shop', nodes: 2 };
    const kubeconfig = join(launched.userData, 'training', 'kubeconfig');
    const onTraining = (...args: readonly string[]) =>
      promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args]);
    await onTraining('create', 'namespace', 'shop');
    await onTraining('apply', '-f', file);
  });

  test.afterAll(async () => {
    await launched.close();
    await folder.remove();
  });

  test('each scenario raises exactly its findings', async () => {
    test.setTimeout(300_000);
    await expectFindings(launched, stage);
  });
});
