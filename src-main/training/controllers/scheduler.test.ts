import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../test/support/training-scene.ts';
import type { Draft } from '../cluster-api.ts';
import { conditionOf } from './pod-facts.ts';

let end: AbortController;
let scene: TrainingScene;
const makePod = (more: Draft): unknown => {
  const spec = { containers: [{ name: 'web', image: 'nginx' }], ...more };
  return scene.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
};
const told = (): unknown => conditionOf(scene.pod('web').status?.conditions, 'PodScheduled');

beforeEach(() => {
  end = new AbortController();
  scene = createTrainingScene(end.signal);
});

afterEach(() => {
  expect(scene.failures).toEqual([]);
  end.abort();
});

it('says why no Node takes a Pod, and assigns it once one does', async () => {
  makePod({ nodeSelector: { disk: 'ssd' } });
  await scene.time.advance(1_000);
  expect(told()).toMatchObject({
    status: 'False',
    reason: 'Unschedulable',
    message: expect.stringContaining("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."),
  });
  const node = scene.api.get('nodes', undefined, 'node-2');
  const metadata = { ...node?.metadata, labels: { ...node?.metadata.labels, disk: 'ssd' } };
  scene.api.update('nodes', undefined, 'node-2', { ...node, metadata });
  await scene.time.advance(3_000);
  expect(scene.pod('web')).toMatchObject({ spec: { nodeName: 'node-2' }, status: { phase: 'Running' } });
});

it('leaves a Pod of another scheduler alone', async () => {
  makePod({ schedulerName: 'nobody' });
  await scene.time.advance(10_000);
  expect([scene.pod('web').spec.nodeName, told()]).toEqual([undefined, undefined]);
});

it('leaves a Pod with gates alone, and assigns it when they are gone', async () => {
  makePod({ schedulingGates: [{ name: 'example.com/wait' }] });
  await scene.time.advance(10_000);
  expect(scene.pod('web').spec.nodeName).toBeUndefined();
  expect(told()).toMatchObject({ status: 'False', reason: 'SchedulingGated' });
  const pod = scene.pod('web');
  scene.api.update('pods', 'default', 'web', { ...pod, spec: { ...pod.spec, schedulingGates: [] } });
  await scene.time.advance(10_000);
  expect(scene.pod('web')).toMatchObject({ status: { phase: 'Running' } });
});

it('takes a Node that the Pod requires', async () => {
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] }];
  makePod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
  await scene.time.advance(10_000);
  expect(scene.pod('web').spec.nodeName).toBe('node-2');
});
