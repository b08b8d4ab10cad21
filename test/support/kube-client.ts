import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource, type CredentialSource } from '../../src-main/kube/credentials.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import { loadKubeconfig, type ContextTarget } from '../../src-main/kube/kubeconfig.ts';
import { TEST_CONTEXT, TEST_KUBECONFIG } from './kubectl.ts';

/** The kube context the suites run on, as the product reads it. */
export async function testTarget(): Promise<ContextTarget> {
  const kubeconfig = await loadKubeconfig({ paths: [TEST_KUBECONFIG], required: true });
  return kubeconfig.target(TEST_CONTEXT === '' ? (kubeconfig.list.currentContext ?? '') : TEST_CONTEXT);
}

export interface TestConnection {
  readonly api: KubeApi;
  readonly credentials: CredentialSource;
}

/** A connection of the product's own kind, ended by the signal. */
export async function testConnection(signal: AbortSignal): Promise<TestConnection> {
  const credentials = credentialSource(await testTarget());
  return { credentials, api: openConnection({ credentials, userAgent: 'servicescope/test', signal }) };
}
