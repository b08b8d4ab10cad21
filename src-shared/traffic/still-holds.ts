import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Pod } from '../kube/pod.ts';
import { currentMembers } from './current-members.ts';
import type { RunStatus } from './run-update.ts';

/** Who stands behind a port of a Service now. */
interface Behind {
  /** Of the Service. */
  readonly slices: readonly EndpointSlice[];
  /** Name of the ServicePort. */
  readonly portName: string;
  /** Null: not known, and the slices alone decide. */
  readonly pods: readonly Pod[] | null;
}

/**
 * Whether what a run met is still true of the Service: the endpoints it was sent to, all of them and all the time, are the
 * ones there are now, and none of them was made ready or started anew since. A refusal while nobody was ready, or by a Pod
 * that has been mended, says nothing of those that are ready now.
 * @param began when the run began, milliseconds since 1970 by the API server's clock
 */
export function stillHolds(
  { members, membershipChanges }: Pick<RunStatus, 'members' | 'membershipChanges'>,
  { slices, portName, pods }: Behind,
  began: number,
): boolean {
  if (membershipChanges.length > 0 || members.length === 0) return false;
  const asked = new Set(members.map(({ uid }) => uid));
  const ready = currentMembers(slices, portName).filter((member) => member.ready);
  if (ready.length !== asked.size || ready.some(({ uid }) => !asked.has(uid))) return false;
  return !(pods ?? []).some((pod) => asked.has(pod.meta.uid) && lastTurn(pod) > began);
}

/** When the Pod was last made ready or not, or one of its containers started. Whole seconds, by the Node's clock. */
function lastTurn({ conditions, containers }: Pod): number {
  const turned = conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? null;
  const started = containers.map(({ status }) => (status?.state.kind === 'running' ? status.state.startedAt : null));
  return Math.max(...[turned, ...started].map((time) => (time === null ? 0 : Date.parse(time))));
}
