import { test } from '@playwright/test';
import { mustNotSkip } from './must-not-skip.ts';
import { OWN_CLUSTER } from './kubectl.ts';

/**
 * Leaves a test out on a cluster that lacks something. On the cluster of test/cluster, and in CI without a cluster that was
 * given, nothing is lacking: there the same is a failure.
 */
export function skipOnAnotherCluster(lacking: boolean, why: string): void {
  if (lacking && mustNotSkip({ own: OWN_CLUSTER, ci: Boolean(process.env.CI), given: given() }))
    throw new Error(`must not be skipped here: ${why}`);
  test.skip(lacking, why);
}

/** `npm test` was told a cluster by TEST_KUBECONFIG; to its own it says TEST_CLUSTER=own. */
function given(): boolean {
  return !OWN_CLUSTER && process.env.TEST_GIVEN === '1';
}
