import type { ControllerParts } from '../controller.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { askedFor, counted, fenceposts, type Deployment } from './deployment-shapes.ts';
import { byAge } from './new-replica-set.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

/** The sizes of a Deployment's ReplicaSets after one step of an update: the newest and the old ones. */
export interface Sizes {
  readonly newest: ReplicaSet;
  readonly old: readonly ReplicaSet[];
}

/** One step of a rolling update: the newest grows first; then the old shrink. Source: k/k deployment rolling.go. */
export function rollForward(parts: ControllerParts, deployment: Deployment, { newest, old }: Sizes): Sizes {
  const wanted = deployment.spec.replicas;
  const { surge } = fenceposts(deployment);
  const room = wanted + surge - askedFor([newest, ...old]);
  const growth = Math.max(0, Math.min(room, wanted - newest.spec.replicas));
  const size = newest.spec.replicas > wanted ? wanted : newest.spec.replicas + growth;
  const grown = scaleReplicaSet(parts, deployment, newest, size);
  if (grown.spec.replicas !== newest.spec.replicas) return { newest: grown, old };
  return { newest: grown, old: shrinkOld(parts, deployment, { newest: grown, old }) };
}

function shrinkOld(parts: ControllerParts, deployment: Deployment, { newest, old }: Sizes): readonly ReplicaSet[] {
  const minimum = deployment.spec.replicas - fenceposts(deployment).unavailable;
  const newestMissing = newest.spec.replicas - (newest.status?.availableReplicas ?? 0);
  let surplus = askedFor([newest, ...old]) - minimum - newestMissing;
  if (askedFor(old) === 0 || surplus <= 0) return old;
  const resize = (set: ReplicaSet, fewer: number): ReplicaSet =>
    fewer > 0 ? scaleReplicaSet(parts, deployment, set, set.spec.replicas - fewer) : set;
  // Those that don't work first: their end makes nothing less available.
  const healthy = byAge(old).map((set) => {
    const fewer = Math.min(surplus, set.spec.replicas - (set.status?.availableReplicas ?? 0));
    surplus -= Math.max(0, fewer);
    return resize(set, fewer);
  });
  let spare = counted([newest, ...healthy], 'availableReplicas') - minimum;
  return healthy.map((set) => {
    const fewer = Math.min(set.spec.replicas, spare);
    spare -= Math.max(0, fewer);
    return resize(set, fewer);
  });
}

/** A change of spec.replicas while an update is under way is shared among the ReplicaSets by size. Source: k/k deployment sync.go scale. */
export function scaleProportionally(
  parts: ControllerParts,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): readonly ReplicaSet[] {
  const wanted = deployment.spec.replicas;
  const active = sets.filter(({ spec }) => spec.replicas > 0);
  if (active.length <= 1) {
    const only = active[0] ?? byAge(sets).at(-1);
    return sets.map((set) => (set === only ? scaleReplicaSet(parts, deployment, set, wanted) : set));
  }
  const total = askedFor(active);
  const allowed = wanted > 0 ? wanted + fenceposts(deployment).surge : 0;
  const change = allowed - total;
  const newerFirst = change > 0;
  const aged = byAge(active);
  const ordered = [...(newerFirst ? [...aged].reverse() : aged)].sort((a, b) => b.spec.replicas - a.spec.replicas);
  let left = change;
  const sizes = new Map<ReplicaSet, number>();
  for (const set of ordered) {
    const exact = Math.round((set.spec.replicas * allowed) / total) - set.spec.replicas;
    const share = change > 0 ? Math.min(exact, left) : Math.max(exact, left);
    sizes.set(set, set.spec.replicas + share);
    left -= share;
  }
  const first = ordered[0];
  if (first !== undefined) sizes.set(first, Math.max(0, (sizes.get(first) ?? 0) + left));
  return sets.map((set) => scaleReplicaSet(parts, deployment, set, sizes.get(set) ?? set.spec.replicas));
}
