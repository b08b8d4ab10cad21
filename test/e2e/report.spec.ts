import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { ServiceReport } from '../../src-shared/report/report.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import {
  apply,
  eventually,
  kubectl,
  kubectlJson,
  replicasReady,
  TEST_CONTEXT,
  TEST_KUBECONFIG,
} from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// A Service with a wrong label, told to a colleague: the same facts kubectl prints, and nothing that is secret.
const SOON = { timeout: 60_000 };
const words = en.report;
/** Planted in an Event, in an annotation, and in what `kubectl apply` keeps of it. */
const PLANTED = 'planted0secret0token';
let namespace = '';
let app: OpenApp;

test.beforeAll(async () => {
  namespace = await createNamespace('report');
  const service = serviceYaml(namespace, 'web', 'wbe');
  const annotated = service.replace('metadata: {', `metadata: {annotations: {note: ${PLANTED}}, `);
  await apply([annotated, replicaSetYaml(namespace, 'web', 'web', 2)].join('---\n'));
  await replicasReady(namespace, 'web', 2);
  const { uid } = (await kubectlJson<{ metadata: { uid: string } }>('get', 'svc', 'web', '-n', namespace)).metadata;
  const at = new Date().toISOString();
  await apply(
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: 'planted', namespace } },
      involvedObject: { apiVersion: 'v1', kind: 'Service', name: 'web', namespace, uid },
      message: `GET https://admin:${PLANTED}@vault.example/v1: 403 | Authorization: Bearer ${PLANTED}\n<script>`,
      ...{ reason: 'Planted', type: 'Warning', firstTimestamp: at, lastTimestamp: at, count: 1 },
      source: { component: 'test' },
    }),
  );
  app = await openApp({ namespace });
  await app.services.open('web');
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings(), SOON).toEqual(['selector-matches-no-pod']);
  await app.page.getByRole('button', { name: words.button }).click();
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

/** The credentials of the kubeconfig that the app reads: token, key and certificate, as they stand there. */
async function credentials(): Promise<readonly string[]> {
  const context = TEST_CONTEXT === '' ? [] : [`--context=${TEST_CONTEXT}`];
  const view = await kubectlJson<{ users: readonly { user: Readonly<Record<string, unknown>> }[] }>(
    ...['config', 'view', '--raw', '--minify', ...context],
  );
  const own = view.users.flatMap(({ user }) => Object.values(user)).filter((value) => typeof value === 'string');
  const file = await readFile(TEST_KUBECONFIG, 'utf8');
  const inline = own.filter((value) => file.includes(value));
  expect(inline).not.toEqual([]);
  const decoded = inline.map((value) => Buffer.from(value, 'base64').toString('utf8').split('\n')[1] ?? '');
  return [...inline, ...decoded.filter((line) => line.length > 20)];
}

async function expectNothingSecret(text: string): Promise<void> {
  expect(text).not.toContain(PLANTED);
  for (const credential of await credentials()) expect(text).not.toContain(credential);
}

test('Markdown on the clipboard says what kubectl says, and why nobody answers', async () => {
  await app.page.getByRole('button', { name: words.dialog.copy('Markdown') }).click();
  const markdown = await eventually(async () => {
    const text = await app.app.evaluate(({ clipboard }) => clipboard.readText());
    return text.startsWith('# Service') ? text : null;
  }, 'a report on the clipboard');
  const [, type = '', clusterIP = '', , ports = ''] = (
    await kubectl('get', 'svc', 'web', '-n', namespace, '--no-headers')
  ).split(/\s+/);
  const lines = markdown.split('\n');
  for (const line of [
    `# Service \`${namespace}/web\``,
    `- type: \`${type}\``,
    `- clusterIPs: \`${clusterIP}\``,
    `- PORT(S): \`${ports}\``,
    '- selector: `app=wbe`',
    '### 1. Error: The selector app=wbe matches no Pod',
    '| `app=wbe` | `app=web` |',
  ])
    expect(lines).toContain(line);
  expect(markdown).toMatch(/^- Live at that time: Service, EndpointSlice, Pod,/m);
  // The Event is there, without what it should not have said, on one line and as text.
  expect(markdown).toMatch(/^\| .* \| Warning \| Planted \| .*vault\.example.* \\\| .*␊\\<script\\> \|$/m);
  await expectNothingSecret(markdown);
});

test('the JSON that is saved says the same, with the version of the API server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'servicescope-report-'));
  try {
    const file = join(folder, 'report.json');
    const offered = await app.app.evaluateHandle(({ dialog }, filePath) => {
      const asked: unknown[] = [];
      dialog.showSaveDialog = (...wishes: unknown[]) => {
        asked.push(wishes.at(-1));
        return Promise.resolve({ canceled: false, filePath });
      };
      return asked;
    }, file);
    await app.page.getByRole('radio', { name: 'JSON' }).check();
    await app.page.getByRole('button', { name: words.dialog.save }).click();
    await expect(app.page.getByText(words.dialog.saved(file))).toBeVisible();
    const text = await readFile(file, 'utf8');
    const report = JSON.parse(text) as ServiceReport;
    const version = await kubectlJson<{ serverVersion: { gitVersion: string } }>('version');
    expect(report).toMatchObject({
      format: 'servicescope-report/1',
      cluster: { version: version.serverVersion.gitVersion, namespace },
      service: { namespace, name: 'web', selector: { app: 'wbe' }, sessionAffinity: 'None' },
      membership: { counts: { ready: 0, total: 0 }, none: { code: 'no-pod-matches' }, list: [] },
      findings: [{ code: 'selector-matches-no-pod', severity: 'error' }],
      runs: { list: [], leftOut: 0 },
    });
    expect(await offered.jsonValue()).toMatchObject([{ defaultPath: `report-${namespace}-web.json` }]);
    expect(report.events.list.map(({ reason }) => reason)).toContain('Planted');
    await expectNothingSecret(text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('after a run it has what the run counted, and what had come before', async () => {
  await app.page.keyboard.press('Escape');
  await kubectl('patch', 'svc', 'web', '-n', namespace, '--type=merge', '-p', '{"spec":{"selector":{"app":"web"}}}');
  await expect.poll(() => app.service.findings(), SOON).toEqual(['nothing-visible']);
  await app.service.testTraffic();
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: 20 });
  await app.traffic.run();
  const counted = await app.traffic.side('None').numbers();
  expect(counted.total).toBe(20);
  await app.service.back();
  await app.page.getByRole('button', { name: words.button }).click();
  await app.page.getByRole('radio', { name: 'JSON' }).check();
  await app.page.getByRole('button', { name: words.dialog.copy('JSON') }).click();
  const text = await eventually(async () => {
    const copied = await app.app.evaluate(({ clipboard }) => clipboard.readText());
    return copied.startsWith('{') ? copied : null;
  }, 'a report on the clipboard');
  const { runs, history } = JSON.parse(text) as ServiceReport;
  const [run, ...others] = runs.list;
  expect(others).toEqual([]);
  expect(run).toMatchObject({ failure: null, affinity: { code: 'as-is' }, request: { port: 80, requests: 20 } });
  expect(run?.sides).toMatchObject([{ service: 'web', twin: false, asked: 20, failed: counted.rest.Failed ?? 0 }]);
  const hits = run?.sides[0]?.pods.list.map(({ pod, answers }) => `${pod} ${answers}`);
  expect(hits?.sort()).toEqual(counted.pods.map(({ pod, total }) => `${pod} ${total}`).sort());
  const changes = history?.list.map(({ what, member }) => `${what.code} ${member ?? ''}`) ?? [];
  expect(changes).toContain('service-changed ');
  for (const { pod } of counted.pods) expect(changes).toContain(`entered ${pod}`);
  await expectNothingSecret(text);
});
