import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { stringify } from 'yaml';

/** The name of the cluster, the user and the kube context in the file. */
export const CONTEXT_NAME = 'servicescope-training';

export interface KubeconfigContent {
  readonly server: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

/** Writes the file whole or not at all, for its owner alone (0600 in a 0700 folder; a folder with other things in it keeps its mode). */
export async function writeKubeconfig(path: string, content: KubeconfigContent): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).every((name) => name.startsWith(basename(path)))) await chmod(folder, 0o700);
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, kubeconfigText(content), { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}

export async function removeKubeconfig(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** A kubeconfig of one kube context, in the namespace default. */
export function kubeconfigText({ server, ca, token }: KubeconfigContent): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: CONTEXT_NAME,
        cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: CONTEXT_NAME, user: { token } }],
    contexts: [{ name: CONTEXT_NAME, context: { cluster: CONTEXT_NAME, user: CONTEXT_NAME, namespace: 'default' } }],
    'current-context': CONTEXT_NAME,
    preferences: {},
  });
}
