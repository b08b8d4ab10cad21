import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../../test/support/training-scene.ts';
import type { Draft } from '../../cluster-api.ts';
import { conditionOf } from '../pod-facts.ts';

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

function aPod(spec: Draft = {}, container: Draft = {}): Draft {
  const containers = [{ name: 'web', image: 'nginx:1.27', ...container }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers, ...spec } };
}

const states = (): unknown => scene.pod('web').status?.containerStatuses?.map(({ state }) => state);

describe('a Pod that runs', () => {
  it('goes from Pending to Running and Ready, with an address of its Node', async () => {
    scene.create('pods', aPod());
    await scene.time.advance(150);
    expect(scene.pod('web').status).toMatchObject({ phase: 'Pending' });
    expect(states()).toEqual([{ waiting: { reason: 'ContainerCreating' } }]);
    await scene.time.advance(3_000);
    const { status, spec } = scene.pod('web');
    expect(spec.nodeName).toBe('node-1');
    expect(status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      hostIP: '192.168.49.2',
      qosClass: 'BestEffort',
      containerStatuses: [{ ready: true, started: true, restartCount: 0, image: 'docker.io/library/nginx:1.27' }],
    });
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(scene.told('web').map((text) => text.replace(/in \d.*/, 'in …'))).toEqual([
      'Scheduled: Successfully assigned default/web to node-1',
      'Pulling: Pulling image "nginx:1.27"',
      'Pulled: Successfully pulled image "nginx:1.27" in …',
      'Created: Created container: web',
      'Started: Started container web',
    ]);
  });

  it('is asked to end once its preStop hook has slept, with what is left of the grace', async () => {
    scene.create(
      'pods',
      aPod({ terminationGracePeriodSeconds: 30 }, { lifecycle: { preStop: { sleep: { seconds: 20 } } } }),
    );
    await scene.time.advance(3_000);
    scene.api.delete('pods', 'default', 'web');
    await scene.time.advance(19_000);
    expect(scene.runtime.latest('web', 'web').stopped).toEqual([]);
    expect(scene.pod('web').metadata.deletionTimestamp).toBeDefined();
    await scene.time.advance(2_000);
    expect(scene.runtime.latest('web', 'web').stopped).toEqual([10_000]);
    expect(scene.pods()).toEqual([]);
  });

  it('gives up its preStop hook where it is to end at once', async () => {
    scene.create(
      'pods',
      aPod({ terminationGracePeriodSeconds: 30 }, { lifecycle: { preStop: { sleep: { seconds: 20 } } } }),
    );
    await scene.time.advance(3_000);
    scene.api.delete('pods', 'default', 'web');
    await scene.time.advance(1_000);
    scene.api.delete('pods', 'default', 'web', { gracePeriodSeconds: 1 });
    await scene.time.advance(1_000);
    expect(scene.runtime.latest('web', 'web').stopped).toEqual([1_000]);
  });

  it('ends within its grace, then is gone, and its address is the last to be given again', async () => {
    scene.runtime.stubborn.add('web');
    scene.create('pods', aPod({ terminationGracePeriodSeconds: 5 }));
    await scene.time.advance(3_000);
    scene.api.delete('pods', 'default', 'web');
    await scene.time.advance(4_000);
    expect(scene.pod('web').metadata.deletionTimestamp).toBeDefined();
    expect(conditionOf(scene.pod('web').status?.conditions, 'Ready')?.status).toBe('True');
    expect(scene.runtime.latest('web', 'web').stopped[0]).toBe(5_000);
    expect(scene.told('web').at(-1)).toBe('Killing: Stopping container web');
    await scene.time.advance(2_000);
    expect(scene.pods()).toEqual([]);
    expect(scene.runtime.addresses.size).toBe(0);
    scene.create('pods', aPod());
    await scene.time.advance(3_000);
    expect(scene.pod('web').status?.podIP).toBe('10.244.0.3');
  });

  it('is Ready when its readiness probe says so, and its readiness gate', async () => {
    scene.runtime.probes.set('web', { ok: false, message: 'HTTP probe failed with statuscode: 503' });
    const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 2 };
    scene.create('pods', aPod({ readinessGates: [{ conditionType: 'example.com/on' }] }, { readinessProbe: probe }));
    await scene.time.advance(6_000);
    const ready = () => conditionOf(scene.pod('web').status?.conditions, 'Ready');
    expect(ready()).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [web]',
    });
    expect(scene.told('web')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503');
    scene.runtime.probes.delete('web');
    await scene.time.advance(3_000);
    expect(ready()).toMatchObject({
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.com/on" does not exist.',
    });
    const status = scene.pod('web').status ?? {};
    const conditions = [...(status.conditions ?? []), { type: 'example.com/on', status: 'True' }];
    scene.api.updateStatus('pods', 'default', 'web', { ...status, conditions });
    await scene.time.advance(500);
    expect(ready()?.status).toBe('True');
  });

  it('keeps to its deadline', async () => {
    scene.create('pods', aPod({ activeDeadlineSeconds: 10 }));
    await scene.time.advance(5_000);
    expect(scene.pod('web').status?.phase).toBe('Running');
    await scene.time.advance(8_000);
    expect(scene.pod('web').status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
    expect(states()).toMatchObject([{ terminated: { exitCode: 0 } }]);
  });
});

describe('a container that ends', () => {
  it('is restarted at once, then after 10 s, then 20 s', async () => {
    scene.create('pods', aPod());
    await scene.time.advance(3_000);
    scene.runtime.latest('web', 'web').exit({ exitCode: 3 });
    await scene.time.advance(1_000);
    expect(states()).toMatchObject([{ running: {} }]);
    for (const [wait, delay] of [
      [10, '10s'],
      [20, '20s'],
    ] as const) {
      scene.runtime.latest('web', 'web').exit({ exitCode: 3 });
      await scene.time.advance(wait * 1_000 - 1_500);
      const uid = scene.pod('web').metadata.uid;
      const message = `back-off ${delay} restarting failed container=web pod=web_default(${uid})`;
      expect(states()).toEqual([{ waiting: { reason: 'CrashLoopBackOff', message } }]);
      expect(scene.pod('web').status?.phase).toBe('Running');
      await scene.time.advance(3_000);
      expect(states()).toMatchObject([{ running: {} }]);
    }
    expect(scene.pod('web').status?.containerStatuses).toMatchObject([
      { restartCount: 3, lastState: { terminated: { exitCode: 3, reason: 'Error' } } },
    ]);
  });

  it.each([
    ['Never', 0, 'Succeeded', 'PodCompleted'],
    ['Never', 1, 'Failed', 'PodFailed'],
    ['OnFailure', 0, 'Succeeded', 'PodCompleted'],
    ['OnFailure', 1, 'Running', undefined],
  ])('with restartPolicy %s and exit code %i leaves the Pod %s', async (restartPolicy, exitCode, phase, reason) => {
    scene.create('pods', aPod({ restartPolicy }));
    await scene.time.advance(3_000);
    scene.runtime.latest('web', 'web').exit({ exitCode });
    await scene.time.advance(1_000);
    const { status } = scene.pod('web');
    expect(status?.phase).toBe(phase);
    expect(conditionOf(status?.conditions, 'Ready')?.reason).toBe(reason);
  });

  it('is killed by its liveness probe and started again', async () => {
    scene.create(
      'pods',
      aPod({}, { livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 2 } }),
    );
    await scene.time.advance(3_000);
    scene.runtime.probes.set('web', { ok: false, message: 'refused' });
    await scene.time.advance(2_500);
    expect(scene.told('web')).toContain('Killing: Container web failed liveness probe, will be restarted');
    scene.runtime.probes.delete('web');
    await scene.time.advance(1_000);
    expect(scene.pod('web').status?.containerStatuses).toMatchObject([{ restartCount: 1, state: { running: {} } }]);
  });

  it('has not started before its startup probe succeeds', async () => {
    scene.runtime.probes.set('web', { ok: false, message: 'refused' });
    scene.create(
      'pods',
      aPod({}, { startupProbe: { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 30 } }),
    );
    await scene.time.advance(4_000);
    expect(scene.pod('web').status?.containerStatuses).toMatchObject([{ started: false, ready: false }]);
    scene.runtime.probes.delete('web');
    await scene.time.advance(1_500);
    expect(scene.pod('web').status?.containerStatuses).toMatchObject([{ started: true, ready: true }]);
  });
});

describe('an image that is not to be had', () => {
  it('is ErrImagePull, then ImagePullBackOff, with the kubelet’s words', async () => {
    scene.create('pods', aPod({}, { image: 'nowhere:1' }));
    await scene.time.advance(1_400);
    expect(states()).toEqual([{ waiting: { reason: 'ErrImagePull', message: 'rpc error: no such image: nowhere:1' } }]);
    await scene.time.advance(1_500);
    const message = 'Back-off pulling image "nowhere:1": ErrImagePull: rpc error: no such image: nowhere:1';
    expect(states()).toEqual([{ waiting: { reason: 'ImagePullBackOff', message } }]);
    expect(scene.pod('web').status).toMatchObject({ phase: 'Pending', podIP: '10.244.0.2' });
    expect(scene.told('web').slice(1).sort()).toEqual([
      'BackOff: Back-off pulling image "nowhere:1"',
      'Failed: Error: ErrImagePull',
      'Failed: Error: ImagePullBackOff',
      'Failed: Failed to pull image "nowhere:1": rpc error: no such image: nowhere:1',
      'Pulling: Pulling image "nowhere:1"',
    ]);
  });
});

describe('init containers', () => {
  it('run one after another, before the others; a sidecar stays and ends last', async () => {
    const image = 'busybox';
    const initContainers = [
      { name: 'first', image },
      { name: 'proxy', image, restartPolicy: 'Always' },
      { name: 'second', image },
    ];
    scene.create('pods', aPod({ initContainers, restartPolicy: 'Never' }));
    await scene.time.advance(3_000);
    expect(scene.runtime.processes.map(({ container }) => container)).toEqual(['first']);
    expect(states()).toEqual([{ waiting: { reason: 'PodInitializing' } }]);
    expect(conditionOf(scene.pod('web').status?.conditions, 'Initialized')).toMatchObject({
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [first proxy second]',
    });
    scene.runtime.latest('web', 'first').exit({});
    await scene.time.advance(3_000);
    expect(scene.runtime.processes.map(({ container }) => container)).toEqual(['first', 'proxy', 'second']);
    scene.runtime.latest('web', 'second').exit({});
    await scene.time.advance(3_000);
    expect(scene.pod('web').status?.phase).toBe('Running');
    expect(conditionOf(scene.pod('web').status?.conditions, 'Ready')?.status).toBe('True');
    expect(scene.runtime.latest('web', 'proxy').stopped).toEqual([]);
    scene.runtime.latest('web', 'web').exit({});
    await scene.time.advance(1_000);
    expect(scene.runtime.latest('web', 'proxy').stopped.length).toBeGreaterThan(0);
    expect(scene.pod('web').status?.phase).toBe('Succeeded');
  });

  it('that fail keep the Pod from starting', async () => {
    scene.create('pods', aPod({ initContainers: [{ name: 'first', image: 'busybox' }], restartPolicy: 'Never' }));
    await scene.time.advance(3_000);
    scene.runtime.latest('web', 'first').exit({ exitCode: 1 });
    await scene.time.advance(1_000);
    expect(scene.pod('web').status?.phase).toBe('Failed');
    expect(scene.runtime.processes).toHaveLength(1);
  });
});
