import { conditionOf } from '../pod-facts.ts';
import type { Condition, Pod, PodPhase } from '../shapes.ts';
import { isRunning, latestEnd, statusOf, type ContainerRecord } from './container-record.ts';

type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

const TRUE: Verdict = { status: 'True' };
/** The conditions that are the kubelet's and the scheduler's; all others, readiness gates too, are left as they stand. */
export const OWN_CONDITIONS: readonly string[] = [
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
];

/**
 * The Pod's conditions, in the kubelet's order, each with the time of its latest change of status.
 * Source: k/k pkg/kubelet/status/generate.go, status_manager.go (mergePodStatus).
 */
export function podConditions(
  pod: Pod,
  records: readonly ContainerRecord[],
  facts: { readonly phase: PodPhase; readonly sandbox: boolean; readonly now: string },
): readonly Condition[] {
  const before = pod.status?.conditions ?? [];
  const containers = containersReady(records, facts.phase);
  const verdicts: Readonly<Record<string, Verdict>> = {
    PodReadyToStartContainers: facts.sandbox ? TRUE : { status: 'False' },
    Initialized: initialized(records, facts.phase),
    Ready: containers.status === 'True' ? gatesReady(pod) : containers,
    ContainersReady: containers,
    PodScheduled: TRUE,
  };
  const own = Object.entries(verdicts).map(([type, verdict]) => {
    const old = conditionOf(before, type);
    const since = old?.status === verdict.status ? old.lastTransitionTime : facts.now;
    const { generation } = pod.metadata;
    return {
      type,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      ...verdict,
      lastProbeTime: null,
      lastTransitionTime: since ?? facts.now,
    };
  });
  return [...before.filter(({ type }) => !OWN_CONDITIONS.includes(type)), ...own];
}

function containersReady(records: readonly ContainerRecord[], phase: PodPhase): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = records.filter((record) => record.role !== 'init' && !statusOf(record).ready);
  // In the order of pod.spec, sidecars before the rest.
  return unready.length === 0 ? TRUE : notYet('ContainersNotReady', 'unready', unready);
}

function initialized(records: readonly ContainerRecord[], phase: PodPhase): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const begun = records.some(
    (record) => record.role === 'main' && (isRunning(record) || latestEnd(record) !== undefined),
  );
  const open = records.filter(
    (record) =>
      (record.role === 'init' && !statusOf(record).ready) || (record.role === 'sidecar' && !statusOf(record).started),
  );
  return begun || open.length === 0 ? TRUE : notYet('ContainersNotInitialized', 'incomplete', open);
}

function notYet(reason: string, word: string, records: readonly ContainerRecord[]): Verdict {
  const names = records.map(({ spec }) => spec.name).join(' ');
  return { status: 'False', reason, message: `containers with ${word} status: [${names}]` };
}

function gatesReady(pod: Pod): Verdict {
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = conditionOf(pod.status?.conditions, conditionType);
    if (gate === undefined) {
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    }
    return gate.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`];
  });
  return messages.length === 0
    ? TRUE
    : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
