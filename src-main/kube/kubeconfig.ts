import type { ContextList, KubeContext } from '#shared/ipc/context-list.ts';
import { failure, type Failure } from '#shared/ipc/failure.ts';
import { FailureError } from './failure-error.ts';
import {
  kubeconfigProblem,
  parseKubeconfig,
  type KubeconfigCluster,
  type KubeconfigContext,
  type KubeconfigFile,
  type KubeconfigUser,
} from './kubeconfig-file.ts';
import type { KubeconfigPaths } from './kubeconfig-paths.ts';
import { fileProblem, readCappedFile } from './read-capped-file.ts';
import { parseServer, showServer } from './server-url.ts';

/** What a kube context needs to be opened. Holds credentials: it never leaves the main process. */
export interface ContextTarget {
  readonly context: string;
  readonly namespace: string;
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
}

export interface Kubeconfig {
  readonly list: ContextList;
  /** Throws FailureError `kubeconfig.*` where the context is unknown or refused. */
  target(context: string): ContextTarget;
}

const NOBODY: KubeconfigUser = {
  name: '',
  certificateData: null,
  certificateFile: null,
  keyData: null,
  keyFile: null,
  token: null,
  tokenFile: null,
  username: null,
  password: null,
  impersonate: null,
  execCommand: null,
  authProvider: null,
};

/** Reads the kubeconfig files in force. Connects to nothing and runs nothing. Never rejects: what failed is in the list. */
export async function loadKubeconfig({ paths, required }: KubeconfigPaths): Promise<Kubeconfig> {
  const files: KubeconfigFile[] = [];
  const read: string[] = [];
  const failures: Failure[] = [];
  for (const path of paths) {
    let text: string;
    try {
      text = (await readCappedFile(path)).toString('utf8');
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing || required) failures.push(failure('kubeconfig.unreadable', { path, detail: fileProblem(error) }));
      continue;
    }
    try {
      files.push(parseKubeconfig(text, path));
      read.push(path);
    } catch (error) {
      failures.push(failure('kubeconfig.invalid', { path, detail: kubeconfigProblem(error) }));
    }
  }
  if (read.length === 0 && failures.length === 0) failures.push(failure('kubeconfig.none', { paths }));
  return mergeKubeconfigs(files, read, failures);
}

/** First wins per name, file by file, as client-go merges them. Pure. */
export function mergeKubeconfigs(
  files: readonly KubeconfigFile[],
  paths: readonly string[],
  failures: readonly Failure[],
): Kubeconfig {
  const clusters = firstByName(files.flatMap((file) => file.clusters));
  const users = firstByName(files.flatMap((file) => file.users));
  const contexts = firstByName(files.flatMap((file) => file.contexts));
  const described = [...contexts.values()].map((context) =>
    describe(context, clusters.get(context.cluster), findUser(users, context.user)),
  );
  return {
    list: {
      contexts: described,
      currentContext: files.find((file) => file.currentContext !== null)?.currentContext ?? null,
      files: paths,
      failures,
    },
    target: (name) => {
      const context = contexts.get(name);
      const known = described.map((each) => each.name);
      if (context === undefined)
        throw new FailureError(failure('kubeconfig.context-unknown', { context: name, known }));
      const cluster = clusters.get(context.cluster);
      const user = findUser(users, context.user);
      const refused = refusal(context, cluster, user);
      if (refused !== null) throw new FailureError(refused);
      if (cluster === undefined || user === undefined) throw new Error('refusal() names every missing part');
      return { context: name, namespace: context.namespace ?? 'default', cluster, user };
    },
  };
}

function firstByName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const entry of entries) if (!first.has(entry.name)) first.set(entry.name, entry);
  return first;
}

/** A context that names no user has none; one that names an unknown user is broken. */
function findUser(users: ReadonlyMap<string, KubeconfigUser>, name: string): KubeconfigUser | undefined {
  return name === '' ? NOBODY : users.get(name);
}

function describe(
  context: KubeconfigContext,
  cluster: KubeconfigCluster | undefined,
  user: KubeconfigUser | undefined,
): KubeContext {
  return {
    name: context.name,
    cluster: context.cluster,
    server: showServer(cluster?.server ?? ''),
    user: context.user,
    namespace: context.namespace ?? 'default',
    credentials: user === undefined ? 'none' : credentialKind(user),
    refused: refusal(context, cluster, user),
  };
}

function credentialKind(user: KubeconfigUser): KubeContext['credentials'] {
  if (user.execCommand !== null) return 'exec';
  if (user.authProvider !== null) return 'auth-provider';
  if (user.token !== null || user.tokenFile !== null) return 'token';
  if (user.certificateData !== null || user.certificateFile !== null) return 'certificate';
  return user.username === null ? 'none' : 'basic';
}

function refusal(
  context: KubeconfigContext,
  cluster: KubeconfigCluster | undefined,
  user: KubeconfigUser | undefined,
): Failure | null {
  if (cluster === undefined) {
    return failure('kubeconfig.cluster-missing', { context: context.name, cluster: context.cluster });
  }
  if (user === undefined) return failure('kubeconfig.user-missing', { context: context.name, user: context.user });
  if (parseServer(cluster.server) === null) {
    return failure('kubeconfig.server-invalid', { cluster: cluster.name, server: showServer(cluster.server) });
  }
  if (cluster.proxyUrl !== null) {
    return failure('kubeconfig.proxy-refused', { cluster: cluster.name, proxy: cluster.proxyUrl });
  }
  if (user.execCommand !== null) {
    return failure('kubeconfig.exec-refused', { user: user.name, command: user.execCommand });
  }
  if (user.authProvider !== null) {
    return failure('kubeconfig.auth-provider-refused', { user: user.name, provider: user.authProvider });
  }
  // As client-go does: without the user, requests would be made with all the rights the file meant to give up.
  if (user.impersonate?.user === null) {
    return failure('kubeconfig.impersonation-refused', { user: user.name });
  }
  return null;
}
