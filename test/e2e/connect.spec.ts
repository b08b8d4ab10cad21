import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, makeFolder, userEntry } from '../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { apply } from '../support/kubectl.ts';
import { serviceYaml } from '../support/course.ts';
import {
  connectHeading,
  contextRow,
  kindMark,
  namespaceField,
  openContext,
  servicesHeading,
} from '../support/pages.ts';
import { sentences, serviceRow, words } from '../support/pages.ts';

// "Connect": where kube contexts come from, and where they lead.

let folder: Folder;
let target: ContextTarget;
let namespace: string;

test.beforeAll(async () => {
  folder = await makeFolder();
  target = await testTarget();
  namespace = await createNamespace('connect');
  await apply(serviceYaml(namespace, 'here', 'here'));
});

test.afterAll(async () => {
  await deleteNamespace(namespace);
  await folder.remove();
});

interface ContextWish {
  readonly namespace?: string;
  readonly cluster?: string;
}

/** Contexts of the suite's cluster and user, under the given names. */
function contextsText(wishes: Readonly<Record<string, ContextWish>>, current?: string): string {
  const entries = Object.entries(wishes);
  return kubeconfigText({
    clusters: Object.fromEntries(entries.map(([, { cluster = 'mine' }]) => [cluster, clusterEntry(target)])),
    users: { me: userEntry(target) },
    contexts: Object.fromEntries(
      entries.map(([name, { cluster = 'mine', ...rest }]) => [name, { cluster, user: 'me', ...rest }]),
    ),
    ...(current === undefined ? {} : { currentContext: current }),
  });
}

/** Starts on a list of kubeconfig files as $KUBECONFIG names them. */
function launchOn(files: readonly string[], args: readonly string[] = [], userData?: string): Promise<LaunchedApp> {
  return launchApp({
    args,
    env: { KUBECONFIG: files.join(':') },
    ...(userData === undefined ? {} : { userData }),
  });
}

test('the contexts of every file in $KUBECONFIG are listed, the first wins on duplicate names, broken files are named', async () => {
  const first = await folder.write(
    'first.yaml',
    contextsText({ shared: { namespace: 'of-first' }, mine: { namespace } }, 'mine'),
  );
  const second = await folder.write(
    'second.yaml',
    contextsText({ shared: { namespace: 'of-second', cluster: 'theirs' }, extra: {} }, 'extra'),
  );
  const broken = await folder.write('broken.yaml', 'contexts: [\n  {unclosed: true');
  const { page, close } = await launchOn([first, `${folder.path}/missing.yaml`, broken, folder.path, second]);
  try {
    await expect(connectHeading(page)).toBeVisible();
    await expect(page.locator('li strong')).toHaveText(['shared', 'mine', 'extra']);
    await expect(contextRow(page, 'shared')).toContainText('of-first');
    await expect(contextRow(page, 'shared')).not.toContainText('theirs');
    const row = contextRow(page, 'mine');
    await expect(row).toContainText(words.connect.current);
    await expect(row).toContainText(target.cluster.server);
    await expect(row).toContainText('me');
    await expect(row).toContainText(namespace);
    const alerts = page.getByRole('alert');
    await expect(alerts.filter({ hasText: broken })).toContainText(
      en.failures['kubeconfig.invalid']({ path: broken, detail: '' }).what,
    );
    await expect(alerts.filter({ hasText: 'not a regular file' })).toContainText(folder.path);
    await expect(alerts).toHaveCount(2);
    await openContext(page, 'mine');
    await expect(serviceRow(page, 'here')).toBeVisible();
  } finally {
    await close();
  }
});

test('without $KUBECONFIG it is ~/.kube/config', async () => {
  const home = join(folder.path, 'home');
  await mkdir(join(home, '.kube'), { recursive: true });
  await writeFile(join(home, '.kube', 'config'), contextsText({ 'of-home': { namespace } }, 'of-home'));
  const { page, close } = await launchApp({ args: [], env: { KUBECONFIG: '', HOME: home } });
  try {
    await expect(page.locator('li strong')).toHaveText(['of-home']);
    await openContext(page, 'of-home');
    await expect(serviceRow(page, 'here')).toBeVisible();
  } finally {
    await close();
  }
});

test('--kubeconfig, --context and -n open that context there at once, and --readonly says so', async () => {
  const file = await folder.write('flags.yaml', contextsText({ one: {}, two: {} }, 'one'));
  const { page, close } = await launchApp({
    args: ['--kubeconfig', file, '--context', 'two', '-n', namespace, '--readonly'],
    env: { KUBECONFIG: `${folder.path}/elsewhere.yaml` },
  });
  try {
    await expect(serviceRow(page, 'here')).toBeVisible();
    await expect(namespaceField(page)).toHaveValue(namespace);
    await expect(page.getByText(words.shell.readOnly, { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: `${words.shell.context} two` })).toBeVisible();
  } finally {
    await close();
  }
});

test('--context without -n opens the context’s own namespace', async () => {
  const file = await folder.write('own.yaml', contextsText({ own: { namespace } }));
  const { page, close } = await launchApp({ args: ['--kubeconfig', file, '--context', 'own'] });
  try {
    await expect(namespaceField(page)).toHaveValue(namespace);
    await expect(serviceRow(page, 'here')).toBeVisible();
  } finally {
    await close();
  }
});

test('-n alone goes for the first context that is opened, whichever it is, and for no later one', async () => {
  const file = await folder.write('start.yaml', contextsText({ one: {}, two: { namespace: 'kube-system' } }));
  const { page, close } = await launchApp({ args: ['--kubeconfig', file, '-n', namespace] });
  try {
    await openContext(page, 'one');
    await expect(namespaceField(page)).toHaveValue(namespace);
    await expect(serviceRow(page, 'here')).toBeVisible();
    await page.getByRole('button', { name: `${words.shell.context} one` }).click();
    await openContext(page, 'two');
    await expect(namespaceField(page)).toHaveValue('kube-system');
  } finally {
    await close();
  }
});

test('a context, a file and a kubeconfig that do not exist are each told, with what to do', async () => {
  const file = await folder.write('known.yaml', contextsText({ known: {} }));
  const unknown = await launchApp({ args: ['--kubeconfig', file, '--context', 'nowhere'] });
  try {
    const text = en.failures['kubeconfig.context-unknown']({ context: 'nowhere', known: ['known'] });
    const alert = unknown.page.getByRole('alert');
    for (const sentence of sentences(text)) await expect(alert).toContainText(sentence);
    await expect(contextRow(unknown.page, 'known')).toBeVisible();
  } finally {
    await unknown.close();
  }
  const missing = `${folder.path}/no-such-file`;
  const absent = await launchApp({ args: ['--kubeconfig', missing] });
  try {
    const text = en.failures['kubeconfig.unreadable']({ path: missing, detail: { code: 'file-missing' } });
    for (const sentence of sentences(text)) await expect(absent.page.getByRole('alert')).toContainText(sentence);
  } finally {
    await absent.close();
  }
  const none = await launchOn([missing]);
  try {
    const text = en.failures['kubeconfig.none']({ paths: [missing] });
    for (const sentence of sentences(text)) await expect(none.page.getByRole('alert')).toContainText(sentence);
    await writeFile(missing, contextsText({ born: {} }));
    await none.page.getByRole('button', { name: words.connect.reload }).click();
    await expect(contextRow(none.page, 'born')).toBeVisible({ timeout: 1_000 });
  } finally {
    await none.close();
  }
});

test('a kubeconfig that changes while the list is open is listed anew', async () => {
  const file = await folder.write('changing.yaml', contextsText({ old: {} }));
  const { page, close } = await launchOn([file]);
  try {
    await expect(contextRow(page, 'old')).toBeVisible();
    await writeFile(file, contextsText({ old: {}, young: {} }));
    await expect(contextRow(page, 'young')).toBeVisible();
    await writeFile(file, contextsText({ young: {} }));
    await expect(contextRow(page, 'old')).toBeHidden();
  } finally {
    await close();
  }
});

test('the namespace picker offers all namespaces and each; the last one is remembered for its context over a restart', async () => {
  const file = await folder.write('picker.yaml', contextsText({ picked: {}, untouched: {} }));
  const data = await makeFolder();
  try {
    const first = await launchOn([file], [], data.path);
    await openContext(first.page, 'picked');
    await expect(namespaceField(first.page)).toHaveValue('default');
    await namespaceField(first.page).click();
    await first.page.getByRole('option', { name: words.shell.allNamespaces }).click();
    await expect(first.page.getByRole('columnheader', { name: words.services.columns.namespace })).toBeVisible();
    // Other suites have Services too, and only rows in sight are drawn: each is asked for by name.
    const filter = first.page.getByRole('searchbox', { name: words.services.filter });
    for (const name of ['here', 'kubernetes']) {
      await filter.fill(name);
      await expect(serviceRow(first.page, name).first()).toBeVisible();
    }
    await filter.fill('');
    await namespaceField(first.page).click();
    await first.page.keyboard.type(namespace);
    await first.page.getByRole('option', { name: namespace, exact: true }).click();
    await expect(serviceRow(first.page, 'kubernetes')).toBeHidden();
    await expect(serviceRow(first.page, 'here')).toBeVisible();
    await first.close();

    const again = await launchOn([file], [], data.path);
    await openContext(again.page, 'picked');
    await expect(namespaceField(again.page)).toHaveValue(namespace);
    await again.page.getByRole('button', { name: `${words.shell.context} picked` }).click();
    await openContext(again.page, 'untouched');
    await expect(namespaceField(again.page)).toHaveValue('default');
    await again.close();
  } finally {
    await data.remove();
  }
});

test('nothing is ever written into a kubeconfig', async () => {
  const file = await folder.write('kept.yaml', contextsText({ kept: { namespace } }), 0o644);
  const print = async (): Promise<string> => {
    const { mtimeMs, mode, ino, size } = await stat(file);
    return `${createHash('sha256')
      .update(await readFile(file))
      .digest('hex')} ${[mtimeMs, mode, ino, size].join(' ')}`;
  };
  const before = await print();
  const { page, close } = await launchOn([file]);
  try {
    await openContext(page, 'kept');
    await expect(kindMark(page, 'Service')).toContainText(words.shell.kindsSummary.live);
    await namespaceField(page).click();
    await page.getByRole('option', { name: words.shell.allNamespaces }).click();
    await expect(servicesHeading(page)).toBeVisible();
  } finally {
    await close();
  }
  expect(await print()).toBe(before);
});
