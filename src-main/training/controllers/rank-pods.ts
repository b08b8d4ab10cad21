import { isReady, mostRestarts, conditionOf } from './pod-facts.ts';
import type { Pod } from './shapes.ts';

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
/** Ages are compared by their order of magnitude only, so that the choice among Pods of about one age is chance. */
const logAge = (since: string | null | undefined, now: number): number =>
  typeof since === 'string' ? Math.floor(Math.log2(Math.max(1, (now - Date.parse(since)) * 1e6))) : -1;

/**
 * Pods in the order in which scaling down ends them: not assigned, not running, not ready, cheap, doubled up on a Node,
 * young, often restarted. Source: k/k pkg/controller ActivePodsWithRanks.
 * @param related the active Pods of all owners that are related to this one: they count as doubled up.
 */
export function rankForDeletion(pods: readonly Pod[], related: readonly Pod[], now: number): readonly Pod[] {
  const perNode = new Map<string, number>();
  for (const { spec } of related) perNode.set(spec.nodeName ?? '', (perNode.get(spec.nodeName ?? '') ?? 0) + 1);
  const traits = (pod: Pod): readonly number[] => {
    const ready = isReady(pod);
    const since = conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime;
    return [
      pod.spec.nodeName ? 1 : 0,
      PHASES[pod.status?.phase ?? 'Pending'] ?? 0,
      ready ? 1 : 0,
      deletionCost(pod),
      -(perNode.get(pod.spec.nodeName ?? '') ?? 0),
      ready ? logAge(since, now) : 0,
      -mostRestarts(pod),
      logAge(pod.metadata.creationTimestamp, now),
    ];
  };
  const ranked = pods.map((pod) => ({ pod, traits: traits(pod) }));
  ranked.sort((a, b) => {
    const index = a.traits.findIndex((trait, place) => trait !== b.traits[place]);
    if (index >= 0) return (a.traits[index] ?? 0) - (b.traits[index] ?? 0);
    return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
  });
  return ranked.map(({ pod }) => pod);
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}
