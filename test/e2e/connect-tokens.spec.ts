import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { serviceYaml } from '../support/course.ts';
import { apply } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { type Folder, makeFolder, userEntry, usersText } from '../support/kubeconfig-writer.ts';
import { launchApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { ask, connectHeading, contextRow, openContext, sentences, serviceRow, words } from '../support/pages.ts';
import { applyRoles, makeUser } from '../support/role-user.ts';

// "Connect": what a token opens; programs are listed, refused, and never run.

let folder: Folder;
let target: ContextTarget;
let namespace: string;
let token: string;

test.beforeAll(async () => {
  folder = await makeFolder();
  target = await testTarget();
  namespace = await createNamespace('credentials');
  await apply(serviceYaml(namespace, 'here', 'here'));
  token = target.user.token ?? (await tokenOfServiceAccount());
});

/** For a cluster whose own user has none. */
async function tokenOfServiceAccount(): Promise<string> {
  await applyRoles(namespace, 'servicescope-look');
  return makeUser(namespace, 'bearer', ['servicescope-look']);
}

test.afterAll(async () => {
  await deleteNamespace(namespace);
  await folder.remove();
});

test('no credential reaches the page: neither the list of contexts nor what is open carries one', async () => {
  const file = await folder.write('secret.yaml', usersText(target, namespace, { bearer: { token } }));
  const { page, close } = await launchApp({ args: ['--kubeconfig', file, '--context', 'bearer'] });
  try {
    await expect(serviceRow(page, 'here')).toBeVisible();
    const told = JSON.stringify([
      await ask(page, 'kubeconfig.contexts', null),
      await ask(page, 'cluster.subscribe', null),
      await ask(page, 'app.describe', null),
      await page.content(),
    ]);
    expect(told).toContain('bearer');
    // A ServiceAccount's has three parts.
    for (const part of token.split('.')) expect(told).not.toContain(part);
  } finally {
    await close();
  }
});

test('exec plugins and auth-providers are listed and refused with a sentence, and nothing is run', async () => {
  const marks = ['exec', 'provider', 'both', 'shell'].map((name) => `${folder.path}/ran-${name}`);
  const [execMark, providerMark, bothMark, shellMark] = marks as [string, string, string, string];
  const script = (mark: string, name: string): Promise<string> =>
    folder.write(
      name,
      `#!/bin/sh\ntouch '${mark}'\necho '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"x"}}'\n`,
      0o755,
    );
  const execV1 = (command: string, more: object = {}): object => ({
    apiVersion: 'client.authentication.k8s.io/v1',
    command,
    interactiveMode: 'Never',
    ...more,
  });
  const plugin = await script(execMark, 'plugin.sh');
  const provider = await script(providerMark, 'provider.sh');
  const both = await script(bothMark, 'both.sh');
  const file = await folder.write(
    'plugins.yaml',
    usersText(target, namespace, {
      plugin: { exec: execV1(plugin, { env: [{ name: 'LD_PRELOAD', value: '/tmp/x.so' }] }) },
      provider: { 'auth-provider': { name: 'gcp', config: { 'cmd-path': provider, 'cmd-args': 'x' } } },
      both: { ...userEntry(target), token, exec: execV1(both) },
      shell: { exec: execV1('sh', { args: ['-c', `touch '${shellMark}'`] }) },
      fine: { token },
    }),
  );
  const refusals = {
    plugin: en.failures['kubeconfig.exec-refused']({ user: 'plugin', command: plugin }),
    provider: en.failures['kubeconfig.auth-provider-refused']({ user: 'provider', provider: 'gcp' }),
    both: en.failures['kubeconfig.exec-refused']({ user: 'both', command: both }),
    shell: en.failures['kubeconfig.exec-refused']({ user: 'shell', command: 'sh' }),
  };
  const { page, close } = await launchApp({ args: ['--kubeconfig', file] });
  try {
    for (const [context, text] of Object.entries(refusals)) {
      const row = contextRow(page, context);
      for (const sentence of sentences(text)) await expect(row).toContainText(sentence);
      await expect(row.getByRole('button')).toHaveAttribute('aria-disabled', 'true');
      await row.getByRole('button').click({ force: true });
      await expect(connectHeading(page)).toBeVisible();
      const answered = await ask(page, 'cluster.open', { context, namespace: null });
      expect(answered.ok ? '' : answered.failure.code).toMatch(/^kubeconfig\..*-refused$/);
    }
    // client-node is given one user: opening the good one of the same file runs none of the others' programs either.
    await openContext(page, 'fine');
    await expect(serviceRow(page, 'here')).toBeVisible();
  } finally {
    await close();
  }
  const named = await launchApp({ args: ['--kubeconfig', file, '--context', 'plugin'] });
  try {
    await expect(named.page.getByRole('alert')).toContainText(refusals.plugin.why);
  } finally {
    await named.close();
  }
  expect(marks.filter((mark) => existsSync(mark))).toEqual([]);
});

test('a credential file that is missing, or is a device, is named', async () => {
  const file = await folder.write(
    'bad-files.yaml',
    usersText(target, namespace, { missing: { tokenFile: 'no-such-token' }, device: { tokenFile: '/dev/zero' } }),
  );
  const { page, close } = await launchApp({ args: ['--kubeconfig', file] });
  try {
    for (const [context, path] of [
      ['missing', `${folder.path}/no-such-token`],
      ['device', '/dev/zero'],
    ] as const) {
      const { what, next } = en.failures['kubeconfig.credential-file']({ path, detail: '' });
      await openContext(page, context);
      const banner = page.getByRole('status').filter({ hasText: what });
      await expect(banner).toContainText(next);
      await page.getByRole('button', { name: `${words.shell.context} ${context}` }).click();
    }
  } finally {
    await close();
  }
});

test('a token that is rotated in its file is used, without a restart', async () => {
  await folder.write('rotating', 'not.a.token');
  const file = await folder.write(
    'rotating.yaml',
    usersText(target, namespace, { rotating: { tokenFile: 'rotating' } }),
  );
  const { page, close } = await launchApp({ args: ['--kubeconfig', file, '--context', 'rotating'] });
  try {
    const { what } = en.failures['api.unauthorized']({ user: 'rotating' });
    await expect(page.getByRole('status').filter({ hasText: what })).toBeVisible();
    await folder.write('rotating', token);
    await expect(async () => {
      await page.getByRole('button', { name: words.actions.retryNow }).first().click({ timeout: 500 });
      await expect(serviceRow(page, 'here')).toBeVisible({ timeout: 1_500 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await close();
  }
});
