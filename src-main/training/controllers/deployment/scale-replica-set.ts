import type { ControllerParts } from '../controller.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { namespaceOf } from '../shapes.ts';
import { DESIRED, fenceposts, MAXIMUM, type Deployment } from './deployment-shapes.ts';

/** Who tells of a Deployment's progress. */
export const DEPLOYMENT_SOURCE = { component: 'deployment-controller' };

/** Gives a ReplicaSet its size and notes what the Deployment wanted then. Tells of a change of size. */
export function scaleReplicaSet(
  parts: ControllerParts,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
): ReplicaSet {
  const annotations = { ...set.metadata.annotations, ...replicasAnnotations(deployment) };
  const before = set.metadata.annotations ?? {};
  const same = before[DESIRED] === annotations[DESIRED] && before[MAXIMUM] === annotations[MAXIMUM];
  if (set.spec.replicas === replicas && same) return set;
  const stored = parts.api.update('apps/replicasets', namespaceOf(set), set.metadata.name, {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas },
  }) as ReplicaSet;
  if (set.spec.replicas !== replicas) {
    const direction = set.spec.replicas < replicas ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`;
    parts.events.record(deployment, DEPLOYMENT_SOURCE, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
  return stored;
}

/** By which a later change of spec.replicas is told from an update. */
export function replicasAnnotations(deployment: Deployment): Readonly<Record<string, string>> {
  const { replicas } = deployment.spec;
  return { [DESIRED]: String(replicas), [MAXIMUM]: String(replicas + fenceposts(deployment).surge) };
}
