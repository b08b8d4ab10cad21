import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { testTarget } from './kube-client.ts';
import { clusterEntry, kubeconfigText } from './kubeconfig-writer.ts';
import { apply, kubectl } from './kubectl.ts';

const RBAC_PAGE = join(resolve(import.meta.dirname, '../..'), 'docs/rbac.md');

/** The YAML blocks of docs/rbac.md as they stand there, by the name of what they make. */
export async function documentedRoles(): Promise<ReadonlyMap<string, string>> {
  const page = await readFile(RBAC_PAGE, 'utf8');
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
  return new Map(blocks.map((block) => [(parse(block) as { metadata: { name: string } }).metadata.name, block]));
}

/** Applies blocks of docs/rbac.md to a namespace, unchanged. */
export async function applyRoles(namespace: string, ...names: readonly string[]): Promise<void> {
  const roles = await documentedRoles();
  for (const name of names) {
    const role = roles.get(name);
    if (role === undefined) throw new Error(`docs/rbac.md has no block for ${name}`);
    await apply(role, '-n', namespace);
  }
}

/** A ServiceAccount that is bound to these Roles of its namespace, and has no other right. */
export async function makeUser(namespace: string, name: string, roles: readonly string[]): Promise<string> {
  await kubectl('create', 'serviceaccount', name, '-n', namespace);
  for (const role of roles) {
    const binding = `${name}-${role}`;
    await kubectl(
      'create',
      'rolebinding',
      binding,
      '-n',
      namespace,
      `--role=${role}`,
      `--serviceaccount=${namespace}:${name}`,
    );
  }
  return (await kubectl('create', 'token', name, '-n', namespace, '--duration=1h')).trim();
}

/** A kubeconfig of one context, whose namespace is the given one, for a token. */
export async function tokenKubeconfig(context: string, namespace: string, token: string): Promise<string> {
  return kubeconfigText({
    clusters: { cluster: clusterEntry(await testTarget()) },
    users: { [context]: { token } },
    contexts: { [context]: { cluster: 'cluster', user: context, namespace } },
    currentContext: context,
  });
}
