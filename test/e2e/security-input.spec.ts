import { expect, test } from '@playwright/test';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';
import { en } from '../../src-shared/messages/en.ts';
import { serviceYaml } from '../support/course.ts';
import { apply, kubectlJson } from '../support/kubectl.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { ask, openTraffic, startButton, words } from '../support/pages.ts';

// B13: what cannot be run is refused with a sentence, in the form and behind it, before anything is created.

let namespace: string;
let launched: LaunchedApp;

test.beforeAll(async () => {
  namespace = await createNamespace('input');
  await apply(serviceYaml(namespace, 'web', 'web'));
  launched = await launchApp({ namespace });
  await openTraffic(launched.page, 'web');
});

test.afterAll(async () => {
  await launched.close();
  await deleteNamespace(namespace);
});

const good = (): RunRequest => ({
  namespace,
  service: 'web',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 10,
  rate: 10,
  clients: 1,
  timeoutMs: 1_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
});

const HOSTILE_PATHS = [
  '/\r\nX-Injected: 1',
  '/a\nb',
  '/"quoted"',
  "/'; id; '",
  '/$(id)',
  '/${IFS}',
  '/`id`',
  '/a b',
  '\\\\host\\share',
  'no-slash',
  '-o/tmp/x',
  'http://example.com/',
  `/${'x'.repeat(3_000)}`,
];

async function expectNothingCreated(): Promise<void> {
  const { items } = await kubectlJson<{ items: { kind: string; metadata: { name: string } }[] }>(
    ...['get', 'jobs,pods,services', '-n', namespace],
  );
  expect(items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Service web']);
}

test('a request that cannot be run is refused behind the form too: rates, counts, ports, names, paths, headers', async () => {
  const bad: readonly (readonly [string, Record<string, unknown>])[] = [
    ...[0, -1, 1e9, NaN, Infinity, '50'].map((rate) => ['rate', { rate }] as const),
    ...[0, -1, 1e9, NaN, 1.5].map((requests) => ['requests', { requests }] as const),
    ...[0, 9, 1e9, NaN].map((clients) => ['clients', { clients }] as const),
    ...[0, 65_536, 8080.5].map((port) => ['port', { port }] as const),
    ...[0, 99, 3_600_000].map((timeoutMs) => ['timeoutMs', { timeoutMs }] as const),
    ...HOSTILE_PATHS.map((path) => ['path', { path }] as const),
    ...['web; id', '../secrets', 'Web', 'a'.repeat(64)].map((service) => ['service', { service }] as const),
    ['namespace', { namespace: 'kube-system/../x' }],
    ['scheme', { scheme: 'gopher' }],
    ['affinity', { affinity: 'always' }],
    ['identify', { identify: { by: 'pattern', pattern: '(' } }],
    ['identify', { identify: { by: 'pattern', pattern: 'no group' } }],
    ['identify.pattern', { identify: { by: 'pattern', pattern: `(${'a'.repeat(300)})` } }],
    ['traffic.start', { headers: { 'x-a': 'b\r\nX-Injected: 1' } }],
  ];
  for (const [field, change] of bad) {
    for (const name of ['traffic.start', 'traffic.plan']) {
      const answered = await ask(launched.page, name, { ...good(), ...change });
      const asked = field === 'traffic.start' ? name : field;
      expect(answered, JSON.stringify(change)).toMatchObject({
        ok: false,
        failure: { code: 'argument.invalid', parameters: { field: asked } },
      });
    }
  }
  await expectNothingCreated();
});

test('the form names the wrong field in a sentence, and Start stays shut', async () => {
  const { page } = launched;
  const start = startButton(page);
  const form = words.traffic.form;
  const cases: readonly (readonly [string, string, string])[] = [
    [form.rate, '0', en.traffic.problem.below('0.1')],
    [form.rate, '-1', en.traffic.problem.below('0.1')],
    [form.rate, '1000000000', en.traffic.problem.above('200')],
    [form.rate, '', en.traffic.problem['not-a-number']('')],
    [form.requests, '0', en.traffic.problem.below('1')],
    [form.requests, '1.5', en.traffic.problem['not-whole']('')],
    [form.clients, '9', en.traffic.problem.above('8')],
    [form.path, '/$(id)', en.traffic.problem['path-characters']('')],
    [form.path, '/"x"', en.traffic.problem['path-characters']('')],
    [form.path, 'x', en.traffic.problem['path-start']('')],
  ];
  await expect(start).toBeEnabled();
  for (const [label, value, sentence] of cases) {
    const field = page.getByLabel(label, { exact: true });
    const before = await field.inputValue();
    await field.fill(value);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByRole('paragraph').filter({ hasText: words.traffic.problemsFirst })).toBeVisible();
    await field.fill(before);
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  }
  await expect(start).toBeEnabled();
  await expectNothingCreated();
});

test('a read-only start creates nothing, whoever asks', async () => {
  const readOnly = await launchApp({ namespace, readOnly: true });
  try {
    await expect(readOnly.page.getByText(words.shell.readOnly, { exact: true })).toBeVisible();
    const answered = await ask(readOnly.page, 'traffic.start', good());
    expect(answered).toMatchObject({ ok: false, failure: { code: 'traffic.read-only' } });
    const restored = await ask(readOnly.page, 'traffic.restore', { run: 'any', forget: false });
    expect(restored).toMatchObject({ ok: false, failure: { code: 'traffic.read-only' } });
    await openTraffic(readOnly.page, 'web');
    const start = startButton(readOnly.page);
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await expect(readOnly.page.getByRole('paragraph').filter({ hasText: words.shell.readOnlyMeaning })).toBeVisible();
  } finally {
    await readOnly.close();
  }
  await expectNothingCreated();
});
