import { describe, expect, it } from 'vitest';
import { aCondition, aContainer, aContainerStatus, aPod } from '../../test/support/builders.ts';
import { startTrouble } from './pending-reason.ts';

const waiting = (reason: string, message: string | null = null): ReturnType<typeof aPod> =>
  aPod({
    phase: 'Pending',
    containers: [aContainer({ status: aContainerStatus({ state: { kind: 'waiting', reason, message } }) })],
  });

describe('startTrouble', () => {
  it('knows nothing of a Pod that is on its way', () => {
    expect(startTrouble(aPod())).toBeNull();
    expect(startTrouble(waiting('ContainerCreating'))).toBeNull();
    expect(
      startTrouble(aPod({ phase: 'Pending', containers: [aContainer({ status: null })], conditions: [] })),
    ).toBeNull();
  });

  it('tells an image that can’t be had, and gives up only where waiting is in vain', () => {
    expect(startTrouble(waiting('ImagePullBackOff', 'not found'))).toMatchObject({
      reason: 'ImagePullBackOff',
      detail: 'not found',
      final: false,
    });
    expect(startTrouble(waiting('InvalidImageName'))).toMatchObject({ final: true });
  });

  it('tells why the scheduler finds no Node', () => {
    const conditions = [aCondition('PodScheduled', 'False', { reason: 'Unschedulable', message: '0/1 nodes: taint' })];
    const pod = aPod({ phase: 'Pending', conditions, containers: [aContainer({ status: null })] });
    expect(startTrouble(pod)).toMatchObject({ reason: 'Unschedulable', detail: '0/1 nodes: taint', final: false });
  });

  it('tells why a Pod ended: its container’s words before its own', () => {
    expect(
      startTrouble(aPod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory', containers: [] })),
    ).toMatchObject({
      reason: 'Evicted',
      detail: 'low on memory',
      final: true,
    });
    const state = {
      kind: 'terminated',
      reason: 'StartError',
      message: 'no sleep',
      exitCode: 128,
      signal: null,
      finishedAt: null,
    } as const;
    const ended = aPod({ phase: 'Failed', containers: [aContainer({ status: aContainerStatus({ state }) })] });
    expect(startTrouble(ended)).toMatchObject({ reason: 'StartError', detail: 'no sleep', final: true });
  });
});
