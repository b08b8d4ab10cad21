import type { TrainingNode } from '../settings.ts';
import { isTerminal, isTerminalPhase } from '../pod-facts.ts';
import type { Pod, PodPhase, PodStatus } from '../shapes.ts';
import { statusOf, type ContainerRecord } from './container-record.ts';
import { podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';

/** What a Pod's status is made of. */
export interface StatusFacts {
  readonly node: TrainingNode;
  readonly podIP: string | undefined;
  /** Its sandbox stands. */
  readonly sandbox: boolean;
  readonly startTime: string;
  readonly now: string;
  /** No container will be started again. */
  readonly ending: boolean;
  /** Why the Pod was ended from outside its containers: that makes it Failed. */
  readonly failure: { readonly reason: string; readonly message: string } | undefined;
}

/** The whole status of a Pod as its kubelet writes it; what others wrote there stays. */
export function podStatus(pod: Pod, records: readonly ContainerRecord[], facts: StatusFacts): PodStatus {
  const reached = phaseReached(pod, records, facts);
  // Told only once the sandbox is gone; the conditions say before that it is over. Source: status_manager.go mergePodStatus.
  const held = facts.sandbox && isTerminalPhase(reached) && !isTerminal(pod);
  const phase = held ? (pod.status?.phase ?? 'Pending') : reached;
  const { node, podIP, startTime, now } = facts;
  const inits = records.filter(({ role }) => role !== 'main');
  return {
    ...pod.status,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase,
    conditions: podConditions(pod, records, { phase: reached, sandbox: facts.sandbox, now }),
    ...(held ? {} : facts.failure),
    hostIP: node.address,
    hostIPs: [{ ip: node.address }],
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime,
    ...(inits.length > 0 ? { initContainerStatuses: inits.map(statusOf) } : {}),
    containerStatuses: byName(records.filter(({ role }) => role === 'main')).map(statusOf),
  };
}

/** The phase its containers have come to. One that is terminal is never left. */
export function phaseReached(
  pod: Pod,
  records: readonly ContainerRecord[],
  { failure, ending }: Pick<StatusFacts, 'failure' | 'ending'>,
): PodPhase {
  if (failure !== undefined) return 'Failed';
  return isTerminal(pod) ? (pod.status?.phase ?? 'Pending') : podPhase(records, pod.spec.restartPolicy, ending);
}

/** The kubelet sorts containerStatuses by name, initContainerStatuses by their order in the spec. */
function byName(records: readonly ContainerRecord[]): readonly ContainerRecord[] {
  return [...records].sort((a, b) => (a.spec.name < b.spec.name ? -1 : 1));
}
