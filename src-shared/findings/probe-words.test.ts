import { describe, expect, it } from 'vitest';
import { aCondition, aContainer, aContainerStatus, aPod, conditionsOf } from '../../test/support/builders.ts';
import { anEvent } from '../../test/renderer/course-cluster.ts';
import { aWorld, inputOf, NOW, type World } from '../../test/support/findings/world.ts';
import type { KubeEvent } from '../kube/kube-event.ts';
import type { Pod } from '../kube/pod.ts';
import { diagnose } from './diagnose.ts';
import { nextLook } from './facts.ts';

const time = (seconds: number): string => new Date(NOW + seconds * 1_000).toISOString();
const FAILED = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
const unhealthy = (pod: string, more: Partial<KubeEvent> = {}): KubeEvent =>
  anEvent(pod, 5, { reason: 'Unhealthy', message: FAILED, lastSeen: time(-5), ...more });

/** Pods that run and are not ready, since so many seconds. */
function failing(names: readonly string[], more: Partial<Parameters<typeof aContainer>[0]> = {}): readonly Pod[] {
  const turned = aCondition('Ready', 'False', { lastTransitionTime: time(-60) });
  const conditions = [...conditionsOf(false).filter(({ type }) => type !== 'Ready'), turned];
  const container = aContainer({
    readinessProbe: { kind: 'httpGet', port: 8080, path: '/ready' },
    status: aContainerStatus({ ready: false }),
    ...more,
  });
  return names.map((name, index) =>
    aPod({ meta: { name }, podIPs: [`10.244.0.${String(index + 1)}`], conditions, containers: [container] }),
  );
}
const found = (world: Partial<World>) => diagnose(inputOf(aWorld(world)));
const said = (events: readonly KubeEvent[] | null, names: readonly string[] = ['web-1']) =>
  found({ pods: failing(names), events }).map(({ code, parameters }) => [
    code,
    'message' in parameters ? parameters.message : '',
  ]);
const probe = (message: string | null) => [['readiness-probe-fails', message]];

describe('what the probe got', () => {
  it.each<[string, readonly KubeEvent[] | null, string | null]>([
    ['is told', [unhealthy('web-1')], FAILED],
    ['is not known without Events', null, null],
    ['is not another Pod’s', [unhealthy('web-9')], null],
    ['is not another reason’s', [unhealthy('web-1', { reason: 'BackOff' })], null],
    ['is not the liveness probe’s', [unhealthy('web-1', { message: 'Liveness probe failed: x' })], null],
    ['is not another container’s', [unhealthy('web-1', { container: 'proxy' })], null],
    ['is this container’s', [unhealthy('web-1', { container: 'web' })], FAILED],
    ['is nothing that it has got over since', [unhealthy('web-1', { lastSeen: time(-60 - 121) })], null],
    ['may be from before it turned', [unhealthy('web-1', { lastSeen: time(-60 - 119) })], FAILED],
    [
      'is the last of it',
      [unhealthy('web-1', { lastSeen: time(-9), message: 'Readiness probe failed: old' }), unhealthy('web-1')],
      FAILED,
    ],
  ])('%s', (_, events, message) => {
    expect(said(events)).toEqual(probe(message));
  });

  it.each([
    ['what it got', [unhealthy('web-1')], FAILED],
    ['what came of it', [], 'ready=false'],
  ])('stands beside what the probe asks: %s', (_, events, right) => {
    const [failure] = found({ pods: failing(['web-1']), events });
    expect(failure?.values).toEqual({ expected: 'httpGet :8080/ready', found: right });
  });

  it('is one finding for all Pods, though each got it from an address of its own', () => {
    const got = (pod: string, seconds: number, ip: string) =>
      unhealthy(pod, { lastSeen: time(seconds), message: `Readiness probe failed: Get "http://${ip}:8080/ready"` });
    const events = [got('web-1', -3, '10.244.0.1'), got('web-2', -2, '10.244.0.2')];
    const last = 'Readiness probe failed: Get "http://10.244.0.2:8080/ready"';
    expect(said(events, ['web-1', 'web-2'])).toEqual(probe(last));
    expect(said(events.toReversed(), ['web-1', 'web-2'])).toEqual(probe(last));
  });
});

describe('a probe that is not asked yet', () => {
  const started = (secondsAgo: number, restartCount = 0) =>
    failing(['web-1'], {
      readinessDelaySeconds: 60,
      status: aContainerStatus({
        ready: false,
        restartCount,
        state: { kind: 'running', startedAt: time(-secondsAgo) },
      }),
    });
  const attention = (pods: readonly Pod[]) =>
    found({ pods })
      .map(({ code, severity }) => `${code} ${severity}`)
      .filter((each) => !each.startsWith('no-'));

  it('does not fail: the Pod is starting until initialDelaySeconds are over, and one period', () => {
    expect(attention(started(69))).toEqual(['pod-starts info']);
    expect(attention(started(70))).toEqual(['readiness-probe-fails error']);
  });

  it.each([
    ['ImagePullBackOff', 'image-pull-fails'],
    ['CrashLoopBackOff', 'container-crash-loops'],
    ['CreateContainerConfigError', 'container-does-not-start'],
  ])('excuses nothing but the wait for it: a container beside it in %s is an error', (reason, code) => {
    const [pod] = started(20);
    const beside = aContainer({
      name: 'proxy',
      status: aContainerStatus({ ready: false, started: false, state: { kind: 'waiting', reason, message: null } }),
    });
    const both = pod === undefined ? [] : [{ ...pod, containers: [...pod.containers, beside] }];
    expect(attention(both)).toEqual([`${code} error`, 'pod-starts info']);
  });

  it('is looked at again then', () => {
    expect(nextLook({ now: NOW, lastChange: null, pods: started(50) })).toBe(NOW + 20_000);
  });

  it('fails all the same in a container that was started before', () => {
    expect(attention(started(10, 3))).toEqual(['readiness-probe-fails error']);
  });
});
