import { expect, it } from 'vitest';
import { createTrainingScene } from '../../../../test/support/training-scene.ts';

it('leaves a Pod that completed without ever having been Ready in the slices of its Service', async () => {
  const end = new AbortController();
  const scene = createTrainingScene(end.signal);
  scene.create('services', {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const readinessProbe = { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 60 };
  scene.create('pods', {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'web', image: 'nginx:1.27', readinessProbe }] },
  });
  await scene.time.advance(3_000);
  scene.runtime.latest('web', 'web').exit({ exitCode: 0 });
  const phases = [];
  for (let step = 0; step < 10; step += 1) {
    await scene.time.advance(50);
    phases.push(scene.pod('web').status?.phase);
  }
  expect([...new Set(phases)]).toEqual(['Running', 'Succeeded']);
  await scene.time.advance(3_000);
  const [slice] = scene.api.list('discovery.k8s.io/endpointslices', 'default');
  expect(slice).toMatchObject({ endpoints: [{ conditions: { ready: false, serving: false } }] });
  end.abort();
});
