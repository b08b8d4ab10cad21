import { expect, test } from '@playwright/test';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { makeFolder } from '../support/kubeconfig-writer.ts';
import { apply, kubectl, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { applyRoles, makeUser, tokenKubeconfig } from '../support/role-user.ts';
import { openApp } from './pages/open-app.ts';

let namespace = '';

test.beforeAll(async () => {
  namespace = await createNamespace('whatif-rights');
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web-rs', 'web-rs', 2)].join('---\n'));
  await replicasReady(namespace, 'web-rs', 2);
});

test.afterAll(() => deleteNamespace(namespace));

test('a user without the right is told so in the API’s words, and the edit is kept', async () => {
  const folder = await makeFolder();
  await applyRoles(namespace, 'servicescope-look');
  const token = await makeUser(namespace, 'looker', ['servicescope-look']);
  const kubeconfig = await folder.write('looker.yaml', await tokenKubeconfig('looker', namespace, token));
  const looker = await openApp({ args: ['--kubeconfig', kubeconfig, '--context', 'looker'] });
  const button = (name: string) => looker.page.getByRole('button', { name, exact: true });
  try {
    await looker.services.open('web');
    await looker.page.getByRole('tab', { name: 'What if' }).click();
    await button('Use it').click();
    await button('Apply…').click();
    await expect(looker.page.getByRole('dialog').getByRole('alert')).toContainText('cannot patch resource "services"');
    await button('Cancel').click();
    await expect(looker.page.getByRole('combobox', { name: 'Selector: Value 1' })).toHaveValue('web-rs');
    const path = 'jsonpath={.spec.selector.app}';
    expect(await kubectl('get', 'service', 'web', '-n', namespace, '-o', path)).toBe('web');
  } finally {
    await looker.close();
    await folder.remove();
  }
});
