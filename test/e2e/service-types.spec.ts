import { expect, test } from '@playwright/test';
import { podYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { kubectlColumns } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// Every type of Service in one table: what kubectl prints of each is what the table has, and the keys of the keyboard lead
// through it.
const ADDRESS = '192.0.2.10';
let namespace = '';
let app: OpenApp;

const yaml = (name: string, spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}}\n`;

test.beforeAll(async () => {
  namespace = await createNamespace('types');
  const ports = 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]';
  const named = podYaml(namespace, 'web', 'web').replace('{containerPort: 8080}', '{name: http, containerPort: 8080}');
  await apply(
    [
      named,
      serviceYaml(namespace, 'cluster-ip', 'web'),
      yaml('node-port', `type: NodePort, ${ports}`),
      yaml('load-balancer', `type: LoadBalancer, ${ports}`),
      yaml('external-name', 'type: ExternalName, externalName: db.example.com'),
      yaml('headless', `clusterIP: None, ${ports}`),
      yaml('named-port', 'selector: {app: web}, ports: [{name: web, port: 80, targetPort: http}]'),
      yaml('external-ips', `externalIPs: [${ADDRESS}], ${ports}`),
      yaml('by-hand', 'ports: [{name: db, port: 5432}, {name: dns, port: 53, protocol: UDP}]'),
    ].join('---\n'),
  );
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod/web', '--timeout=60s');
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
  expect(app.complaints).toEqual([]);
});

async function expectRowOfKubectl(name: string): Promise<void> {
  const printed = await kubectlColumns('service', name, '-n', namespace, '-o', 'wide');
  const columns = {
    Type: 'TYPE',
    'Cluster-IP': 'CLUSTER-IP',
    'External-IP': 'EXTERNAL-IP',
    'Port(s)': 'PORT(S)',
    Selector: 'SELECTOR',
  };
  for (const [column, theirs] of Object.entries(columns)) {
    await expect(await app.services.cell(name, column), `${name}: ${column}`).toHaveText(printed[theirs] ?? '?');
  }
}

for (const name of [
  'cluster-ip',
  'node-port',
  'load-balancer',
  'external-name',
  'headless',
  'named-port',
  'external-ips',
  'by-hand',
]) {
  test(`${name}: the row is what kubectl prints`, () => expectRowOfKubectl(name));
}

test('a LoadBalancer is <pending> until its address comes, and changes before the eyes', async () => {
  const cell = await app.services.cell('load-balancer', 'External-IP');
  await expect(cell).toHaveText('<pending>');
  const status = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: ADDRESS }] } } });
  await kubectl(
    'patch',
    'service',
    'load-balancer',
    '-n',
    namespace,
    '--subresource=status',
    '--type=merge',
    '-p',
    status,
  );
  await expect(cell).toHaveText(ADDRESS);
  await expectRowOfKubectl('load-balancer');
});

test('a targetPort by name: the name in the table, the number it resolves to in the path and in the members', async () => {
  await expect(await app.services.cell('named-port', 'Target')).toHaveText('http');
  await expect(await app.services.cell('named-port', 'Endpoints')).toHaveText('1/1');
  await app.services.open('named-port');
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', 'web', '-n', namespace)).status;
  await expect(app.service.path).toContainText(`${podIP}:8080`);
  await expect(await app.service.memberCell('web', 'Port')).toHaveText('8080');
  await app.service.back();
});

test('what has no endpoints to be had says so in words, on its page', async () => {
  const sentences = {
    'external-name': 'db.example.com',
    'by-hand': 'no selector',
  };
  for (const [name, sentence] of Object.entries(sentences)) {
    await app.services.open(name);
    await expect(app.page.getByRole('main')).toContainText(sentence);
    await app.service.back();
  }
  await app.services.open('headless');
  await expect(app.service.fact('Cluster-IP')).toHaveText('None');
  await expect(app.service.in).toHaveCount(1);
  await app.service.back();
});

/** Names in the order of the rows. */
const order = (): Promise<readonly string[]> =>
  app.page.getByRole('grid', { name: 'Services' }).locator('[role=row] strong').allInnerTexts();

async function sortBy(column: string): Promise<void> {
  await app.page.getByRole('columnheader', { name: column }).getByRole('button').click();
}

test('a click on a heading sorts, a second one turns it round', async () => {
  const names = [...(await order())].sort();
  expect(names).toHaveLength(8);
  await sortBy('Name');
  const first = await order();
  await sortBy('Name');
  const second = await order();
  expect([first, [...first].reverse()]).toContainEqual(names);
  expect(second).toEqual([...first].reverse());
  await sortBy('Type');
  const types = async (): Promise<string[]> =>
    Promise.all((await order()).map(async (name) => (await app.services.cell(name, 'Type')).innerText()));
  expect(await types()).toEqual([...(await types())].sort());
  await sortBy('Name');
  if ((await order())[0] !== names[0]) await sortBy('Name');
  expect(await order()).toEqual(names);
});

test('j, k, Home, End and Enter lead through the table, / filters it, and Esc takes the filter away', async () => {
  const { page } = app;
  const selected = page.getByRole('grid', { name: 'Services' }).locator('[role=row][aria-selected=true] strong');
  const names = await order();
  await page.keyboard.press('Home');
  await expect(selected).toHaveText(names[0] ?? '');
  for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key);
  await expect(selected).toHaveText(names[2] ?? '');
  await page.keyboard.press('End');
  await expect(selected).toHaveText(names.at(-1) ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: names.at(-1) ?? '', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await app.services.opened();
  await page.keyboard.press('/');
  await page.keyboard.type('node-p');
  await expect.poll(order).toEqual(['node-port']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(order).toEqual(names);
});
