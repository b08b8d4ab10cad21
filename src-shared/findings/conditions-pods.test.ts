import { describe, expect, it } from 'vitest';
import { aContainer, aContainerStatus, aPod, aService, conditionsOf } from '../../test/support/builders.ts';
import { madeBy, only, said, WELL } from '../../test/support/findings/found.ts';
import type { World } from '../../test/support/findings/world.ts';
import { aWorkload, NOW, twoPods } from '../../test/support/findings/world.ts';
import type { ContainerState, Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';

// What inside a rule decides, one condition a line: the world, and all that is found in it.
const ago = (ms: number): string => new Date(NOW - ms).toISOString();

describe('R4: a Pod that does not come up', () => {
  const waiting = (reason: string): ContainerState => ({ kind: 'waiting', reason, message: 'words' });
  const running: ContainerState = { kind: 'running', startedAt: null };
  const setUp = (state: ContainerState, age = 3_600_000): Pod =>
    aPod({
      meta: { creationTimestamp: ago(age) },
      phase: 'Pending',
      conditions: [],
      initContainers: [
        aContainer({ name: 'setup', image: 'setup:1', status: aContainerStatus({ ready: false, state }) }),
      ],
    });
  const creating = (age: number): Pod =>
    aPod({
      meta: { name: 'new', creationTimestamp: ago(age) },
      phase: 'Pending',
      podIPs: [],
      conditions: conditionsOf(false),
      containers: [aContainer({ status: aContainerStatus({ ready: false, state: waiting('ContainerCreating') }) })],
    });
  const gone = aPod({ meta: { name: 'old', deletionTimestamp: ago(3_600_000) }, conditions: conditionsOf(false) });

  it.each<[string, Partial<World>, readonly string[]]>([
    ['has just been made', { pods: [creating(5_000)] }, ['info pod-starts']],
    ['has been starting for long, alone', { pods: [creating(40_000)] }, ['error pod-starts']],
    ['has been starting for long, beside others', { pods: [...twoPods(), creating(40_000)] }, ['warning pod-starts']],
    ['has an init container that runs on and on', { pods: [setUp(running)] }, ['error pod-starts']],
    [
      'is being deleted and serves nobody, alone',
      { pods: [gone] },
      ['info pod-terminating', 'error no-endpoint-ready'],
    ],
    [
      'is being deleted, and another has just been made',
      { pods: [gone, creating(5_000)] },
      ['info pod-starts', 'info pod-terminating'],
    ],
    [
      'has failed beside others',
      { pods: [...twoPods(), aPod({ meta: { name: 'old' }, phase: 'Failed' })] },
      ['info pod-failed', ...WELL],
    ],
    [
      'has failed, and another is being deleted',
      { pods: [gone, aPod({ phase: 'Failed' })] },
      ['info pod-failed', 'info pod-terminating', 'error no-endpoint-ready'],
    ],
    [
      'has an init container whose image can’t be pulled',
      { pods: [setUp(waiting('ImagePullBackOff'))] },
      ['error image-pull-fails'],
    ],
    [
      'has an init container that can’t be made',
      { pods: [setUp(waiting('CreateContainerConfigError'))] },
      ['error container-does-not-start'],
    ],
    [
      'has an init container that crashes',
      { pods: [setUp(waiting('CrashLoopBackOff'))] },
      ['error init-container-fails'],
    ],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });

  it('names the image of the init container, and what Kubernetes says', () => {
    expect(only({ pods: [setUp(waiting('ErrImagePull'))] }, 'image-pull-fails')).toMatchObject({
      object: { field: 'spec.initContainers[setup].image' },
      parameters: { container: 'setup', image: 'setup:1', message: 'words' },
    });
  });
});

describe('R3 and R17: other Pods', () => {
  const elsewhere = [{ namespace: 'prod', pods: 3 }];
  const labelled = (name: string, images: readonly string[], index: number): Pod =>
    aPod({
      meta: { name, ...madeBy('StatefulSet', name) },
      podIPs: [`10.244.0.${String(index)}`],
      containers: images.map((image) => aContainer({ name: image, image })),
    });
  const both = (one: readonly string[], other: readonly string[]): Partial<World> => ({
    pods: [labelled('one', one, 1), labelled('other', other, 2)],
  });

  it.each<[string, Partial<World>, readonly string[]]>([
    [
      'the same labels elsewhere are why',
      { pods: [], elsewhere },
      ['error selector-matches-no-pod', 'warning same-labels-elsewhere'],
    ],
    [
      'a workload at 0 is why, whatever runs elsewhere',
      { pods: [], elsewhere, workloads: [aWorkload({ replicas: 0 })] },
      ['error workload-scaled-to-zero', 'info same-labels-elsewhere'],
    ],
    [
      'a proxy beside each makes two applications no canary',
      both(['web:1', 'mesh/proxy:1'], ['db:1', 'mesh/proxy:1']),
      ['warning selects-other-owners'],
    ],
    [
      'nor where the proxy stands first',
      both(['mesh/proxy', 'web'], ['mesh/proxy', 'db']),
      ['warning selects-other-owners'],
    ],
    [
      'a canary has a proxy as well',
      both(['web:1', 'mesh/proxy'], ['web:2', 'mesh/proxy']),
      ['info selects-other-owners', ...WELL],
    ],
    ['a canary has one more beside it', both(['web:1'], ['web:2', 'debug']), ['info selects-other-owners', ...WELL]],
  ])('%s', (_, world, findings) => {
    expect(said(world)).toEqual(findings);
  });
});

it('R8: how peers find one another before they are ready is what the field is for', () => {
  const unready = twoPods({ conditions: conditionsOf(false) });
  const service = (clusterIP: string): Service => aService({ publishNotReadyAddresses: true, clusterIPs: [clusterIP] });
  expect(said({ pods: unready, service: service('10.96.0.10') })).toEqual([
    'warning not-ready-gets-traffic',
    'warning pod-not-ready',
  ]);
  expect(said({ pods: unready, service: service('None') })).toEqual([
    'info headless',
    'warning pod-not-ready',
    'info not-ready-gets-traffic',
  ]);
});
