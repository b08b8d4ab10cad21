import { expect, it } from 'vitest';
import { createTrainingScene } from '../../../test/support/training-scene.ts';
import { conditionOf } from './pod-facts.ts';

it('says why no Node takes a Pod, and assigns it once one does', async () => {
  const end = new AbortController();
  const scene = createTrainingScene(end.signal);
  const spec = { containers: [{ name: 'web', image: 'nginx' }], nodeSelector: { disk: 'ssd' } };
  scene.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
  await scene.time.advance(1_000);
  expect(conditionOf(scene.pod('web').status?.conditions, 'PodScheduled')).toMatchObject({
    status: 'False',
    reason: 'Unschedulable',
    message: expect.stringContaining("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."),
  });
  const node = scene.api.get('nodes', undefined, 'node-2');
  const metadata = { ...node?.metadata, labels: { ...node?.metadata.labels, disk: 'ssd' } };
  scene.api.update('nodes', undefined, 'node-2', { ...node, metadata });
  await scene.time.advance(3_000);
  expect(scene.pod('web')).toMatchObject({ spec: { nodeName: 'node-2' }, status: { phase: 'Running' } });
  expect(scene.failures).toEqual([]);
  end.abort();
});
