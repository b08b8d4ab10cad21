import type { Condition, Pod, PodPhase } from './shapes.ts';

/** The condition of that type, if it is there. */
export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether the Pod's condition Ready is True: containers, readiness gates, and nothing else. */
export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Succeeded and Failed are the phases nothing leaves. */
export function isTerminal(pod: Pod): boolean {
  return isTerminalPhase(pod.status?.phase);
}

export function isTerminalPhase(phase: PodPhase | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Neither ended nor ending: what a controller counts as there. Source: k/k pkg/controller IsPodActive. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** When the Pod will have been ready for that long, in ms since 1970; undefined while it isn't ready. */
export function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  return typeof ready.lastTransitionTime === 'string'
    ? Date.parse(ready.lastTransitionTime) + minReadySeconds * 1_000
    : undefined;
}

/** How often the container that restarted most did. */
export function mostRestarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
