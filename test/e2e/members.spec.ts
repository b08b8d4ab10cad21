import { expect, test } from '@playwright/test';
import { podYaml, replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { createPodClient, type PodClient } from '../support/pod-client.ts';
import { kubectlColumns, podNames } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// Members that are not plainly in, as they become so before the eyes of somebody who has the Service's page open.
let namespace = '';
let app: OpenApp;
let pods: readonly string[] = [];
let client: PodClient;

test.beforeAll(async () => {
  namespace = await createNamespace('members');
  const web = serviceYaml(namespace, 'web', 'web').replace(
    'ports: [{port: 80, targetPort: 8080}]',
    'ports: [{name: http, port: 80, targetPort: 8080}, {name: other, port: 81, targetPort: 9090}]',
  );
  await apply([web, replicaSetYaml(namespace, 'web', 'web', 4)].join('---\n'));
  client = await createPodClient(namespace);
  await replicasReady(namespace, 'web', 4);
  pods = await podNames(namespace, 'app=web');
  app = await openApp({ namespace });
  await app.services.open('web');
  await expect(app.service.in).toHaveCount(4);
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

/** The number of a Service that gets traffic, as the table of Services has it. */
async function counts(): Promise<string> {
  await app.service.back();
  const text = await (await app.services.cell('web', 'Endpoints')).innerText();
  await app.services.open('web');
  return text.trim();
}

test('two ports: the path shows the endpoints of the one that is chosen', async () => {
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', pods[0] ?? '', '-n', namespace))
    .status;
  const { path } = app.service;
  await expect(path).toContainText(`${podIP}:8080`);
  const second = path.getByRole('button').filter({ hasText: ':81' });
  await second.click();
  await expect(second).toHaveAttribute('aria-pressed', 'true');
  await expect(path).toContainText(`${podIP}:9090`);
  await expect(path).not.toContainText(`${podIP}:8080`);
  await path.getByRole('button').filter({ hasText: ':80' }).click();
  await expect(path).toContainText(`${podIP}:8080`);
});

test('a Pod whose readiness fails is listed without traffic, for that reason, and comes back', async () => {
  const pod = pods[0] ?? '';
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', pod, '-n', namespace)).status;
  const switchTo = (to: string): Promise<string> => client.ask('POST', `http://${podIP}:8080/readyz/${to}`);
  await switchTo('disable');
  const row = app.service.members(pod);
  await expect(row).toContainText('Listed, no traffic', { timeout: 60_000 });
  await expect(row).toContainText(/The readiness probe of container web fails|The Pod is not Ready/);
  console.log((await row.innerText()).replaceAll('\n', ' | '));
  await expect(app.service.in).toHaveCount(3);
  expect(await counts()).toMatch(/^3\/4/);
  await switchTo('enable');
  await expect(row).toContainText('The Pod is Ready.', { timeout: 60_000 });
  await expect(app.service.in).toHaveCount(4);
});

test('a Pod that has failed is out, with its phase', async () => {
  // Before the Service: of a Pod that fails while it is listed the EndpointSlice controller may take no notice.
  const failing = podYaml(namespace, 'failed', 'batch', ['--no-such-flag']);
  await apply(failing.replace('  containers:', '  restartPolicy: Never\n  containers:'));
  await kubectl('wait', '-n', namespace, '--for=jsonpath={.status.phase}=Failed', 'pod/failed', '--timeout=60s');
  await apply(serviceYaml(namespace, 'batch', 'batch'));
  await app.service.back();
  await app.services.open('batch');
  const row = app.service.members('failed');
  await expect(row).toContainText('The Pod has failed', { timeout: 60_000 });
  await expect(row.getByRole('gridcell', { name: 'Out', exact: true })).toBeVisible();
  await expect(row).toContainText('failed Pod is never an endpoint.');
  console.log((await row.innerText()).replaceAll('\n', ' | '));
  await kubectl('delete', 'pod', 'failed', '-n', namespace);
  await expect(row).toHaveCount(0);
});

test('a Pod that is being deleted says so as long as it takes, and gets no new connections', async () => {
  const slow = podYaml(namespace, 'slow', 'slow')
    .replace('terminationGracePeriodSeconds: 0', 'terminationGracePeriodSeconds: 30')
    .replace('{name: web,', '{name: web, lifecycle: {preStop: {sleep: {seconds: 25}}},');
  await apply([serviceYaml(namespace, 'slow', 'slow'), slow, podYaml(namespace, 'quick', 'slow')].join('---\n'));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', 'slow', 'quick', '--timeout=60s');
  await app.service.back();
  await app.services.open('slow');
  await expect(app.service.in).toHaveCount(2);
  await kubectl('delete', 'pod', 'slow', '-n', namespace, '--wait=false');
  const row = app.service.members('slow');
  await expect(row).toContainText('The Pod is being deleted and gets no new connections.', { timeout: 20_000 });
  await expect(row).toContainText('Listed, no traffic');
  await expect(row).toContainText('Terminating');
  await expect(app.service.in).toHaveCount(1);
  console.log((await row.innerText()).replaceAll('\n', ' | '));
  await kubectl('delete', 'pod', 'slow', '-n', namespace, '--force', '--grace-period=0');
  await expect(row).toHaveCount(0, { timeout: 60_000 });
  await app.service.back();
  await app.services.open('web');
});

test('YAML is that of what is chosen: the Service, a Pod, an EndpointSlice, the Endpoints', async () => {
  await app.service.showTab('YAML');
  const select = app.page.getByRole('combobox', { name: 'Object' });
  const [slice = ''] = (
    await kubectl('get', 'endpointslices', '-n', namespace, '-l', 'kubernetes.io/service-name=web', '-o', 'name')
  ).split('\n');
  const chosen = [`Pod/${pods[1] ?? ''}`, slice.replace(/^.*\//, 'EndpointSlice/'), 'Endpoints/web', 'Service/web'];
  for (const object of chosen) {
    await select.selectOption(object);
    const [kind = '', name = ''] = object.split('/');
    const shown = app.page.getByRole('region', { name: new RegExp(`${kind}/${name}`) });
    await expect(shown).toContainText(`kind: ${kind}`);
    const uid = await kubectl('get', kind, name, '-n', namespace, '-o', 'jsonpath={.metadata.uid}');
    await expect(shown).toContainText(uid);
  }
});

test('ages are those of kubectl, a tick more or less', async () => {
  await app.service.back();
  const seconds = (age: string): number => {
    const units: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
    return [...age.matchAll(/(\d+)([dhms])/g)].reduce(
      (sum, [, n, unit]) => sum + Number(n) * (units[unit ?? ''] ?? 0),
      0,
    );
  };
  const cell = await app.services.cell('web', 'Age');
  await expect(async () => {
    const { AGE = '' } = await kubectlColumns('service', 'web', '-n', namespace);
    const shown = (await cell.innerText()).trim();
    expect(seconds(shown)).toBeGreaterThan(0);
    expect(Math.abs(seconds(shown) - seconds(AGE)), `${shown} beside ${AGE}`).toBeLessThanOrEqual(2);
  }).toPass({ timeout: 15_000 });
});
