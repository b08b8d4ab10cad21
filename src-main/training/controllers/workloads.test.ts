import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../test/support/training-scene.ts';
import type { Draft } from '../cluster-api.ts';
import { controllerOf } from './owner-references.ts';
import { conditionOf, isReady } from './pod-facts.ts';
import type { Condition } from './shapes.ts';

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

const template = (labels: Draft, image = 'nginx'): Draft => ({
  metadata: { labels },
  spec: { containers: [{ name: 'web', image }], terminationGracePeriodSeconds: 1 },
});

function aReplicaSet(replicas: number): Draft {
  const selector = { matchLabels: { app: 'web' } };
  const metadata = { name: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata,
    spec: { replicas, selector, template: template({ app: 'web' }) },
  };
}

function aDeployment(spec: Draft = {}, image = 'nginx'): Draft {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: 'web' } },
      template: template({ app: 'web' }, image),
      ...spec,
    },
  };
}

const status = (resource: 'apps/replicasets' | 'apps/deployments', name: string): unknown =>
  scene.get(resource, name)?.status;

describe('a ReplicaSet', () => {
  it('makes its Pods, on both Nodes, and counts them', async () => {
    scene.create('apps/replicasets', aReplicaSet(4));
    await scene.time.advance(4_000);
    expect(
      scene
        .pods()
        .map(({ spec }) => spec.nodeName)
        .sort(),
    ).toEqual(['node-1', 'node-1', 'node-2', 'node-2']);
    expect(status('apps/replicasets', 'web')).toEqual({
      replicas: 4,
      fullyLabeledReplicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
      observedGeneration: 1,
    });
    expect(scene.told('web').filter((text) => text.startsWith('SuccessfulCreate: Created pod: web-'))).toHaveLength(4);
  });

  it('ends the Pods that are least use first', async () => {
    scene.create('apps/replicasets', aReplicaSet(2));
    await scene.time.advance(4_000);
    const kept = scene.pods().map(({ metadata }) => metadata.name);
    scene.api.update('apps/replicasets', 'default', 'web', aReplicaSet(4));
    await scene.time.advance(150);
    scene.api.update('apps/replicasets', 'default', 'web', aReplicaSet(2));
    await scene.time.advance(3_000);
    expect(scene.pods().map(({ metadata }) => metadata.name)).toEqual(kept);
    expect(scene.told('web').filter((text) => text.startsWith('SuccessfulDelete: Deleted pod: web-'))).toHaveLength(2);
  });

  it('adopts an orphan that matches, and lets go of a Pod that no longer does', async () => {
    const orphan = template({ app: 'web' });
    scene.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      ...orphan,
      metadata: { name: 'orphan', labels: { app: 'web' } },
    });
    await scene.time.advance(2_000);
    scene.create('apps/replicasets', aReplicaSet(2));
    await scene.time.advance(3_000);
    expect(scene.pods()).toHaveLength(2);
    expect(controllerOf(scene.pod('orphan'))).toMatchObject({ kind: 'ReplicaSet', name: 'web' });
    const pod = scene.pod('orphan');
    scene.api.update('pods', 'default', 'orphan', { ...pod, metadata: { ...pod.metadata, labels: { app: 'else' } } });
    await scene.time.advance(3_000);
    expect(controllerOf(scene.pod('orphan'))).toBeUndefined();
    expect(scene.pods()).toHaveLength(3);
  });
});

describe('a Deployment', () => {
  it('makes a ReplicaSet named after its template, and says when it is done', async () => {
    scene.create('apps/deployments', aDeployment());
    await scene.time.advance(5_000);
    const [set] = scene.api.list('apps/replicasets', 'default');
    const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(set?.metadata).toMatchObject({
      name: `web-${hash}`,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    });
    expect(scene.pods().every(({ metadata }) => metadata.name.startsWith(`web-${hash}-`))).toBe(true);
    expect(status('apps/deployments', 'web')).toMatchObject({
      replicas: 4,
      updatedReplicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
    });
    expect(scene.told('web')).toContain(`ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 4`);
  });

  it('rolls to a new template with never fewer than 3 ready nor more than 5 Pods', async () => {
    scene.create('apps/deployments', aDeployment());
    await scene.time.advance(5_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment({}, 'httpd'));
    const images = new Set<unknown>();
    for (let step = 0; step < 200; step += 1) {
      await scene.time.advance(100);
      const alive = scene.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      expect(alive.length).toBeLessThanOrEqual(5);
      expect(alive.filter(isReady).length).toBeGreaterThanOrEqual(3);
      images.add(
        alive
          .map(({ spec }) => spec.containers[0]?.image)
          .sort()
          .join(),
      );
    }
    expect([...images].at(-1)).toBe('httpd,httpd,httpd,httpd');
    const sets = scene.api.list('apps/replicasets', 'default');
    expect(sets.map((set) => (set.spec as { replicas: number }).replicas).sort()).toEqual([0, 4]);
    expect(scene.get('apps/deployments', 'web')?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '2',
    });
  });

  it('goes back to an old template on the ReplicaSet it has, as the newest revision', async () => {
    scene.create('apps/deployments', aDeployment());
    await scene.time.advance(5_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment({}, 'httpd'));
    await scene.time.advance(20_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment());
    await scene.time.advance(20_000);
    const sets = scene.api.list('apps/replicasets', 'default');
    expect(sets.map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision']).sort()).toEqual([
      '2',
      '3',
    ]);
    expect(scene.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(['nginx', 'nginx', 'nginx', 'nginx']);
  });

  it('that recreates ends every old Pod before the first new one', async () => {
    scene.create('apps/deployments', aDeployment({ strategy: { type: 'Recreate' } }));
    await scene.time.advance(5_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment({ strategy: { type: 'Recreate' } }, 'httpd'));
    for (let step = 0; step < 100; step += 1) {
      await scene.time.advance(100);
      expect(new Set(scene.pods().map(({ spec }) => spec.containers[0]?.image)).size).toBeLessThanOrEqual(1);
    }
    expect(scene.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(['httpd', 'httpd', 'httpd', 'httpd']);
  });

  it('keeps as many old ReplicaSets as revisionHistoryLimit says', async () => {
    for (const image of ['a', 'b', 'c', 'd']) {
      const draft = aDeployment({ revisionHistoryLimit: 1 }, image);
      if (image === 'a') scene.create('apps/deployments', draft);
      else scene.api.update('apps/deployments', 'default', 'web', draft);
      await scene.time.advance(20_000);
    }
    expect(scene.api.list('apps/replicasets', 'default')).toHaveLength(2);
  });

  it('says when it makes no progress', async () => {
    scene.create('apps/deployments', aDeployment({ progressDeadlineSeconds: 30 }, 'nowhere'));
    await scene.time.advance(40_000);
    const { conditions } = status('apps/deployments', 'web') as { conditions: readonly Condition[] };
    expect(conditionOf(conditions, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
    });
    expect(conditionOf(conditions, 'Available')).toMatchObject({
      status: 'False',
      reason: 'MinimumReplicasUnavailable',
    });
  });

  it('takes a new size at once, also in the middle of an update', async () => {
    scene.create('apps/deployments', aDeployment());
    await scene.time.advance(5_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment({}, 'nowhere'));
    await scene.time.advance(5_000);
    scene.api.update('apps/deployments', 'default', 'web', aDeployment({ replicas: 8 }, 'nowhere'));
    await scene.time.advance(5_000);
    const sizes = scene.api
      .list('apps/replicasets', 'default')
      .map((set) => (set.spec as { replicas: number }).replicas);
    expect(sizes.reduce((a, b) => a + b)).toBe(10);
  });
});

describe('the garbage collector', () => {
  it.each(['Background', 'Foreground', 'Orphan'] as const)('with %s does what it says', async (propagationPolicy) => {
    scene.create('apps/deployments', aDeployment());
    await scene.time.advance(5_000);
    scene.api.delete('apps/deployments', 'default', 'web', { propagationPolicy });
    await scene.time.advance(20);
    if (propagationPolicy === 'Foreground') {
      expect(scene.get('apps/deployments', 'web')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    }
    await scene.time.advance(10_000);
    const orphaned = propagationPolicy === 'Orphan';
    expect(scene.get('apps/deployments', 'web')).toBeUndefined();
    expect(scene.api.list('apps/replicasets', 'default')).toHaveLength(orphaned ? 1 : 0);
    expect(scene.pods()).toHaveLength(orphaned ? 4 : 0);
    if (orphaned) expect(scene.api.list('apps/replicasets', 'default')[0]?.metadata.ownerReferences ?? []).toEqual([]);
  });

  it('keeps what another owner still owns, and only takes out the one that is gone', async () => {
    const owner = (name: string) => {
      const { apiVersion, kind, metadata } = scene.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name },
      });
      return { apiVersion, kind, name, uid: metadata.uid };
    };
    const references = [owner('a'), owner('b')];
    scene.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', ownerReferences: references },
    });
    await scene.time.advance(100);
    scene.api.delete('configmaps', 'default', 'a');
    await scene.time.advance(1_000);
    expect(scene.get('configmaps', 'c')?.metadata.ownerReferences).toEqual([references[1]]);
    scene.api.delete('configmaps', 'default', 'b');
    await scene.time.advance(1_000);
    expect(scene.get('configmaps', 'c')).toBeUndefined();
  });
});

describe('a Namespace', () => {
  it('gets its ServiceAccount and root certificate, again when they are deleted', async () => {
    await scene.time.advance(1_000);
    expect(scene.get('serviceaccounts', 'default')).toBeDefined();
    scene.api.delete('configmaps', 'default', 'kube-root-ca.crt');
    await scene.time.advance(1_000);
    expect(scene.get('configmaps', 'kube-root-ca.crt')).toBeDefined();
  });

  it('goes when all that is in it has gone', async () => {
    scene.api.create('namespaces', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'brief' } });
    scene.api.create('apps/deployments', 'brief', aDeployment());
    await scene.time.advance(5_000);
    scene.runtime.stubborn.add('web');
    scene.api.delete('namespaces', undefined, 'brief');
    await scene.time.advance(500);
    const { conditions } = scene.api.get('namespaces', undefined, 'brief')?.status as {
      conditions: readonly Condition[];
    };
    expect(conditionOf(conditions, 'NamespaceContentRemaining')?.message).toBe(
      'Some resources are remaining: pods. has 4 resource instances',
    );
    await scene.time.advance(10_000);
    expect(scene.api.get('namespaces', undefined, 'brief')).toBeUndefined();
    expect(scene.api.list('pods', 'brief')).toEqual([]);
  });
});

it('removes Events an hour after they were last told', async () => {
  scene.create('apps/replicasets', aReplicaSet(1));
  await scene.time.advance(5_000);
  expect(scene.told('web')).toHaveLength(1);
  await scene.time.advance(3_500_000);
  expect(scene.told('web')).toHaveLength(1);
  await scene.time.advance(160_000);
  expect(scene.told('web')).toEqual([]);
});
