import { expect, test } from '@playwright/test';
import { requestsToReachAll } from '../../src-shared/traffic/even-choice.ts';
import { podYaml, serviceYaml } from '../support/course.ts';
import { apply, kubectl } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { openApp, type OpenApp } from './pages/open-app.ts';

// What limits a result stands with it, as the window has it of real objects.
const FEW = 5;

let namespace = '';
let app: OpenApp;

test.beforeAll(async () => {
  namespace = await createNamespace('caveats');
  // A mesh is known by the name of its container, which it fixes.
  const meshed = podYaml(namespace, 'meshed-1', 'meshed').replace('{name: web,', '{name: istio-proxy,');
  const two = ['two-1', 'two-2'].map((pod) => podYaml(namespace, pod, 'two'));
  const services = ['two', 'meshed'].map((name) => serviceYaml(namespace, name, name));
  await apply([...services, ...two, meshed].join('---\n'));
  await kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', '--all', '--timeout=120s');
  app = await openApp({ namespace });
});

test.afterAll(async () => {
  await app.close();
  await deleteNamespace(namespace);
});

async function runFew(service: string): Promise<void> {
  await app.toTraffic(service);
  await app.traffic.choose('As it is');
  await app.traffic.fill({ requests: FEW, clients: 1 });
  await app.traffic.run();
}

test('too few requests to reach both Pods: said with the result, and how many it takes', async () => {
  await runFew('two');
  await expect(app.traffic.caveat({ code: 'few-requests', needed: requestsToReachAll(2) })).toBeVisible();
  await expect(app.traffic.caveat({ code: 'one-endpoint' })).toHaveCount(0);
  await expect(app.traffic.caveat({ code: 'mesh', mesh: 'istio' })).toHaveCount(0);
  await app.service.back();
  await app.service.back();
});

test('one endpoint, and a service mesh in its Pod: both said with the result', async () => {
  await runFew('meshed');
  await expect(app.traffic.caveat({ code: 'one-endpoint' })).toBeVisible();
  await expect(app.traffic.caveat({ code: 'mesh', mesh: 'istio' })).toBeVisible();
  await expect(app.traffic.caveat({ code: 'affinity-key-is-source-ip' })).toHaveCount(0);
});
