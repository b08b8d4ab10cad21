import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { exec } from '../../test/support/training/training-client.ts';
import { startWholeCluster, type WholeCluster } from '../../test/support/training/whole-cluster.ts';
import { at, jsonListOf, textOf } from './json.ts';

// What a learner sees from the shell of a Pod of their own, reached as kubectl exec reaches it.
const MANIFEST = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { clusterIP: 10.96.10.1, selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 9898 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web-headless }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 9898 }] }
---
apiVersion: v1
kind: Service
metadata: { name: nobody }
spec: { clusterIP: 10.96.10.2, selector: { app: nobody }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: main, image: ghcr.io/stefanprodan/podinfo:6.9.2 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: main, image: c1t1d0s7/network-multitool }] }
`;
const DNS = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n';
const NOBODY = 'nobody (10.96.10.2:80)';

let whole: WholeCluster;
let addresses: Readonly<Record<string, string>>;

beforeAll(async () => {
  whole = await startWholeCluster(MANIFEST);
  const { api } = whole.cluster;
  const ip = (name: string): string => textOf(at(api.get('pods', 'default', name), 'status', 'podIP'));
  const eventually = (holds: () => unknown): Promise<void> =>
    vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 30_000, interval: 100 });
  await eventually(() => api.list('pods').every((pod) => at(pod, 'status', 'phase') === 'Running'));
  await eventually(async () => (await sh('nc -z web 80')).code === 0);
  addresses = { CLIENT: ip('client'), WEB: ip('web') };
});

afterAll(async () => {
  await whole.stop();
  expect(whole.errors).toEqual([]);
});

async function sh(script: string): Promise<{ stdout: string; stderr: string; code: number }> {
  const { stdout, stderr, status } = await exec(whole.api, 'client', ['sh', '-c', script]);
  const causes = jsonListOf(at(status, 'details', 'causes'));
  return { stdout, stderr, code: status?.status === 'Success' ? 0 : Number(causes[0]?.message) };
}

const filled = (text: string): string => text.replace(/\b(CLIENT|WEB)\b/g, (name) => addresses[name] ?? name);

it('the Service of the API leads to the API itself', async () => {
  const { stdout, code } = await sh('curl -sk https://kubernetes.default/version');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ major: '1', minor: '34', gitVersion: 'v1.34.4' });
  const token = '$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)';
  const names = await sh(
    `curl -sk -H "Authorization: Bearer ${token}" https://kubernetes/api/v1/namespaces/default/pods`,
  );
  expect(jsonListOf((JSON.parse(names.stdout) as { items: unknown }).items)).toHaveLength(2);
});

it.each([
  ['wget -qO- web/hostname', 'web\n', '', 0],
  ['wget -qO- http://WEB:9898/hostname', 'web\n', '', 0],
  ['wget -qO- web/status/503', '', 'wget: server returned error: HTTP/1.1 503 Service Unavailable\n', 1],
  ['wget -qO- nobody', '', "wget: can't connect to remote host (nobody): Connection refused\n", 1],
  ['wget -qO- nowhere', '', "wget: bad address 'nowhere'\n", 1],
  ['nc -z web 80', '', '', 0],
  ['nc -z WEB 9898', '', '', 0],
  ['nc -z nobody 80', '', '', 1],
  ['nc -z WEB 81', '', '', 1],
  ['nc -zv web 80', '', 'web (10.96.10.1:80) open\n', 0],
  ['nc -zv nobody 80', '', `nc: ${NOBODY}: Connection refused\n`, 1],
  ['nslookup web', `${DNS}Name:\tweb.default.svc.cluster.local\nAddress: 10.96.10.1\n\n`, '', 0],
  ['nslookup web-headless', `${DNS}Name:\tweb-headless.default.svc.cluster.local\nAddress: WEB\n\n`, '', 0],
  ['nslookup nowhere', `${DNS}** server can't find nowhere.default.svc.cluster.local: NXDOMAIN\n\n`, '', 1],
  ['nslookup 10.96.10.1', `${DNS}1.10.96.10.in-addr.arpa\tname = web.default.svc.cluster.local.\n\n`, '', 0],
  ['hostname', 'client\n', '', 0],
  ['hostname -i', 'CLIENT\n', '', 0],
  ['exit 7', '', '', 7],
])('%s', async (script, stdout, stderr, code) => {
  expect(await sh(filled(script))).toEqual({ stdout: filled(stdout), stderr, code });
});

it('env tells of the Services that were there when the container started', async () => {
  const { stdout } = await sh('env');
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'HOSTNAME=client',
      'KUBERNETES_SERVICE_HOST=10.96.0.1',
      'KUBERNETES_SERVICE_PORT=443',
      'KUBERNETES_SERVICE_PORT_HTTPS=443',
      'WEB_SERVICE_HOST=10.96.10.1',
      'WEB_SERVICE_PORT=80',
      'WEB_SERVICE_PORT_HTTP=80',
      'WEB_PORT=tcp://10.96.10.1:80',
      'WEB_PORT_80_TCP=tcp://10.96.10.1:80',
      'WEB_PORT_80_TCP_PROTO=tcp',
      'WEB_PORT_80_TCP_PORT=80',
      'WEB_PORT_80_TCP_ADDR=10.96.10.1',
    ]),
  );
  // A headless Service has no address to tell.
  expect(stdout).not.toContain('WEB_HEADLESS');
});

it('an image that nobody has is not pulled, in the kubelet’s words, and leaves the others alone', async () => {
  const { api } = whole.cluster;
  const image = 'ngnix:1.27';
  api.create('pods', 'default', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'misspelt' },
    spec: { containers: [{ name: 'main', image }] },
  });
  const waiting = (): unknown =>
    at(jsonListOf(at(api.get('pods', 'default', 'misspelt'), 'status', 'containerStatuses'))[0], 'state', 'waiting');
  await vi.waitFor(() => expect(at(waiting(), 'reason')).toBe('ImagePullBackOff'), { timeout: 30_000, interval: 50 });
  const message = textOf(at(waiting(), 'message'));
  expect(message).toMatch(/^Back-off pulling image "ngnix:1.27": ErrImagePull: /);
  expect(message).toContain('failed to resolve reference "docker.io/library/ngnix:1.27": pull access denied');
  expect(at(api.get('pods', 'default', 'misspelt'), 'status', 'phase')).toBe('Pending');
  expect(await sh('wget -qO- web/hostname')).toMatchObject({ stdout: 'web\n', code: 0 });
});

it('ip addr shows the Pod’s own address, and the loopback', async () => {
  const { stdout, code } = await sh('ip addr');
  expect(code).toBe(0);
  const shown = [...stdout.matchAll(/^ +inet (\S+)\/\d+ .*?(\S+)$/gm)].map(([, address, device]) => [device, address]);
  expect(shown).toEqual([
    ['lo', '127.0.0.1'],
    ['eth0', addresses.CLIENT],
  ]);
  expect((await sh('ip addr')).stdout).toBe(stdout);
});
