import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { serviceYaml } from '../support/course.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, makeFolder, userEntry } from '../support/kubeconfig-writer.ts';
import { launchApp } from '../support/launch-app.ts';
import { skipOnAnotherCluster } from '../support/skip.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { ask, connectHeading, contextRow, openContext, sentences, serviceRow, words } from '../support/pages.ts';
import { applyRoles, makeUser } from '../support/role-user.ts';

// "Connect": client certificates and tokens, inline or in files; programs are listed, refused, and never run.

let folder: Folder;
let target: ContextTarget;
let namespace: string;
let token: string;

test.beforeAll(async () => {
  folder = await makeFolder();
  target = await testTarget();
  namespace = await createNamespace('credentials');
  await apply(serviceYaml(namespace, 'here', 'here'));
  await applyRoles(namespace, 'servicescope-look');
  token = await makeUser(namespace, 'bearer', ['servicescope-look']);
});

test.afterAll(async () => {
  await deleteNamespace(namespace);
  await folder.remove();
});

const pem = (base64: string | null): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

/** A kubeconfig of one context per user, all of one cluster. */
function usersText(users: Readonly<Record<string, object>>, cluster: object = clusterEntry(target)): string {
  return kubeconfigText({
    clusters: { mine: cluster },
    users,
    contexts: Object.fromEntries(Object.keys(users).map((user) => [user, { cluster: 'mine', user, namespace }])),
  });
}

test('client certificate and token open the cluster, inline and from files beside the kubeconfig', async () => {
  const { user, cluster } = target;
  skipOnAnotherCluster(
    user.certificateData === null || cluster.caData === null,
    'the user of this kubeconfig has no inline certificate',
  );
  await folder.write('client.crt', pem(user.certificateData));
  await folder.write('client.key', pem(user.keyData));
  await folder.write('ca.crt', pem(cluster.caData));
  await folder.write('token', `${token}\n`);
  const { 'certificate-authority-data': _data, ...withoutCa } = clusterEntry(target);
  const file = await folder.write(
    'files.yaml',
    usersText(
      {
        'certificate-inline': userEntry(target),
        // Relative to the kubeconfig's own folder, as kubectl takes them.
        'certificate-in-files': { 'client-certificate': 'client.crt', 'client-key': 'client.key' },
        'token-inline': { token },
        'token-in-file': { tokenFile: 'token' },
      },
      { ...withoutCa, 'certificate-authority': 'ca.crt' },
    ),
  );
  const { page, close } = await launchApp({ args: ['--kubeconfig', file] });
  try {
    for (const context of ['certificate-inline', 'certificate-in-files', 'token-inline', 'token-in-file']) {
      await expect(contextRow(page, context)).toContainText(
        context.startsWith('token') ? words.connect.credentials.token : words.connect.credentials.certificate,
      );
      await openContext(page, context);
      await expect(serviceRow(page, 'here'), context).toBeVisible();
      await page.getByRole('button', { name: `${words.shell.context} ${context}` }).click();
      await expect(connectHeading(page)).toBeVisible();
    }
  } finally {
    await close();
  }
});

test('no credential reaches the page: neither the list of contexts nor what is open carries one', async () => {
  const file = await folder.write('secret.yaml', usersText({ bearer: { token } }));
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
    expect(told).not.toContain(token);
    expect(told).not.toContain(token.split('.')[1]);
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
    usersText({
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
    usersText({ missing: { tokenFile: 'no-such-token' }, device: { tokenFile: '/dev/zero' } }),
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
  const file = await folder.write('rotating.yaml', usersText({ rotating: { tokenFile: 'rotating' } }));
  const { page, close } = await launchApp({ args: ['--kubeconfig', file, '--context', 'rotating'] });
  try {
    const { what } = en.failures['api.unauthorized']({ user: 'rotating' });
    await expect(page.getByRole('status').filter({ hasText: what })).toBeVisible();
    await folder.write('rotating', (await kubectl('create', 'token', 'bearer', '-n', namespace)).trim());
    await expect(async () => {
      await page.getByRole('button', { name: words.actions.retryNow }).first().click({ timeout: 500 });
      await expect(serviceRow(page, 'here')).toBeVisible({ timeout: 1_500 });
    }).toPass({ timeout: 60_000 });
  } finally {
    await close();
  }
});
