import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContextTarget } from '../../src-main/kube/kubeconfig.ts';

/** Clusters, users and contexts as a kubeconfig has them, by name. */
export interface KubeconfigParts {
  readonly clusters: Readonly<Record<string, object>>;
  readonly users: Readonly<Record<string, object>>;
  readonly contexts: Readonly<Record<string, { readonly cluster: string; readonly user: string; namespace?: string }>>;
  readonly currentContext?: string;
}

/** A kubeconfig's text. JSON is YAML, and nothing has to be quoted by hand. */
export function kubeconfigText({ clusters, users, contexts, currentContext }: KubeconfigParts): string {
  const named = (key: string, entries: Readonly<Record<string, object>>): object[] =>
    Object.entries(entries).map(([name, value]) => ({ name, [key]: value }));
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', clusters),
    users: named('user', users),
    contexts: named('context', contexts),
    ...(currentContext === undefined ? {} : { 'current-context': currentContext }),
  });
}

/** The `cluster` entry of the cluster the suites run on, to be changed as a test needs it. */
export function clusterEntry({ cluster }: ContextTarget): Record<string, unknown> {
  return {
    server: cluster.server,
    ...(cluster.caData === null ? {} : { 'certificate-authority-data': cluster.caData }),
    ...(cluster.caFile === null ? {} : { 'certificate-authority': cluster.caFile }),
    ...(cluster.insecureSkipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(cluster.tlsServerName === null ? {} : { 'tls-server-name': cluster.tlsServerName }),
  };
}

/** The `user` entry of the user the suites run as. */
export function userEntry({ user }: ContextTarget): Record<string, unknown> {
  const fields = {
    'client-certificate-data': user.certificateData,
    'client-certificate': user.certificateFile,
    'client-key-data': user.keyData,
    'client-key': user.keyFile,
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
    password: user.password,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** A kubeconfig of one context per user, all of one cluster. */
export function usersText(
  target: ContextTarget,
  namespace: string,
  users: Readonly<Record<string, object>>,
  cluster: object = clusterEntry(target),
): string {
  return kubeconfigText({
    clusters: { mine: cluster },
    users,
    contexts: Object.fromEntries(Object.keys(users).map((user) => [user, { cluster: 'mine', user, namespace }])),
  });
}

export interface Folder {
  readonly path: string;
  /** Writes a file into it and resolves to its path. */
  write(name: string, text: string, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

/** A folder for the files of one test file. */
export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'servicescope-test-'));
  return {
    path,
    write: async (name, text, mode = 0o600) => {
      const file = join(path, name);
      await writeFile(file, text, { mode });
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
