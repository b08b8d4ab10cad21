import { isReadinessFailure, type KubeEvent } from '../kube/kube-event.ts';
import type { Pod } from '../kube/pod.ts';

/** What made a Pod not ready was seen before it turned: with the defaults (3 failures, 10 s apart) up to 30 s. */
const BEFORE_MS = 120_000;

/**
 * What the kubelet said last of the readiness probe of a container in these Pods; null where no Event tells. They live an
 * hour, and a failure that a Pod has got over since says nothing of why it is not ready now.
 * @param events null: not known
 */
export function probeWords(
  events: readonly KubeEvent[] | null,
  pods: readonly Pod[],
  container: string,
): string | null {
  const since = new Map(pods.map((pod) => [pod.meta.uid, lastTurn(pod) - BEFORE_MS]));
  const told = (events ?? []).filter(
    (event) =>
      isReadinessFailure(event) &&
      (event.container === null || event.container === container) &&
      Date.parse(event.lastSeen) >= (since.get(event.involved.uid) ?? Number.POSITIVE_INFINITY),
  );
  const [first, ...others] = told;
  if (first === undefined) return null;
  // Of equals the first by name, so that the order of the Events does not matter.
  return others.reduce((last, event) => (keyOf(event) > keyOf(last) ? event : last), first).message;
}

function keyOf({ lastSeen, meta }: KubeEvent): string {
  return `${lastSeen} ${meta.name}`;
}

function lastTurn({ conditions }: Pod): number {
  const turned = conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? null;
  return turned === null ? 0 : Date.parse(turned);
}
