import type { Container, ContainerState, Pod } from '../../../src-shared/kube/pod.ts';
import { aCondition, aContainer, aContainerStatus, aPod, aService, conditionsOf } from '../builders.ts';
import type { FindingCase, World } from './world.ts';
import { NOW, aWorld, nodesOf } from './world.ts';

const ENDED = { reason: 'Error', message: null, exitCode: 1, signal: null, finishedAt: null };

/** Pod `sick` beside the well ones. */
const beside = (pod: Parameters<typeof aPod>[0], world: Partial<World> = {}): World =>
  aWorld({ pods: [...(aWorld().pods ?? []), sick(pod)], ...world });
const sick = (pod: Parameters<typeof aPod>[0]): Pod =>
  aPod({ podIPs: ['10.244.0.9'], conditions: conditionsOf(false), ...pod, meta: { name: 'sick', ...pod?.meta } });
const withState = (state: ContainerState, isReady = false): World =>
  beside({ containers: [aContainer({ status: aContainerStatus({ ready: isReady, state }) })] });
const waiting = (reason: string): World => withState({ kind: 'waiting', reason, message: null });
const init = (state: ContainerState): readonly Container[] => [
  aContainer({ name: 'setup', status: aContainerStatus({ ready: false, state }) }),
];
const initializing = (state: ContainerState): World =>
  beside({ phase: 'Pending', conditions: [aCondition('PodScheduled', 'True')], initContainers: init(state) });
const probed = (status: Parameters<typeof aContainerStatus>[0]): World =>
  beside({
    containers: [
      aContainer({
        readinessProbe: { kind: 'httpGet', port: 8080, path: '/ready' },
        status: aContainerStatus(status),
      }),
    ],
  });
const gated = (status: 'True' | 'False'): World =>
  beside({
    readinessGates: ['example.com/lb'],
    conditions: [...conditionsOf(false), aCondition('example.com/lb', status)],
  });
const withoutIp = (podIPs: readonly string[]): World => beside({ podIPs, conditions: conditionsOf(true) });
const scheduled = (nodeName: string | null): World =>
  beside({ nodeName, phase: 'Pending', podIPs: [], conditions: [] });
const phase = (value: Pod['phase']): World => beside({ phase: value, conditions: conditionsOf(true) });
const onNode = (ready: boolean): World =>
  beside({ nodeName: 'node-2' }, { nodes: nodesOf({ 'node-1': true, 'node-2': ready }) });
const published = (publishNotReadyAddresses: boolean): World =>
  beside({}, { service: aService({ publishNotReadyAddresses }) });
const waitingSince = (creationTimestamp: string): World => beside({ meta: { creationTimestamp } });

/** R4 and R8: one Pod that is no ready endpoint, beside two that are. */
export const POD_CASES: readonly FindingCase[] = [
  { code: 'pod-unscheduled', raised: scheduled(null), nearMiss: scheduled('node-1') },
  { code: 'pod-without-ip', raised: withoutIp([]), nearMiss: withoutIp(['10.244.0.9']) },
  { code: 'image-pull-fails', raised: waiting('ImagePullBackOff'), nearMiss: waiting('ContainerCreating') },
  { code: 'container-crash-loops', raised: waiting('CrashLoopBackOff'), nearMiss: waiting('ContainerCreating') },
  {
    code: 'container-does-not-start',
    raised: waiting('CreateContainerConfigError'),
    nearMiss: waiting('ContainerCreating'),
  },
  {
    code: 'container-ended',
    raised: withState({ kind: 'terminated', ...ENDED }),
    nearMiss: withState({ kind: 'terminated', ...ENDED }, true),
  },
  {
    code: 'init-container-fails',
    raised: initializing({ kind: 'waiting', reason: 'CrashLoopBackOff', message: null }),
    nearMiss: initializing({ kind: 'waiting', reason: null, message: null }),
  },
  {
    code: 'pod-starts',
    raised: waiting('ContainerCreating'),
    nearMiss: waiting('ErrImagePull'),
  },
  {
    code: 'startup-probe-pending',
    raised: probed({ ready: false, started: false }),
    nearMiss: probed({ ready: false, started: true }),
  },
  {
    code: 'readiness-probe-fails',
    raised: probed({ ready: false, started: true }),
    nearMiss: probed({ ready: true, started: true }),
  },
  { code: 'readiness-gate-shut', raised: gated('False'), nearMiss: gated('True') },
  { code: 'node-not-ready', raised: onNode(false), nearMiss: onNode(true) },
  {
    code: 'node-missing',
    raised: beside({ nodeName: 'ghost', conditions: conditionsOf(true) }),
    nearMiss: beside({ nodeName: 'node-1', conditions: conditionsOf(true) }),
  },
  {
    code: 'pod-not-ready',
    raised: beside({ conditions: ready('False') }),
    nearMiss: beside({ conditions: ready('True') }),
  },
  { code: 'pod-completed', raised: phase('Succeeded'), nearMiss: phase('Running') },
  { code: 'pod-failed', raised: phase('Failed'), nearMiss: phase('Running') },
  {
    code: 'pod-terminating',
    raised: beside({ conditions: conditionsOf(true), meta: { deletionTimestamp: '2026-01-01T00:59:50Z' } }),
    nearMiss: beside({ conditions: conditionsOf(true), meta: { deletionTimestamp: null } }),
  },
  {
    code: 'not-ready-gets-traffic',
    raised: published(true),
    nearMiss: published(false),
    beside: ['pod-not-ready'],
  },
];

/** Worlds in which a Pod is on its way, and the same a little later. */
export const STARTING = waitingSince(new Date(NOW - 5_000).toISOString());
export const STARTED_LONG_AGO = waitingSince(new Date(NOW - 50_000).toISOString());

function ready(status: 'True' | 'False'): Pod['conditions'] {
  return [aCondition('Ready', status)];
}
