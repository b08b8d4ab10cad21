import { expect, test } from '@playwright/test';
import { skipOnAnotherCluster } from '../support/skip.ts';
import { OWN_CLUSTER } from '../support/kubectl.ts';

// kube-proxy itself is asked, not the ConfigMap the cluster's scripts wrote: else "in both modes" could be once in one.
test(`kube-proxy works in the mode that this run is meant for: ${process.env.TEST_PROXY ?? ''} @both-proxies`, async () => {
  skipOnAnotherCluster(!OWN_CLUSTER, 'the mode of another cluster is its own affair');
  const answer = await fetch('http://127.0.0.1:10249/proxyMode');
  expect(await answer.text()).toBe(process.env.TEST_PROXY);
});
