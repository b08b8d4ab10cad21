import { OWN_CLUSTER } from './kubectl.ts';
import { mustNotSkip } from './must-not-skip.ts';

/**
 * Whether a test that lacks something is to be left out here. On the cluster of test/cluster, and in CI without a cluster that
 * was given, nothing is lacking: there it throws.
 */
export function leftOutHere(lacking: boolean, why: string): boolean {
  if (lacking && mustNotSkip({ own: OWN_CLUSTER, ci: Boolean(process.env.CI), given: given() }))
    throw new Error(`must not be skipped here: ${why}`);
  return lacking;
}

/** `npm test` was told a cluster by TEST_KUBECONFIG; to its own it says TEST_CLUSTER=own. */
function given(): boolean {
  return !OWN_CLUSTER && process.env.TEST_GIVEN === '1';
}
