import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../../test/support/training-scene.ts';
import type { Draft } from '../../cluster-api.ts';
import { at, jsonListOf } from '../../json.ts';

let scene: TrainingScene;
let end: AbortController;

beforeEach(() => {
  end = new AbortController();
  scene = createTrainingScene(end.signal);
});

afterEach(() => {
  end.abort();
  expect(scene.failures).toEqual([]);
});

it('says that it is paused when it was rolled out, and comes to rest', async () => {
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'nginx' }];
  const spec = {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  const made = scene.create('apps/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec,
  });
  await scene.time.advance(10_000);
  const { resourceVersion: _, ...metadata } = made.metadata;
  const paused = { ...made, metadata, spec: { ...(made.spec as Draft), paused: true } };
  scene.api.update('apps/deployments', 'default', 'web', paused);
  await scene.time.advance(10_000);
  const rests = scene.get('apps/deployments', 'web');
  const conditions = jsonListOf(at(rests, 'status', 'conditions'));
  expect(conditions.find(({ type }) => type === 'Progressing')).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentPaused',
  });
  await scene.time.advance(60_000);
  expect(scene.get('apps/deployments', 'web')).toEqual(rests);
});
