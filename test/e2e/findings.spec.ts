import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { FindingCode } from '../../src-shared/findings/finding.ts';
import { en } from '../../src-shared/messages/en.ts';
import { type Folder, makeFolder } from '../support/kubeconfig-writer.ts';
import { apply } from '../support/kubectl.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { ServicePage } from './pages/service-page.ts';
import { ServicesPage } from './pages/services-page.ts';

// Every broken scenario raises exactly its findings, on the training cluster and on the real one alike.
const SCENARIOS: Readonly<Record<string, readonly FindingCode[]>> = {
  'wrong-label': ['selector-matches-no-pod'],
  'scaled-to-zero': ['workload-scaled-to-zero'],
  'completed-pods': ['only-ended-pods-match'],
  'named-port-missing': ['named-port-missing'],
  'failing-readiness': ['readiness-probe-fails'],
  'publish-not-ready': ['not-ready-gets-traffic', 'readiness-probe-fails'],
  // Nothing but a request can tell that nobody listens on 8081; that the probe asks another port is a hint.
  'wrong-target-port': ['probe-port-not-targeted', 'nothing-visible'],
  headless: ['headless', 'nothing-visible'],
  'external-name': ['external-name'],
  'no-selector': ['no-selector', 'one-endpoint', 'nothing-visible'],
  'two-services': ['nothing-visible'],
};
const BROKEN = ['wrong-label', 'scaled-to-zero', 'completed-pods', 'named-port-missing', 'failing-readiness'];
/** Pods have to be made, to start, and to be older than the time in which starting is no fault. */
const SETTLES_MS = 120_000;

/** All of them in one namespace: what is called myapp in a manifest is called as the scenario. */
async function manifests(): Promise<string> {
  const texts = Object.keys(SCENARIOS).map(async (name) => {
    const text = await readFile(join('resources', 'manifests', `${name}.yaml`), 'utf8');
    return text.replaceAll('myapp', name);
  });
  return (await Promise.all(texts)).join('\n---\n');
}

async function expectFindings({ page }: LaunchedApp): Promise<void> {
  const services = new ServicesPage(page);
  const service = new ServicePage(page);
  for (const [name, codes] of Object.entries(SCENARIOS)) {
    await services.open(`${name}-svc`);
    await service.showTab('Findings');
    await expect
      .poll(() => service.findings(), { message: name, timeout: SETTLES_MS, intervals: [300] })
      .toEqual(codes);
    await service.back();
  }
  await page.getByRole('button', { name: en.screens.findings.attention }).click();
  // The list looks again by itself when a Pod has been starting for too long.
  for (const name of BROKEN) await expect(services.row(`${name}-svc`)).toBeVisible({ timeout: SETTLES_MS });
  await expect(services.row('external-name-svc')).toHaveCount(0);
  await expect(await services.cell('wrong-label-svc', en.screens.findings.column)).toHaveText(
    'Error: The selector app=wrong-label matches no Pod',
  );
}

test.describe('on the real cluster', () => {
  let namespace = '';
  let launched: LaunchedApp;

  test.beforeAll(async () => {
    namespace = await createNamespace('findings');
    await apply(await manifests(), '-n', namespace);
    launched = await launchApp({ namespace });
    await new ServicesPage(launched.page).opened();
  });

  test.afterAll(async () => {
    await launched.close();
    await deleteNamespace(namespace);
  });

  test('each scenario raises exactly its findings', async () => {
    test.setTimeout(300_000);
    await expectFindings(launched);
  });
});

test.describe('on the training cluster', () => {
  let folder: Folder;
  let launched: LaunchedApp;

  test.beforeAll(async () => {
    folder = await makeFolder();
    launched = await launchApp({ args: [], env: { HOME: folder.path, KUBECONFIG: '' } });
    await launched.page.getByRole('button', { name: en.training.start, exact: true }).click();
    await new ServicesPage(launched.page).opened();
    const file = join(folder.path, 'scenarios.yaml');
    await writeFile(file, await manifests());
    const kubeconfig = join(launched.userData, 'training', 'kubeconfig');
    await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, 'apply', '-f', file]);
  });

  test.afterAll(async () => {
    await launched.close();
    await folder.remove();
  });

  test('each scenario raises exactly its findings', async () => {
    test.setTimeout(300_000);
    await expectFindings(launched);
  });
});
