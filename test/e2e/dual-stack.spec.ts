import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { endpointsNoteText } from '../../src-shared/messages/membership-text.ts';
import { withBareControlPlane } from '../cluster/bare-control-plane.mjs';
import { eventually, OWN_CLUSTER } from '../support/kubectl.ts';
import { type BareApi, openBareApi } from '../support/oracle/bare-api.ts';
import { skipOnAnotherCluster } from '../support/skip.ts';
import { openApp } from './pages/open-app.ts';

// A Service of two IP families in a real window. The cluster of the suites has IPv4 only; beside it stands a control plane
// with both: a real API server and the real controllers, without kubelet and kube-proxy. So the Pod's status is written here,
// and nothing can be asked over its ClusterIPs.
const NODE = { metadata: { name: 'node-1' } };
const ADDRESSES = ['10.244.0.7', 'fd00:10:244::7'] as const;
const POD = {
  metadata: { name: 'web-1', labels: { app: 'web' } },
  spec: { nodeName: 'node-1', automountServiceAccountToken: false, containers: [{ name: 'web', image: 'none' }] },
};
const RUNNING = {
  status: {
    phase: 'Running',
    podIP: ADDRESSES[0],
    podIPs: ADDRESSES.map((ip) => ({ ip })),
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
  },
};
const SERVICE = {
  metadata: { name: 'web' },
  spec: { ipFamilyPolicy: 'RequireDualStack', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

/** The Service with its Pod, once the controllers have written both slices and the Endpoints. Resolves to the ClusterIPs. */
async function makeService(api: BareApi): Promise<readonly string[]> {
  const { spec } = await api.create<{ spec: { clusterIPs: readonly string[] } }>('services', SERVICE);
  await api.create('pods', POD);
  await api.patch('pods', POD.metadata.name, RUNNING, 'status');
  await eventually(async () => {
    const { slices, endpoints } = await api.look();
    const listed = slices.filter((slice) => (slice.endpoints ?? []).length === 1).map((slice) => slice.addressType);
    const written = endpoints.some(({ subsets }) => (subsets ?? []).length === 1);
    return written && listed.sort().join() === 'IPv4,IPv6' ? true : null;
  }, 'slices of both families, and Endpoints');
  return spec.clusterIPs;
}

async function expectBothFamilies(kubeconfig: string, clusterIPs: readonly string[]): Promise<void> {
  const app = await openApp({ args: ['--kubeconfig', kubeconfig, '--context', 'servicescope', '-n', 'oracle'] });
  try {
    await expect(await app.services.cell('web', 'Endpoints'), 'one Pod in two slices is one').toHaveText('1/1');
    await expect(await app.services.cell('web', 'Cluster-IP')).toHaveText(clusterIPs.join(','));
    await app.services.open('web');
    await expect(app.service.fact('Cluster-IP')).toHaveText(clusterIPs.join(','));
    await expect(app.service.in).toHaveCount(1);
    await expect(await app.service.memberCell('web-1', 'Address')).toHaveText(ADDRESSES.join(', '));
    await app.service.showTab('Endpoints');
    const onlyInSlices = [`[${ADDRESSES[1]}]:8080`];
    const note = endpointsNoteText(en.membership, { code: 'other-family', onlyInSlices });
    await expect(app.page.getByRole('main')).toContainText(note);
    await expect(app.service.endpointsCells.nth(1)).toHaveText(`${ADDRESSES[0]}:8080`);
  } finally {
    await app.close();
  }
}

test('of a dual-stack Service both ClusterIPs are shown, and its Pod once, with both addresses', async () => {
  skipOnAnotherCluster(!OWN_CLUSTER, 'only the test cluster can have a control plane beside it');
  test.setTimeout(240_000);
  const ended = new AbortController();
  await withBareControlPlane(async (kubeconfig) => {
    const clusterIPs = await makeService(await openBareApi(kubeconfig, [NODE], ended.signal));
    expect(clusterIPs).toEqual([expect.stringMatching(/^10\./), expect.stringMatching(/^fd00:/)]);
    await expectBothFamilies(kubeconfig, clusterIPs);
  }).finally(() => ended.abort());
});
