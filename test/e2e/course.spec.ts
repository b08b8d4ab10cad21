import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import { ko } from '../../src-shared/messages/ko.ts';
import { podYaml, replicaSetYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl, TRAINING } from '../support/kubectl.ts';
import { ask } from '../support/pages.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { recordDrawing } from '../support/drawn-text.ts';
import { englishLeftovers } from './pages/english-leftovers.ts';
import { expectNothingLeft, kubectlColumns, podNames, readService } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';
import type { Numbers } from './pages/traffic-side.ts';

// The course of the seed, walked by hand in a namespace with Pod Security `restricted`. `npm test` runs it once with each of
// kube-proxy's modes and says which in TEST_PROXY.
const PROXY = process.env.TEST_PROXY ?? '';
const SERVICE = 'myapp-svc';
const STICKY = 'myapp-svc-ses-aff';
const APP = 'myapp-rs';
const REQUESTS = 100;

test.describe.configure({ mode: 'serial' });

let namespace = '';
let app: OpenApp;

/** The table adds up, everybody is known, and the chart says the same. */
function expectWhole(numbers: Numbers, chart: readonly (readonly number[])[]): void {
  expect(numbers.rest, 'unidentified, failed, unaccounted').toEqual({});
  expect(numbers.total).toBe(REQUESTS);
  expect(numbers.pods.map(({ total }) => total).reduce((a, b) => a + b, 0)).toBe(REQUESTS);
  for (const { byClient, total } of numbers.pods) expect(byClient.reduce((a, b) => a + b, 0)).toBe(total);
  expect(chart, 'the chart against the table').toEqual(numbers.pods.map(({ byClient }) => byClient));
}

async function wholeSide(affinity: 'None' | 'ClientIP'): Promise<Numbers> {
  const side = app.traffic.side(affinity);
  const numbers = await side.numbers();
  expectWhole(numbers, await side.chart(numbers.pods.length));
  return numbers;
}

function expectSpread({ pods }: Numbers): void {
  expect(pods).toHaveLength(4);
  expect(pods.filter(({ total }) => total > 0)).toHaveLength(4);
}

function expectOnePodPerClient({ clients, pods }: Numbers): void {
  expect(clients).toHaveLength(2);
  const seen = clients.map((_, client) => pods.map(({ byClient }) => byClient[client] ?? 0).filter((hits) => hits > 0));
  expect(seen).toEqual([[REQUESTS / 2], [REQUESTS / 2]]);
}

test.describe(`The seed's course by hand, kube-proxy ${PROXY} @both-proxies`, () => {
  test.beforeAll(async () => {
    namespace = await createNamespace('course');
    // Else the walk would say nothing about it. A training cluster takes the label and has no admission that reads it.
    const unsafe = ['run', 'unsafe', '--image=unsafe', '-n', namespace, '--dry-run=server'];
    if (!TRAINING) await expect(kubectl(...unsafe)).rejects.toThrow(/violates PodSecurity "restricted/);
    app = await openApp({ namespace });
  });

  test.afterAll(async () => {
    await app.close();
    await deleteNamespace(namespace);
    expect(app.complaints).toEqual([]);
  });

  test('the Service first: its endpoints are <none>, and the table says why', async () => {
    await apply(serviceYaml(namespace, SERVICE, APP));
    await expect(app.services.row(SERVICE)).toBeVisible();
    const endpoints = await app.services.cell(SERVICE, 'Endpoints');
    await expect(endpoints).toContainText('<none>');
    await expect(endpoints.getByTitle(`no Pod matches app=${APP}`)).toContainText('no Pod matches');
    await expectCellsOfKubectl(SERVICE);
  });

  test('a Pod with the label: its endpoint appears', async () => {
    await apply(podYaml(namespace, 'myapp-pod', APP));
    await expect(await app.services.cell(SERVICE, 'Endpoints')).toHaveText('1/1', { timeout: 60_000 });
  });

  test('a ReplicaSet of 4 takes the Pod in: four endpoints', async () => {
    await apply(replicaSetYaml(namespace, APP, APP, 4));
    await expect(await app.services.cell(SERVICE, 'Endpoints')).toHaveText('4/4', { timeout: 90_000 });
    expect(await podNames(namespace, `app=${APP}`)).toHaveLength(4);
  });

  test('the Service page draws the path: the ClusterIP and four endpoints with their Pods, all in', async () => {
    await app.services.open(SERVICE);
    const { spec } = await readService(namespace, SERVICE);
    const { path, in: members } = app.service;
    await expect(path.getByTitle(en.screens.service.clientNote)).toHaveText(en.screens.service.client);
    await expect(path).toContainText(`${spec.clusterIP}:80`);
    await expect(members).toHaveCount(4);
    const addresses = (
      await kubectl('get', 'ep', SERVICE, '-n', namespace, '-o', 'jsonpath={.subsets[0].addresses[*].ip}')
    ).split(' ');
    expect(addresses).toHaveLength(4);
    for (const address of addresses) await expect(path).toContainText(`${address}:8080`);
    for (const pod of await podNames(namespace, `app=${APP}`)) {
      await expect(path).toContainText(pod);
      await expect(app.service.members(pod)).toContainText('The Pod is Ready.');
    }
  });

  test('a Pod is deleted: its address leaves, another comes, and the ClusterIP stays', async () => {
    const { spec } = await readService(namespace, SERVICE);
    const before = await podNames(namespace, `app=${APP}`);
    const victim = before.find((pod) => pod !== 'myapp-pod') ?? '';
    await kubectl('delete', 'pod', victim, '-n', namespace, '--wait=false');
    await expect(app.service.members(victim)).toHaveCount(0, { timeout: 60_000 });
    await expect(app.service.path).not.toContainText(victim);
    await expect(app.service.in).toHaveCount(4, { timeout: 60_000 });
    const [come, ...others] = (await podNames(namespace, `app=${APP}`)).filter((pod) => !before.includes(pod));
    expect(others).toEqual([]);
    await expect(app.service.path).toContainText(come ?? '');
    await expect(app.service.fact('Cluster-IP')).toHaveText(spec.clusterIP);
    expect((await readService(namespace, SERVICE)).spec.clusterIP).toBe(spec.clusterIP);
  });

  test('Endpoints are as kubectl get endpoints prints them', async () => {
    await app.service.showTab('Endpoints');
    const { NAME = '', ENDPOINTS = '' } = await kubectlColumns('endpoints', SERVICE, '-n', namespace);
    expect(ENDPOINTS).toContain('+ 1 more...');
    await expect(app.service.endpointsCells.nth(0)).toHaveText(NAME);
    await expect(app.service.endpointsCells.nth(1)).toHaveText(ENDPOINTS);
    await app.service.back();
  });

  test('the kubernetes Service has the API server’s address and 6443 behind its 443', async () => {
    await app.services.chooseNamespace('default');
    await expectCellsOfKubectl('kubernetes', 'default');
    await expect(await app.services.cell('kubernetes', 'Port(s)')).toHaveText('443/TCP');
    await expect(await app.services.cell('kubernetes', 'Target')).toHaveText('6443');
    await app.services.open('kubernetes');
    const { ENDPOINTS = '' } = await kubectlColumns('endpoints', 'kubernetes', '-n', 'default');
    expect(ENDPOINTS).toMatch(/^[\d.]+:6443$/);
    await expect(app.service.path).toContainText(ENDPOINTS);
    await app.service.showTab('Endpoints');
    await expect(app.service.endpointsCells.nth(1)).toHaveText(ENDPOINTS);
    await app.service.back();
    await app.services.chooseNamespace(namespace);
  });

  test('traffic as it is, None: four Pods answer, and table, chart and requests are one number', async () => {
    const before = await readService(namespace, SERVICE);
    await app.toTraffic(SERVICE);
    await app.traffic.fill({ requests: REQUESTS, rate: 100 });
    await app.traffic.choose('As it is');
    const chosen = `kube-proxy (${PROXY}) chooses at random`;
    if (PROXY !== '') await expect(app.page.getByText(chosen)).toBeVisible();
    await app.traffic.run();
    expectSpread(await wholeSide('None'));
    const side = app.traffic.side('None');
    await expect(side.verdict).toHaveText(
      /^\s*Even enough for random choice: 4 Pods answered \(χ² [\d.]+, 3 df, p [\d.]+/,
    );
    await expect(side.region).toContainText(/p50\s*[\d.]+ ms\s*p99\s*[\d.]+ ms/);
    // The caveats stand with the result, too.
    const caveats = app.page.getByRole('main').getByRole('list', { name: 'Keep in mind' }).last();
    await expect(caveats).toContainText(PROXY === '' ? 'kube-proxy' : chosen);
    await expectNothingLeft(namespace);
    expect(await readService(namespace, SERVICE)).toEqual(before);
  });

  test('off beside on: None reaches all four Pods, ClientIP one Pod per client, and the Service is not touched', async () => {
    const before = await readService(namespace, SERVICE);
    await recordDrawing(app.page);
    await app.traffic.choose('Compare off and on');
    await app.traffic.run();
    expectSpread(await wholeSide('None'));
    expectOnePodPerClient(await wholeSide('ClientIP'));
    const [off, on] = [app.traffic.side('None'), app.traffic.side('ClientIP')];
    // Sticky is one mark per client, random is several.
    expect((await on.strips()).map((cells) => [cells.length > 20, new Set(cells).size])).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect((await off.strips()).every((cells) => new Set(cells).size > 1)).toBe(true);
    // Of four Pods the longest bar of None is nearly always shorter than one client's of ClientIP.
    expect((await on.scale()).length).toBeGreaterThan(1);
    expect(await off.scale()).toEqual(await on.scale());
    await expect(app.traffic.side('ClientIP').verdict).toContainText('affinity holds');
    await expect(app.traffic.caveat({ code: 'affinity-key-is-source-ip' })).toBeVisible();
    for (const theme of ['dark', 'light'] as const) {
      await ask(app.page, 'settings.change', { theme });
      await expect(app.page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(async () => {
        const { drawn, page } = await off.inks();
        expect(drawn, theme).toBe(page);
      }).toPass({ timeout: 5_000 });
    }
    await expectNothingLeft(namespace);
    expect(await readService(namespace, SERVICE)).toEqual(before);
  });

  test('the confirmed patch of the Service itself: asked first, ClientIP one Pod per client, None again at the end', async () => {
    const { metadata } = await readService(namespace, SERVICE);
    await app.traffic.choose('Change the Service');
    await app.traffic.press();
    const dialog = app.page.getByRole('dialog', { name: 'Change your Service?' });
    await expect(dialog).toContainText(`sessionAffinity of ${namespace}/${SERVICE} from None to ClientIP`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    expect((await readService(namespace, SERVICE)).metadata.resourceVersion).toBe(metadata.resourceVersion);
    await app.traffic.press();
    await dialog.getByRole('button', { name: 'Change it and start' }).click();
    await expect(app.traffic.status('Counting with sessionAffinity ClientIP')).toBeVisible({ timeout: 90_000 });
    expect((await readService(namespace, SERVICE)).spec.sessionAffinity).toBe('ClientIP');
    await app.traffic.finished();
    expectSpread(await wholeSide('None'));
    expectOnePodPerClient(await wholeSide('ClientIP'));
    await expectNothingLeft(namespace);
    const after = await readService(namespace, SERVICE);
    expect([after.metadata.uid, after.spec.sessionAffinity]).toEqual([metadata.uid, 'None']);
    await app.service.back();
    await app.service.back();
  });

  test('a Service with session affinity ClientIP, as it is: one Pod per client', async () => {
    await apply(serviceYaml(namespace, STICKY, APP, 'ClientIP'));
    await expect(await app.services.cell(STICKY, 'Endpoints')).toHaveText('4/4', { timeout: 30_000 });
    await expect(await app.services.cell(STICKY, 'Affinity')).toHaveText('ClientIP (3h)');
    await app.toTraffic(STICKY);
    await app.traffic.fill({ requests: REQUESTS, rate: 100 });
    await app.traffic.choose('As it is');
    await app.traffic.run();
    expectOnePodPerClient(await wholeSide('ClientIP'));
    await expectNothingLeft(namespace);
  });

  test('the same in Korean: each page has Korean headings and no English words of ours', async () => {
    const { page } = app;
    const expectKorean = async (...texts: readonly string[]): Promise<void> => {
      for (const text of texts) await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
      expect(await englishLeftovers(page)).toEqual([]);
    };
    await page.getByRole('button', { name: '한국어로 보기' }).click();
    await expectKorean(
      '트래픽 테스트',
      '세션 어피니티',
      '완료',
      '응답 순서',
      '이 테스트가 만든 것은 클러스터에 남아 있지 않습니다.',
    );
    await page.getByRole('button', { name: '뒤로' }).click();
    await expect(page.getByRole('figure', { name: '연결이 지나는 길' })).toBeVisible();
    await expectKorean('멤버', '엔드포인트', '포함');
    await page.getByRole('button', { name: '뒤로' }).click();
    await expect(page.getByRole('heading', { name: ko.screens.services.title, exact: true })).toBeVisible();
    await expectKorean('이름', '셀렉터', '엔드포인트', '어피니티');
    await page.getByTitle(/다른 컨텍스트 선택$/).click();
    await expect(page.getByRole('heading', { name: 'kube 컨텍스트 선택' })).toBeVisible();
    await expectKorean('클러스터', '사용자', TRAINING ? '토큰' : '클라이언트 인증서');
  });
});

/** CLUSTER-IP and PORT(S), as `kubectl get service` prints them. */
async function expectCellsOfKubectl(name: string, where = namespace): Promise<void> {
  const printed = await kubectlColumns('service', name, '-n', where);
  await expect(await app.services.cell(name, 'Type')).toHaveText(printed.TYPE ?? '');
  await expect(await app.services.cell(name, 'Cluster-IP')).toHaveText(printed['CLUSTER-IP'] ?? '');
  await expect(await app.services.cell(name, 'External-IP')).toHaveText(printed['EXTERNAL-IP'] ?? '');
  await expect(await app.services.cell(name, 'Port(s)')).toHaveText(printed['PORT(S)'] ?? '');
}
