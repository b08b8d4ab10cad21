import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, OWN_CLUSTER } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, makeFolder, userEntry } from '../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { skipOnAnotherCluster } from '../support/skip.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { kindMark, namespaceField, openKinds, openTraffic, serviceRow, startButton, words } from '../support/pages.ts';
import { applyRoles, documentedRoles, makeUser } from '../support/role-user.ts';
import { kubeconfigOf, launchWith } from './pages/launch-as.ts';

// "It must show" 4, with the Roles of docs/rbac.md as they stand there.

let namespace: string;
let other: string;
let folder: Folder;

test.beforeAll(async () => {
  folder = await makeFolder();
  [namespace, other] = await Promise.all([createNamespace('rbac'), createNamespace('rbac-other')]);
  await apply(serviceYaml(namespace, 'web', 'web'));
  await apply(replicaSetYaml(namespace, 'web', 'web', 2));
  await applyRoles(namespace, 'servicescope-look', 'servicescope-test', 'servicescope-mend');
});

test.afterAll(async () => {
  await Promise.all([namespace, other].map((name) => deleteNamespace(name)));
  await folder.remove();
});

const launchAs = async (user: string, roles: readonly string[]): Promise<LaunchedApp> =>
  launchWith(await kubeconfigOf(folder, namespace, user, roles), user);

const forbiddenText = (verb: string, resource: string, at: string | null): string =>
  en.kube.watch.denied({ verb, resource, namespace: at });

test('a user who may only read one namespace sees its Services and members, and what is denied with verb and resource', async () => {
  const { page, close } = await launchAs('looker', ['servicescope-look']);
  try {
    await expect(serviceRow(page, 'web')).toContainText('2/2', { timeout: 60_000 });
    const kinds = await openKinds(page);
    await expect(kinds).toContainText(forbiddenText('list', 'nodes', null));
    await expect(kinds).toContainText(forbiddenText('list', 'namespaces', null));
    await page.keyboard.press('Escape');
    for (const kind of ['Service', 'EndpointSlice', 'Pod']) {
      await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.live);
    }
    for (const kind of ['Node', 'Namespace']) {
      await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.denied);
    }
    await serviceRow(page, 'web').click();
    const members = page.getByRole('grid', { name: words.service.tabs.members });
    await expect(members.getByRole('row')).toHaveCount(3);
    for (const kind of ['Endpoints', 'Event']) {
      await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.live);
    }
  } finally {
    await close();
  }
});

test('the same user is told on the Traffic page which verbs a run would need, and cannot start one', async () => {
  const { page, close } = await launchAs('reader', ['servicescope-look']);
  try {
    await openTraffic(page, 'web');
    const plan = page.getByRole('region', { name: words.traffic.plan.title });
    await page.getByRole('radio', { name: words.traffic.form.affinities['as-is'] }).check();
    for (const [verb, resource] of [
      ['get', 'pods/exec'],
      ['create', 'jobs'],
      ['create', 'pods'],
    ] as const) {
      await expect(plan).toContainText(words.traffic.plan.permission(verb, resource, namespace));
    }
    await expect(plan).toContainText(words.traffic.plan.denied);
    const missing = en.failures['traffic.missing-verb']({ verb: 'get', resource: 'pods/exec', namespace });
    await expect(plan).toContainText(missing.why);
    await expect(plan).toContainText(missing.next);
    const start = startButton(page);
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByRole('paragraph').filter({ hasText: words.traffic.notPossible })).toBeVisible();
  } finally {
    await close();
  }
});

test('a user without Namespaces is offered the context’s own and typed ones; a namespace without rights says so', async () => {
  const { page, close } = await launchAs('typer', ['servicescope-look']);
  try {
    await expect(serviceRow(page, 'web')).toBeVisible();
    await namespaceField(page).click();
    await expect(page.getByRole('option', { name: namespace, exact: true })).toBeVisible();
    await page.keyboard.type(other);
    await page.getByRole('option', { name: words.shell.useTyped(other) }).click();
    await expect(page.getByRole('main')).toContainText(forbiddenText('list', 'services', other));
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.denied);
    await namespaceField(page).click();
    await page.getByRole('option', { name: namespace, exact: true }).click();
    await expect(serviceRow(page, 'web')).toBeVisible();
  } finally {
    await close();
  }
});

test('list without watch: the page says that it asks again and again, and still shows what changes', async () => {
  await apply(
    JSON.stringify({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'list-only' },
      rules: [
        { apiGroups: [''], resources: ['services', 'pods'], verbs: ['get', 'list'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list'] },
      ],
    }),
    '-n',
    namespace,
  );
  const { page, close } = await launchAs('lister', ['list-only']);
  try {
    await expect(serviceRow(page, 'web')).toBeVisible();
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.polling);
    const kinds = await openKinds(page);
    await expect(kinds).toContainText(en.kube.watch.polling({ everySeconds: 10 }));
    await page.keyboard.press('Escape');
    await apply(serviceYaml(namespace, 'later', 'later'));
    await expect(serviceRow(page, 'later')).toBeVisible({ timeout: 20_000 });
  } finally {
    await close();
    await kubectl('delete', 'service', 'later', '-n', namespace, '--ignore-not-found');
  }
});

test('a right that is lost in mid-session is named, the rows stay, and it goes on when the right is back', async () => {
  const token = await makeUser(namespace, 'loser', ['servicescope-look']);
  const own = await credentialSource(await testTarget()).current();
  const upstream = { ...own, cert: null, key: null, headers: { authorization: `Bearer ${token}` }, user: 'loser' };
  const proxy = await startFaultProxy({ upstream });
  const through = proxy.target();
  const kubeconfig = await folder.write(
    'loser.yaml',
    kubeconfigText({
      clusters: { proxy: clusterEntry(through) },
      users: { proxy: userEntry(through) },
      contexts: { proxy: { cluster: 'proxy', user: 'proxy', namespace } },
    }),
  );
  const { page, close } = await launchApp({ args: ['--kubeconfig', kubeconfig, '--context', 'proxy'] });
  try {
    await expect(serviceRow(page, 'web')).toBeVisible();
    await kubectl('delete', 'rolebinding', 'loser-servicescope-look', '-n', namespace);
    // A watch that is open is not ended by the API server: it asks for the right when one begins.
    for (const watch of proxy.watches()) watch.reset();
    await expect(page.getByRole('main').getByText(/^Denied since .*: list services$/)).toBeVisible({ timeout: 30_000 });
    await expect(serviceRow(page, 'web')).toBeVisible();
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.denied);
    await namespaceField(page).click();
    await page.getByRole('option', { name: words.shell.allNamespaces }).click();
    await expect(page.getByRole('main')).toContainText(forbiddenText('list', 'services', null));
    await kubectl(
      ...['create', 'rolebinding', 'loser-again', '-n', namespace],
      ...['--role=servicescope-look', `--serviceaccount=${namespace}:loser`],
    );
    await namespaceField(page).click();
    await page.getByRole('option', { name: namespace, exact: true }).click();
    await expect(serviceRow(page, 'web')).toBeVisible();
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.live);
  } finally {
    await close();
    await proxy.close();
  }
});

test('with the cluster-wide reads, Namespaces are listed and Nodes are live', async () => {
  skipOnAnotherCluster(!OWN_CLUSTER, 'it makes a ClusterRole, which reaches beyond the namespaces of the suite');
  const role = (await documentedRoles()).get('servicescope-cluster') ?? '';
  const binding = `${namespace}-cluster`;
  await apply(role);
  await kubectl(
    'create',
    'clusterrolebinding',
    binding,
    '--clusterrole=servicescope-cluster',
    `--serviceaccount=${namespace}:wide`,
  );
  try {
    const { page, close } = await launchAs('wide', ['servicescope-look']);
    try {
      for (const kind of ['Node', 'Namespace']) {
        await expect(kindMark(page, kind)).toContainText(words.shell.kindsSummary.live);
      }
      await namespaceField(page).click();
      await expect(page.getByRole('option', { name: other, exact: true })).toBeVisible();
    } finally {
      await close();
    }
  } finally {
    await kubectl('delete', 'clusterrolebinding', binding, '--ignore-not-found');
    await kubectl('delete', 'clusterrole', 'servicescope-cluster', '--ignore-not-found');
  }
});
