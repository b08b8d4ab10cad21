import { StatusError } from '../../cluster-api.ts';
import type { ControllerParts } from '../controller.ts';
import { controllerReference, controllerOf } from '../owner-references.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { namespaceOf, type Labels } from '../shapes.ts';
import { fenceposts, HASH, REVISION, revisionOf, askedFor, type Deployment } from './deployment-shapes.ts';
import { setProgress } from './deployment-status.ts';
import { DEPLOYMENT_SOURCE, replicasAnnotations } from './scale-replica-set.ts';
import { sameTemplate, templateHash } from './template-hash.ts';

const HISTORY = 'deployment.kubernetes.io/revision-history';
/** Annotations of a Deployment that its ReplicaSets don't take over. Source: k/k deployment util annotationsToSkip. */
const SKIPPED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** The oldest ReplicaSet whose template is the Deployment's. */
export function findNewReplicaSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return byAge(sets).find(({ spec }) => sameTemplate(spec.template, deployment.spec.template));
}

/** Oldest first, then by name. */
export function byAge(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  const age = ({ metadata }: ReplicaSet): string => `${metadata.creationTimestamp} ${metadata.name}`;
  return [...sets].sort((a, b) => (age(a) < age(b) ? -1 : 1));
}

/** The ReplicaSet of the current template, with its revision and annotations as they should be; made where it is missing. */
export function ensureNewReplicaSet(
  parts: ControllerParts,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): ReplicaSet {
  const found = findNewReplicaSet(deployment, sets);
  const old = sets.filter((set) => set !== found);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (found === undefined) return create(parts, deployment, old, revision);
  const annotations = annotationsOf(deployment, found, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const same = Object.entries(annotations).every(([key, value]) => found.metadata.annotations?.[key] === value);
  setRevision(parts, deployment, annotations[REVISION] ?? '');
  if (!deployment.status?.conditions?.some(({ type }) => type === 'Progressing')) {
    setProgress(parts, deployment, 'FoundNewReplicaSet', `Found new replica set "${found.metadata.name}"`);
  }
  if (same && (found.spec.minReadySeconds ?? 0) === minReadySeconds) return found;
  return parts.api.update('apps/replicasets', namespaceOf(found), found.metadata.name, {
    ...found,
    metadata: { ...found.metadata, annotations },
    spec: { ...found.spec, minReadySeconds },
  }) as ReplicaSet;
}

function create(
  parts: ControllerParts,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
): ReplicaSet {
  const { spec, status, metadata } = deployment;
  const hash = templateHash(spec.template, status?.collisionCount);
  const labels: Labels = { ...spec.template.metadata?.labels, [HASH]: hash };
  const name = `${metadata.name}-${hash}`;
  const room = spec.replicas + fenceposts(deployment).surge - askedFor(old);
  const replicas = spec.strategy?.type === 'Recreate' ? spec.replicas : Math.max(0, Math.min(room, spec.replicas));
  const namespace = namespaceOf(deployment);
  let made: ReplicaSet;
  try {
    made = parts.api.create('apps/replicasets', namespace, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace,
        labels,
        ownerReferences: [controllerReference(deployment)],
        annotations: { ...annotationsOf(deployment, undefined, revision), ...replicasAnnotations(deployment) },
      },
      spec: {
        replicas,
        minReadySeconds: spec.minReadySeconds ?? 0,
        selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [HASH]: hash } },
        template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
      },
    }) as ReplicaSet;
  } catch (error) {
    return refused(parts, deployment, name, error);
  }
  if (replicas > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${replicas}`;
    parts.events.record(deployment, DEPLOYMENT_SOURCE, { type: 'Normal', reason: 'ScalingReplicaSet', message });
  }
  setRevision(parts, deployment, String(revision));
  setProgress(parts, deployment, 'NewReplicaSetCreated', `Created new replica set "${name}"`);
  return made;
}

/** The name is taken: by our own, or by another template with the same hash, for which the next try hashes otherwise. */
function refused(parts: ControllerParts, deployment: Deployment, name: string, error: unknown): never {
  if (error instanceof StatusError && error.status.reason === 'AlreadyExists') {
    const namespace = namespaceOf(deployment);
    const taken = parts.api.get('apps/replicasets', namespace, name);
    if (taken !== undefined && controllerOf(taken)?.uid !== deployment.metadata.uid) {
      const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
      const status = { ...deployment.status, collisionCount };
      parts.api.updateStatus('apps/deployments', namespace, deployment.metadata.name, status);
    }
  } else {
    const text = error instanceof Error ? error.message : String(error);
    const message = `Failed to create new replica set "${name}": ${text}`;
    setProgress(parts, deployment, 'ReplicaSetCreateError', message, 'False');
    const reason = 'ReplicaSetCreateError';
    parts.events.record(deployment, DEPLOYMENT_SOURCE, { type: 'Warning', reason, message });
  }
  throw error;
}

function annotationsOf(deployment: Deployment, set: ReplicaSet | undefined, revision: number): Labels {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !SKIPPED.includes(key));
  const before = set?.metadata.annotations ?? {};
  const merged = { ...before, ...Object.fromEntries(copied) };
  const current = set === undefined ? 0 : revisionOf(set);
  if (current >= revision) return merged;
  const history = before[HISTORY];
  const past = current === 0 ? {} : { [HISTORY]: history ? `${history},${current}` : String(current) };
  return { ...merged, ...past, [REVISION]: String(revision) };
}

/** The Deployment carries the revision of its newest ReplicaSet. */
function setRevision(parts: ControllerParts, deployment: Deployment, revision: string): void {
  const namespace = namespaceOf(deployment);
  const current = parts.api.get('apps/deployments', namespace, deployment.metadata.name);
  if (current === undefined || current.metadata.annotations?.[REVISION] === revision) return;
  const annotations = { ...current.metadata.annotations, [REVISION]: revision };
  const metadata = { ...current.metadata, annotations };
  parts.api.update('apps/deployments', namespace, deployment.metadata.name, { ...current, metadata });
}
