import type { Pod } from '#shared/kube/pod.ts';

/** Why something does not start, in Kubernetes' own words. */
export interface StartTrouble {
  readonly pod: string;
  readonly reason: string;
  readonly detail: string;
  /** It will not start however long one waits. */
  readonly final: boolean;
}

/** Reasons the kubelet writes while all goes well. */
const ON_ITS_WAY = ['ContainerCreating', 'PodInitializing'];

/** What keeps a client Pod from running; null where nothing is known to be wrong. Pure. */
export function startTrouble(pod: Pod): StartTrouble | null {
  const { name } = pod.meta;
  const status = pod.containers[0]?.status ?? null;
  if (pod.phase === 'Failed' || pod.phase === 'Succeeded') {
    const ended = status?.state.kind === 'terminated' ? status.state : null;
    const reason = ended?.reason ?? pod.reason ?? pod.phase;
    return { pod: name, reason, detail: ended?.message ?? pod.message ?? '', final: true };
  }
  const waiting = status?.state.kind === 'waiting' ? status.state : null;
  if (waiting?.reason != null && !ON_ITS_WAY.includes(waiting.reason)) {
    const { reason, message } = waiting;
    return { pod: name, reason, detail: message ?? '', final: reason === 'InvalidImageName' };
  }
  const scheduled = pod.conditions.find((condition) => condition.type === 'PodScheduled');
  if (scheduled?.status === 'False')
    return { pod: name, reason: scheduled.reason ?? 'Unschedulable', detail: scheduled.message ?? '', final: false };
  return null;
}
