import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { en } from '../../src-shared/messages/en.ts';
import type { HitError } from '../../src-shared/traffic/hit.ts';
import { serviceYaml } from '../support/course.ts';
import { apply, eventually, kubectl, kubectlJson, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { podNames } from './pages/cluster-facts.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';
import type { Numbers } from './pages/traffic-side.ts';

// What a real run learns becomes a finding, and fields but the selector are changed on real objects.
const SCENARIOS = ['wrong-target-port', 'named-port-missing', 'no-selector'] as const;
/** Both are Ready, since nobody asks them, and the Service sends to 8080. */
const LISTENS_ON = { 'half-here': 8080, 'half-elsewhere': 9090 } as const;
let namespace = '';
let app: OpenApp;

const button = (name: string): Locator => app.page.getByRole('button', { name, exact: true });
const field = (name: string): Locator => app.page.getByRole('combobox', { name, exact: true });
const side = (name: 'Now' | 'Then'): Locator => app.page.getByRole('region', { name, exact: true });
const targetPort = (service: string): Promise<string> =>
  kubectl('get', 'service', service, '-n', namespace, '-o', 'jsonpath={.spec.ports[0].targetPort}');

async function whatIf(): Promise<void> {
  await app.page.getByRole('tab', { name: 'What if' }).click();
}

async function change(kind: 'Service' | 'Pod', name: string): Promise<void> {
  await button('Apply…').click();
  await button('Change it').click();
  await expect(app.page.getByText(`${kind} ${namespace}/${name} was changed.`)).toBeVisible();
}

interface Run {
  readonly requests: number;
  readonly timeout?: number;
  /** The one reason for which none was answered; null: all were. Undefined: some were, or nobody asks. */
  readonly why?: HitError | null;
}

/** From the page of a Service to its traffic, and back. */
async function runWith(fields: Run): Promise<Numbers> {
  const { why, ...form } = fields;
  await app.service.testTraffic();
  await app.traffic.choose('As it is');
  await app.traffic.fill(form);
  await app.traffic.run();
  const numbers = await app.traffic.side('None').numbers();
  expect(numbers.total).toBe(form.requests);
  if (why !== undefined) {
    const label = why === null ? en.screens.traffic.results.errors : en.traffic.error[why].label;
    await expect(app.traffic.side('None').fact(label)).toHaveText(why === null ? '0' : String(form.requests));
  }
  await app.service.back();
  return numbers;
}

/** Resolves to how many were not answered by a Pod, all of them for one reason. */
async function runFrom40(why: HitError | null): Promise<Numbers['rest']> {
  const { rest } = await runWith({ requests: 40, why });
  return rest;
}

/** A Service `half` with two Pods under its targetPort, of which one listens on another port. */
function halfYaml(): string {
  const pods = Object.entries(LISTENS_ON).map(
    ([name, port]) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: half}}
spec:
  terminationGracePeriodSeconds: 1
  securityContext: {runAsNonRoot: true, runAsUser: 100, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: web
      image: ghcr.io/stefanprodan/podinfo:6.9.2
      command: [./podinfo, --port=${String(port)}]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`,
  );
  return [serviceYaml(namespace, 'half', 'half'), ...pods].join('---\n');
}

test.beforeAll(async () => {
  namespace = await createNamespace('whatif-fields');
  for (const scenario of SCENARIOS) {
    const text = await readFile(join('resources', 'manifests', `${scenario}.yaml`), 'utf8');
    await apply(text.replaceAll('myapp', scenario), '-n', namespace);
  }
  await apply(halfYaml(), '-n', namespace);
  const workloads = SCENARIOS.filter((scenario) => scenario !== 'no-selector');
  await Promise.all(workloads.map((scenario) => replicasReady(namespace, `${scenario}-rs`, 2)));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', '-l', 'app=half', '--timeout=120s');
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

test('that connections are refused is a finding after a run; what it suggests mends it, and the next run shows it', async () => {
  await app.services.open('wrong-target-port-svc');
  expect(await runFrom40('refused')).toEqual({ Failed: 40 });
  await app.service.showTab('Findings');
  const card = app.page.locator('article[data-code="traffic-refused"]');
  await expect(card).toContainText('Error');
  await card.getByRole('button', { name: 'Try a change' }).click();
  await expect(field('targetPort of 80/TCP')).toHaveValue('8080');
  await change('Service', 'wrong-target-port-svc');
  expect(await targetPort('wrong-target-port-svc')).toBe('8080');
  await button('Dismiss').click();
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['nothing-visible']);
  expect(await runFrom40(null)).toEqual({});
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['nothing-visible']);
});

test('a Pod loses its owner with its label: said before, and so it is', async () => {
  const [pod = ''] = await podNames(namespace, 'app=wrong-target-port-rs');
  const LOST = 'ReplicaSet wrong-target-port-rs lets go of this Pod if it selects by app';
  await whatIf();
  await app.page.getByText('Labels of a Pod', { exact: true }).click();
  await field('Choose a Pod').click();
  await app.page.getByRole('option', { name: pod, exact: true }).click();
  await field('Labels: Value 1').fill('debug');
  await expect(side('Then')).toContainText('1 of 1');
  await expect(app.page.getByRole('status').filter({ hasText: LOST })).toBeVisible();
  await button('Apply…').click();
  await expect(app.page.getByRole('dialog')).toContainText(LOST);
  await button('Change it').click();
  await expect(app.page.getByText(`Pod ${namespace}/${pod} was changed.`)).toBeVisible();
  interface Owned {
    readonly metadata: { readonly ownerReferences?: unknown };
  }
  await eventually(async () => {
    const { metadata } = await kubectlJson<Owned>('get', 'pod', pod, '-n', namespace);
    return metadata.ownerReferences === undefined ? true : null;
  }, 'the ReplicaSet to let go');
  await expect(side('Now')).toContainText('2 of 2', { timeout: 60_000 });
  expect(await podNames(namespace, 'app=wrong-target-port-rs')).not.toContain(pod);
  // The ReplicaSet has one too many then, and takes one away.
  await button('Undo').click();
  await expect(app.page.getByText(`The change of Pod ${namespace}/${pod} was taken back.`)).toBeVisible();
  await button('Dismiss').click();
  await app.service.back();
});

test('a targetPort is typed, changed and taken back', async () => {
  await app.services.open('named-port-missing-svc');
  await whatIf();
  await expect(side('Now')).toContainText('0 of 2');
  await field('targetPort of 80/TCP').fill('http');
  await expect(side('Then')).toContainText('2 of 2');
  expect(await targetPort('named-port-missing-svc')).toBe('web');
  await change('Service', 'named-port-missing-svc');
  expect(await targetPort('named-port-missing-svc')).toBe('http');
  await expect(side('Now')).toContainText('2 of 2', { timeout: 30_000 });
  await button('Undo').click();
  await expect(app.page.getByText('was taken back')).toBeVisible();
  expect(await targetPort('named-port-missing-svc')).toBe('web');
  await button('Dismiss').click();
  await app.service.back();
});

test('that requests hang is a finding after a run: an address written by hand at which nobody is', async () => {
  await app.services.open('no-selector-svc');
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['no-selector', 'one-endpoint', 'nothing-visible']);
  expect((await runWith({ requests: 6, timeout: 500 })).rest).toEqual({ Failed: 6 });
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['no-selector', 'one-endpoint', 'traffic-hangs']);
  const card = app.page.locator('article[data-code="traffic-hangs"]');
  await expect(card).toContainText('Error');
  await expect(card).toContainText('6 of 6 requests got no answer in time');
  await app.service.back();
});

test('that one of two Pods refuses is a warning after a run, and it is named', async () => {
  await app.services.open('half');
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['nothing-visible']);
  const { pods, rest } = await runWith({ requests: 40 });
  const answers = Object.fromEntries(pods.map(({ pod, total }) => [pod, total]));
  const { 'half-here': answered = 0, 'half-elsewhere': refused = 0 } = answers;
  expect([refused, rest]).toEqual([0, { Failed: 40 - answered }]);
  await app.service.showTab('Findings');
  await expect.poll(() => app.service.findings()).toEqual(['traffic-refused']);
  const card = app.page.locator('article[data-code="traffic-refused"]');
  await expect(card).toContainText('Warning');
  await expect(card).toContainText(`${String(40 - answered)} of 40 requests were refused`);
  await expect(card).toContainText('half-elsewhere never answered');
  await expect(card).not.toContainText('half-here');
});
