import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTrainingScene, type TrainingScene } from '../../../../test/support/training-scene.ts';
import type { Draft } from '../../cluster-api.ts';
import { formatIndexes, parseIndexes } from './completed-indexes.ts';
import type { Job } from './job-shapes.ts';

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

const aJob = (spec: Draft = {}, restartPolicy = 'Never'): Draft => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'sum' },
  spec: { template: { spec: { restartPolicy, containers: [{ name: 'c', image: 'busybox' }] } }, ...spec },
});
const job = (): Job => scene.get('batch/jobs', 'sum') as Job;
const conditions = (): unknown =>
  job().status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`);

async function exitAll(exitCode: number): Promise<void> {
  for (const process of scene.runtime.processes) process.exit({ exitCode });
  await scene.time.advance(2_000);
}

describe('a Job', () => {
  it('runs a Pod with the Job’s labels to its end, then is Complete, and goes by its TTL with the Pod', async () => {
    scene.create('batch/jobs', aJob({ ttlSecondsAfterFinished: 30 }));
    await scene.time.advance(3_000);
    const [pod] = scene.pods();
    expect(pod?.metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-name': 'sum', 'job-name': 'sum' });
    expect(pod?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    expect(job().status).toMatchObject({ active: 1, ready: 1, terminating: 0 });
    await exitAll(0);
    expect(job().status).toMatchObject({ succeeded: 1, ready: 0, terminating: 0 });
    expect(job().status?.active).toBeUndefined();
    expect(job().status?.completionTime).toBeDefined();
    expect(conditions()).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached']);
    expect(scene.pods()[0]?.metadata.finalizers ?? []).toEqual([]);
    expect(scene.told('sum').map((text) => text.split(':')[0])).toEqual(['SuccessfulCreate', 'Completed']);
    await scene.time.advance(35_000);
    expect(job()).toBeUndefined();
    expect(scene.pods()).toEqual([]);
  });

  it('runs as many at a time and in all as it is told', async () => {
    scene.create('batch/jobs', aJob({ parallelism: 2, completions: 5 }));
    for (const [running, succeeded] of [
      [2, 2],
      [2, 4],
      [1, 5],
    ]) {
      await scene.time.advance(4_000);
      expect(job().status?.active).toBe(running);
      await exitAll(0);
      await scene.time.advance(1_000);
      expect(job().status?.succeeded).toBe(succeeded);
    }
    expect(conditions()).toContain('Complete=True CompletionsReached');
    expect(scene.pods()).toHaveLength(5);
  });

  it('tries again after 10 s, then 20 s, until its backoffLimit', async () => {
    scene.create('batch/jobs', aJob({ backoffLimit: 2 }));
    for (const [wait, failed] of [
      [3_000, 1],
      [7_000, 2],
      [20_000, 3],
    ] as const) {
      await scene.time.advance(wait);
      if (failed === 2) expect(scene.pods().length).toBe(1);
      await scene.time.advance(failed === 1 ? 0 : 4_000);
      await exitAll(1);
      expect(job().status?.failed).toBe(failed);
    }
    expect(conditions()).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(scene.told('sum')).toContain('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  it('fails at its deadline, ends its Pods, and is Failed once they have gone', async () => {
    scene.runtime.stubborn.add('c');
    scene.create('batch/jobs', aJob({ activeDeadlineSeconds: 10 }));
    await scene.time.advance(11_000);
    expect(conditions()).toEqual(['FailureTarget=True DeadlineExceeded']);
    expect(job().status).toMatchObject({ terminating: 1, ready: 0 });
    await scene.time.advance(35_000);
    expect(conditions()).toContain('Failed=True DeadlineExceeded');
    expect(scene.pods()).toEqual([]);
    expect(job().status).toMatchObject({ failed: 1, terminating: 0 });
  });

  it('with parallelism 0 has no Pod, and still keeps to its deadline', async () => {
    scene.create('batch/jobs', aJob({ parallelism: 0, activeDeadlineSeconds: 10 }));
    await scene.time.advance(5_000);
    expect(scene.pods()).toEqual([]);
    await scene.time.advance(6_000);
    expect(conditions()).toContain('Failed=True DeadlineExceeded');
  });

  it('stops while it is suspended and goes on after', async () => {
    scene.create('batch/jobs', aJob());
    await scene.time.advance(3_000);
    const set = (suspend: boolean) =>
      scene.api.update('batch/jobs', 'default', 'sum', { ...job(), spec: { ...job().spec, suspend } });
    set(true);
    await scene.time.advance(35_000);
    expect(scene.pods()).toEqual([]);
    expect(conditions()).toEqual(['Suspended=True JobSuspended']);
    expect(job().status?.startTime).toBeUndefined();
    set(false);
    await scene.time.advance(3_000);
    expect(conditions()).toEqual(['Suspended=False JobResumed']);
    expect(job().status).toMatchObject({ active: 1 });
    expect(job().status?.failed).toBeUndefined();
  });

  it('that is indexed runs each index once', async () => {
    scene.create('batch/jobs', aJob({ parallelism: 3, completions: 3, completionMode: 'Indexed' }));
    await scene.time.advance(4_000);
    const key = 'batch.kubernetes.io/job-completion-index';
    expect(
      scene
        .pods()
        .map(({ metadata }) => metadata.annotations?.[key])
        .sort(),
    ).toEqual(['0', '1', '2']);
    await exitAll(0);
    expect(job().status).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
  });

  it('counts restarts where its Pods are restarted in place', async () => {
    scene.create('batch/jobs', aJob({ backoffLimit: 1 }, 'OnFailure'));
    await scene.time.advance(3_000);
    await exitAll(1);
    await scene.time.advance(40_000);
    expect(conditions()).toContain('Failed=True BackoffLimitExceeded');
  });
});

it.each(['', '3', '1,2', '0-2', '1,3-5,7'])('reads and writes the indexes %s', (text) => {
  expect(formatIndexes(parseIndexes(text))).toBe(text);
});
