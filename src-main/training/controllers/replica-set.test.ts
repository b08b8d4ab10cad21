import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../test/support/training-scene.ts';
import type { Draft } from '../cluster-api.ts';

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

const aReplicaSet = (replicas: number): Draft => ({
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx' }], terminationGracePeriodSeconds: 1 },
    },
  },
});

it('of 0 replicas has no Pods, and its status counts them all the same', async () => {
  scene.create('apps/replicasets', aReplicaSet(0));
  await scene.time.advance(5_000);
  // Source: k8s.io/api apps/v1: of the counts only `replicas` is told when it is 0.
  expect(scene.get('apps/replicasets', 'web')?.status).toEqual({ replicas: 0, observedGeneration: 1 });
  expect(scene.pods()).toEqual([]);
  expect(scene.told('web')).toEqual([]);
});

it('scaled to 0 deletes every Pod, and is what it was when scaled up again', async () => {
  scene.create('apps/replicasets', aReplicaSet(3));
  await scene.time.advance(5_000);
  scene.api.update('apps/replicasets', 'default', 'web', aReplicaSet(0));
  await scene.time.advance(5_000);
  expect(scene.pods()).toEqual([]);
  expect(scene.get('apps/replicasets', 'web')?.status).toEqual({ replicas: 0, observedGeneration: 2 });
  scene.api.update('apps/replicasets', 'default', 'web', aReplicaSet(1));
  await scene.time.advance(5_000);
  expect(scene.pods()).toHaveLength(1);
  expect(scene.get('apps/replicasets', 'web')?.status).toMatchObject({ replicas: 1, readyReplicas: 1 });
});
