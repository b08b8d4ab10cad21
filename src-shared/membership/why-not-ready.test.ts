import { describe, expect, it } from 'vitest';
import { aCondition, aContainer, aContainerStatus, aPod, conditionsOf } from '../../test/support/builders.ts';
import type { Container, ContainerState } from '../kube/pod.ts';
import { whyNotReady } from './why-not-ready.ts';

const probe = { kind: 'httpGet', port: 8080, path: '/ready' } as const;
const unready = (state: ContainerState, container: Partial<Container> = {}): Container =>
  aContainer({ status: aContainerStatus({ ready: false, state }), ...container });
const notReady = (fields: Parameters<typeof aPod>[0] = {}) => aPod({ conditions: conditionsOf(false), ...fields });
const waiting = (reason: string): ContainerState => ({ kind: 'waiting', reason, message: `${reason} it is` });
const running: ContainerState = { kind: 'running', startedAt: null };
const ended = (exitCode: number, signal: number | null = null): ContainerState => ({
  kind: 'terminated',
  reason: null,
  message: null,
  exitCode,
  signal,
  finishedAt: null,
});

describe('whyNotReady', () => {
  it('says nothing of a Pod that is Ready', () => {
    expect(whyNotReady(aPod(), null)).toEqual([]);
  });

  it('unscheduled, in the scheduler’s words', () => {
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const conditions = [aCondition('PodScheduled', 'False', { reason: 'Unschedulable', message })];
    expect(whyNotReady(aPod({ nodeName: null, conditions }), null)).toEqual([{ code: 'unscheduled', message }]);
  });

  it.each(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError', 'ContainerCreating'])(
    'a container that waits: %s',
    (reason) => {
      expect(whyNotReady(notReady({ containers: [unready(waiting(reason))] }), null)).toEqual([
        { code: 'container-waiting', container: 'web', reason, message: `${reason} it is` },
      ]);
    },
  );

  it('a container that has ended, named as kubectl names it', () => {
    const reasons = [ended(3), ended(137, 9)].map((state) =>
      whyNotReady(notReady({ containers: [unready(state)] }), null),
    );
    expect(reasons).toEqual([
      [{ code: 'container-terminated', container: 'web', reason: 'ExitCode:3', exitCode: 3 }],
      [{ code: 'container-terminated', container: 'web', reason: 'Signal:9', exitCode: 137 }],
    ]);
  });

  it('a readiness probe that fails, of a sidecar too; every container that is not ready is named', () => {
    const containers = [
      unready(running, { readinessProbe: probe }),
      unready(waiting('CrashLoopBackOff'), { name: 'b' }),
    ];
    const initContainers = [unready(running, { name: 'proxy', sidecar: true, readinessProbe: probe })];
    expect(whyNotReady(notReady({ containers, initContainers }), null).map(({ code }) => code)).toEqual([
      'readiness-probe',
      'container-waiting',
      'readiness-probe',
    ]);
  });

  it('a container that has not started yet is not blamed on its readiness probe', () => {
    const status = aContainerStatus({ ready: false, started: false });
    expect(whyNotReady(notReady({ containers: [aContainer({ readinessProbe: probe, status })] }), null)).toEqual([
      { code: 'startup-probe', container: 'web' },
    ]);
  });

  it('the init container that holds the Pod up, beyond those that are done and sidecars that have started', () => {
    const done = aContainer({ name: 'done', status: aContainerStatus({ state: ended(0) }) });
    const sidecar = aContainer({ name: 'sidecar', sidecar: true });
    const held = (state: ContainerState) =>
      notReady({
        conditions: [aCondition('PodScheduled', 'True'), aCondition('Initialized', 'False')],
        initContainers: [done, sidecar, unready(state, { name: 'held' })],
        containers: [unready(waiting('PodInitializing'))],
      });
    expect(
      [running, waiting('CrashLoopBackOff'), waiting('PodInitializing'), ended(1)].map((state) =>
        whyNotReady(held(state), null),
      ),
    ).toEqual(
      [null, 'CrashLoopBackOff', null, 'ExitCode:1'].map((reason) => [
        { code: 'init-container', container: 'held', reason },
      ]),
    );
  });

  it('readiness gates that are absent or False', () => {
    const conditions = [...conditionsOf(false), aCondition('b', 'False'), aCondition('c', 'True')];
    expect(whyNotReady(notReady({ conditions, readinessGates: ['a', 'b', 'c'] }), null)).toEqual([
      { code: 'readiness-gate', gate: 'a' },
      { code: 'readiness-gate', gate: 'b' },
    ]);
  });

  it('its Node, where that is known not to be Ready', () => {
    expect(whyNotReady(notReady(), new Map([['node-1', { ready: false }]]))).toEqual([
      { code: 'node-not-ready', node: 'node-1' },
    ]);
  });

  it('else the words of the Ready condition, or none', () => {
    const message = 'containers with unready status: [web]';
    expect(whyNotReady(notReady(), null)).toEqual([{ code: 'not-ready', reason: 'ContainersNotReady', message }]);
    expect(whyNotReady(aPod({ conditions: [] }), null)).toEqual([{ code: 'not-ready', reason: null, message: null }]);
  });
});
