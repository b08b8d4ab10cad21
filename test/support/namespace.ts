import { randomBytes } from 'node:crypto';
import { apply, kubectl } from './kubectl.ts';

/** Makes a namespace for one suite, with Pod Security `restricted` enforced unless told otherwise. */
export async function createNamespace(
  prefix: string,
  podSecurity: 'restricted' | 'privileged' = 'restricted',
): Promise<string> {
  const name = `${prefix}-${randomBytes(3).toString('hex')}`;
  await apply(`apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: ${podSecurity}
    servicescope.dev/test-run: ${process.env.TEST_RUN ?? 'by-hand'}
`);
  return name;
}

/** Takes it away again, and does not wait for what is in it: `npm test` counts what is left when all suites are done. */
export async function deleteNamespace(name: string): Promise<void> {
  await kubectl('delete', 'namespace', name, '--ignore-not-found', '--wait=false');
}
