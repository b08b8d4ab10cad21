import type { Folder } from '../../support/kubeconfig-writer.ts';
import { launchApp, type LaunchedApp, type LaunchWishes } from '../../support/launch-app.ts';
import { makeUser, tokenKubeconfig } from '../../support/role-user.ts';

/** A kubeconfig of a new user with these Roles, its context's namespace being the suite's. Resolves to its path. */
export async function kubeconfigOf(
  folder: Folder,
  namespace: string,
  user: string,
  roles: readonly string[],
): Promise<string> {
  const token = await makeUser(namespace, user, roles);
  return folder.write(`${user}.yaml`, await tokenKubeconfig(user, namespace, token));
}

/** The app on a kubeconfig. @param context null: it starts on the list of kube contexts */
export function launchWith(
  kubeconfig: string,
  context: string | null,
  wishes: Omit<LaunchWishes, 'args'> = {},
): Promise<LaunchedApp> {
  return launchApp({
    args: ['--kubeconfig', kubeconfig, ...(context === null ? [] : ['--context', context])],
    ...wishes,
  });
}
