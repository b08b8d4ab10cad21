import { parse } from 'yaml';
import { credentialSource, type Credentials } from '../../src-main/kube/credentials.ts';
import { startFaultProxy, type HttpFault, type ProxiedRequest } from './fault-proxy.ts';
import { testTarget } from './kube-client.ts';
import { clusterEntry, type Folder, kubeconfigText, userEntry } from './kubeconfig-writer.ts';
import { apply, TRAINING } from './kubectl.ts';
import { documentedRoles, makeUser } from './role-user.ts';

/** Who may look at one namespace, at all that docs/rbac.md names for that but one resource. */
export interface LimitedUser {
  readonly kubeconfig: string;
  readonly context: string;
  /** The right to look at this goes too, and the watches that are open break off. */
  lose(resource: string): Promise<void>;
  close(): Promise<void>;
}

interface Role {
  readonly metadata: object;
  readonly rules: readonly { readonly resources: readonly string[] }[];
}

/**
 * A user of a name that no other test has. A cluster with RBAC refuses by itself; the training cluster has none, so what stands
 * before it refuses in RBAC's words.
 */
export async function limitedUser(
  folder: Folder,
  namespace: string,
  name: string,
  without: string | null,
): Promise<LimitedUser> {
  const may = TRAINING ? null : rolesOf(namespace, name);
  await may?.change(without);
  const own = await credentialSource(await testTarget()).current();
  const proxy = await startFaultProxy({ upstream: may === null ? own : await may.credentials(own) });
  const target = proxy.target();
  const refuse = (resource: string | null): void => {
    if (may === null) proxy.fault = (request) => refusalOf(request, { namespace, name, without: resource });
  };
  refuse(without);
  const text = kubeconfigText({
    clusters: { proxy: clusterEntry(target) },
    users: { [name]: userEntry(target) },
    contexts: { [name]: { cluster: 'proxy', user: name, namespace } },
  });
  return {
    kubeconfig: await folder.write(`${name}.yaml`, text),
    context: name,
    lose: async (resource) => {
      await may?.change(resource);
      refuse(resource);
      // A watch that is open is not ended by the API server: it asks for the right when one begins.
      for (const watch of proxy.watches()) watch.reset();
    },
    close: () => proxy.close(),
  };
}

interface Roles {
  /** Applies the Role for looking, without one resource. */
  change(without: string | null): Promise<void>;
  /** Of the user who has that Role. */
  credentials(own: Credentials): Promise<Credentials>;
}

function rolesOf(namespace: string, name: string): Roles {
  return {
    change: async (without) => {
      const role = parse((await documentedRoles()).get('servicescope-look') ?? '') as Role;
      const rules = role.rules
        .map((rule) => ({ ...rule, resources: rule.resources.filter((resource) => resource !== without) }))
        .filter(({ resources }) => resources.length > 0);
      await apply(JSON.stringify({ ...role, metadata: { name }, rules }), '-n', namespace);
    },
    credentials: async (own) => {
      const token = await makeUser(namespace, name, [name]);
      return { ...own, cert: null, key: null, headers: { authorization: `Bearer ${token}` }, user: name };
    },
  };
}

interface Limits {
  readonly namespace: string;
  readonly name: string;
  readonly without: string | null;
}

/** What RBAC says to who has that Role. Source: apiserver endpoints/handlers/responsewriters ForbiddenMessage. */
function refusalOf({ kind, path, query }: ProxiedRequest, { namespace, name, without }: Limits): HttpFault | null {
  const parts = /^\/(?:api|apis\/([^/]+))\/v1\/(?:namespaces\/([^/]+)\/)?([a-z]+)(?:\/|$)/.exec(path);
  if (parts === null) return null;
  const [, group = '', within, resource = ''] = parts;
  if (group.endsWith('authorization.k8s.io') || (within === namespace && resource !== without)) return null;
  const verb = query.has('watch') ? 'watch' : kind === 'list' ? 'list' : 'get';
  const where = within === undefined ? 'at the cluster scope' : `in the namespace "${within}"`;
  const what = `User "${name}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  const details = group === '' ? { kind: resource } : { group, kind: resource };
  const message = `${resource}${group === '' ? '' : `.${group}`} is forbidden: ${what}`;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'Forbidden' };
  return { kind: 'status', status: 403, body: { ...status, details, code: 403 } };
}
