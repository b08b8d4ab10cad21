import type { Container, Pod } from '../kube/pod.ts';

/** Up to this age a Pod that is not up yet is on its way, not broken. */
const STARTING_MS = 30_000;
/** A probe is first asked within one period after its delay; this is the default of periodSeconds. */
const PERIOD_MS = 10_000;

/** Until when a Pod that is not up is on its way, whatever keeps it, milliseconds since 1970. */
export function startingUntil({ meta }: Pick<Pod, 'meta'>): number {
  return Date.parse(meta.creationTimestamp) + STARTING_MS;
}

/** Until when its readiness may be waited for: no excuse for an image that can't be pulled meanwhile. */
export function awaitedUntil(pod: Pod): number {
  return Math.max(startingUntil(pod), ...[...pod.containers, ...pod.initContainers].map(probedFrom));
}

/**
 * When the readiness probe has been asked; until then the kubelet takes the container for not ready. 0: it has been, or the
 * container has none that waits. Of the first start only: one that is started again and again is no longer on its way.
 */
export function probedFrom({ readinessDelaySeconds: delay, status }: Container): number {
  if (delay === 0 || status === null || status.restartCount > 0) return 0;
  const { state } = status;
  if (state.kind !== 'running' || state.startedAt === null) return 0;
  return Date.parse(state.startedAt) + delay * 1_000 + PERIOD_MS;
}
