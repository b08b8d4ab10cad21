import { expect, test } from '@playwright/test';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { serviceYaml } from '../support/course.ts';
import { apply } from '../support/kubectl.ts';
import { testTarget } from '../support/kube-client.ts';
import { clusterEntry, type Folder, makeFolder, userEntry, usersText } from '../support/kubeconfig-writer.ts';
import { launchApp } from '../support/launch-app.ts';
import { skipOnAnotherCluster } from '../support/skip.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { connectHeading, contextRow, openContext, serviceRow, words } from '../support/pages.ts';
import { applyRoles, makeUser } from '../support/role-user.ts';

// "Connect": client certificates and tokens of ServiceAccounts, inline or in files.

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
      target,
      namespace,
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
