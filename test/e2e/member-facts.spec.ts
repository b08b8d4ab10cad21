import { expect, test } from '@playwright/test';
import { podYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, kubectlJson } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { createPodClient } from '../support/pod-client.ts';
import { kubectlColumns } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// Cell by cell: the table of members against the EndpointSlice as kubectl reads it, and Events against kubectl's own.
let namespace = '';
let app: OpenApp;

interface Conditions {
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

interface Slice {
  readonly metadata: { readonly name: string };
  readonly endpoints: readonly {
    readonly addresses: readonly string[];
    readonly conditions: Conditions;
    readonly nodeName?: string;
    readonly targetRef?: { readonly name: string };
  }[];
  readonly ports: readonly { readonly port: number }[];
}

test.beforeAll(async () => {
  namespace = await createNamespace('member-facts');
  const leaving = podYaml(namespace, 'leaving', 'web')
    .replace('terminationGracePeriodSeconds: 0', 'terminationGracePeriodSeconds: 60')
    .replace('{name: web,', '{name: web, lifecycle: {preStop: {sleep: {seconds: 55}}},');
  const pods = [podYaml(namespace, 'ready', 'web'), podYaml(namespace, 'unready', 'web'), leaving];
  // Before the Service: of a Pod that fails while it is listed the EndpointSlice controller may take no notice.
  const failed = podYaml(namespace, 'failed', 'web', ['--no-such-flag']);
  await apply(failed.replace('  containers:', '  restartPolicy: Never\n  containers:'));
  await kubectl('wait', '-n', namespace, '--for=jsonpath={.status.phase}=Failed', 'pod/failed', '--timeout=60s');
  await apply([serviceYaml(namespace, 'web', 'web'), ...pods].join('---\n'));
  const up = ['pod/ready', 'pod/unready', 'pod/leaving'];
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', ...up, '--timeout=60s');
  const { podIP } = (await kubectlJson<{ status: { podIP: string } }>('get', 'pod', 'unready', '-n', namespace)).status;
  const client = await createPodClient(namespace);
  await client.ask('POST', `http://${podIP}:8080/readyz/disable`);
  await kubectl('wait', '-n', namespace, '--for=condition=Ready=false', 'pod/unready', '--timeout=60s');
  await kubectl('delete', 'pod', 'leaving', '-n', namespace, '--wait=false');
  app = await openApp({ namespace });
  await app.services.open('web');
});

test.afterAll(async () => {
  await app.close();
  await kubectl('delete', 'pod', 'leaving', '-n', namespace, '--force', '--grace-period=0', '--ignore-not-found');
  await deleteNamespace(namespace);
  expect(app.complaints).toEqual([]);
});

async function slices(): Promise<readonly Slice[]> {
  const label = 'kubernetes.io/service-name=web';
  return (await kubectlJson<{ items: readonly Slice[] }>('get', 'endpointslices', '-n', namespace, '-l', label)).items;
}

test('Address, Node, Port, Ready, Serving and Terminating are those of the EndpointSlice', async () => {
  await expect(async () => {
    const found = await slices();
    const endpoints = found.flatMap((slice) => slice.endpoints.map((endpoint) => ({ endpoint, ports: slice.ports })));
    expect(endpoints.map(({ endpoint }) => endpoint.targetRef?.name).sort()).toEqual(['leaving', 'ready', 'unready']);
    const conditions = endpoints.map(({ endpoint }) => JSON.stringify(endpoint.conditions));
    expect(new Set(conditions).size, 'three Pods in three states').toBe(3);
    for (const { endpoint, ports } of endpoints) {
      const name = endpoint.targetRef?.name ?? '';
      const { ready = true, serving = ready, terminating = false } = endpoint.conditions;
      const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
      const expected = {
        Address: endpoint.addresses.join(', '),
        Port: ports.map(({ port }) => String(port)).join(', '),
        Node: endpoint.nodeName ?? '–',
        Ready: yesNo(ready),
        Serving: yesNo(serving),
        Terminating: yesNo(terminating),
      };
      for (const [column, text] of Object.entries(expected)) {
        await expect(await app.service.memberCell(name, column), `${name}: ${column}`).toHaveText(text, {
          timeout: 2000,
        });
      }
    }
  }).toPass({ timeout: 30_000 });
});

interface PodObject {
  readonly spec: { readonly nodeName: string };
  readonly status: { readonly podIP?: string };
}

test('of a Pod that stands in no slice, Address and Node are those of the Pod, and what only a slice could say is left open', async () => {
  const { spec, status } = await kubectlJson<PodObject>('get', 'pod', 'failed', '-n', namespace);
  const expected = {
    Address: status.podIP ?? '',
    Port: '8080',
    Node: spec.nodeName,
    Ready: '–',
    Serving: '–',
    Terminating: '–',
  };
  for (const [column, text] of Object.entries(expected))
    await expect(await app.service.memberCell('failed', column), column).toHaveText(text);
});

test('Endpoints has what kubectl get endpoints prints, and the tab says where the slices differ', async () => {
  await app.service.showTab('Endpoints');
  const main = app.page.getByRole('main');
  for (const { metadata, endpoints } of await slices()) {
    await expect(main).toContainText(metadata.name);
    for (const { addresses } of endpoints) await expect(main).toContainText(addresses[0] ?? '?');
  }
  const { ENDPOINTS = '' } = await kubectlColumns('endpoints', 'web', '-n', namespace);
  await expect(app.service.endpointsCells.nth(1)).toHaveText(ENDPOINTS);
  const leaving = (await slices())
    .flatMap(({ endpoints }) => endpoints)
    .find(({ targetRef }) => targetRef?.name === 'leaving');
  await expect(main).toContainText(`Endpoints leave out Pods that are terminating: ${leaving?.addresses[0] ?? '?'}`);
});

interface EventObject {
  readonly metadata: { readonly uid: string };
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly reason: string;
}

test('Events of a Pod and of an EndpointSlice stand there, the latest first', async () => {
  const [slice] = await slices();
  const at = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  const uidOf = async (kind: string, name: string): Promise<string> =>
    kubectl('get', kind, name, '-n', namespace, '-o', 'jsonpath={.metadata.uid}');
  const event = async (name: string, kind: string, of: string, reason: string, seconds: number): Promise<string> =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { apiVersion: 'v1', kind, name: of, namespace, uid: await uidOf(kind, of) },
      reason,
      message: `${reason} of ${of}`,
      type: 'Warning',
      source: { component: 'suite' },
      firstTimestamp: at(seconds),
      lastTimestamp: at(seconds),
      count: 1,
    });
  const sliceName = slice?.metadata.name ?? '';
  await apply(
    [
      await event('older', 'Pod', 'ready', 'OlderThing', -60),
      await event('newest', 'EndpointSlice', sliceName, 'NewestThing', -180),
      await event('newer', 'Service', 'web', 'NewerThing', -120),
      await event('foreign', 'Namespace', namespace, 'ForeignThing', -240),
    ].join('\n---\n'),
  );
  await app.service.showTab('Events');
  const rows = app.page.getByRole('grid', { name: 'Events' }).getByRole('row');
  await expect(rows.filter({ hasText: 'NewestThing' })).toContainText(`EndpointSlice/${sliceName}`);
  await expect(rows.filter({ hasText: 'OlderThing' })).toContainText('Pod/ready');
  const texts = await rows.allInnerTexts();
  const place = (reason: string): number => texts.findIndex((text) => text.includes(reason));
  expect([place('NewestThing'), place('NewerThing'), place('OlderThing')]).toEqual([1, 2, 3]);
  expect(place('ForeignThing')).toBe(-1);
  // What the kubelet itself has said about a Pod is there, too.
  const { items } = await kubectlJson<{ items: readonly EventObject[] }>('get', 'events', '-n', namespace);
  const said = items.find(({ involvedObject, reason }) => involvedObject.name === 'ready' && reason === 'Started');
  expect(said?.involvedObject.kind).toBe('Pod');
  await expect(rows.filter({ hasText: 'Started' }).filter({ hasText: 'Pod/ready' })).toHaveCount(1);
});
