import type { Change } from '../../cluster-api.ts';
import { claimObjects } from '../claim-objects.ts';
import { controller, type ChangeListener, type ControllerParts } from '../controller.ts';
import { controllerOf } from '../owner-references.ts';
import { isTerminal } from '../pod-facts.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { matchesSelector } from '../selector.ts';
import { keyOf, namespaceOf, splitKey, type Pod } from '../shapes.ts';
import { counted, DESIRED, revisionOf, type Deployment } from './deployment-shapes.ts';
import { setProgress, writeDeploymentStatus } from './deployment-status.ts';
import { ensureNewReplicaSet, findNewReplicaSet } from './new-replica-set.ts';
import { rollForward, scaleProportionally } from './rollout.ts';
import { scaleReplicaSet } from './scale-replica-set.ts';

/** Moves each Deployment's ReplicaSets from the old template to the new. Source: k/k pkg/controller/deployment. */
export function deployments(parts: ControllerParts): ChangeListener {
  return controller(parts, {
    name: 'deployment',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: (change) => keysOf(parts, change),
    reconcile: (key) => {
      const [namespace, name] = splitKey(key);
      const deployment = parts.api.get('apps/deployments', namespace, name) as Deployment | undefined;
      return deployment === undefined ? undefined : reconcile(parts, deployment);
    },
  });
}

function* keysOf({ api }: ControllerParts, { type, resource, object, previous }: Change): Iterable<string> {
  if (resource === 'apps/deployments') yield keyOf(object);
  const namespace = namespaceOf(object);
  if (resource === 'apps/replicasets') {
    for (const set of [object, previous]) {
      const owner = set && controllerOf(set);
      if (owner?.kind === 'Deployment') yield `${namespace}/${owner.name}`;
    }
    if (controllerOf(object) !== undefined) return;
    for (const each of api.list('apps/deployments', namespace) as readonly Deployment[]) {
      if (matchesSelector(each.spec.selector, object.metadata.labels)) yield keyOf(each);
    }
  }
  // Recreate waits for the last old Pod to go.
  if (resource !== 'pods' || type !== 'DELETED') return;
  const owner = controllerOf(object);
  const set = owner?.kind === 'ReplicaSet' ? api.get('apps/replicasets', namespace, owner.name) : undefined;
  const above = set && controllerOf(set);
  if (above?.kind === 'Deployment') yield `${namespace}/${above.name}`;
}

function reconcile(parts: ControllerParts, deployment: Deployment): number | undefined {
  const { spec, metadata } = deployment;
  const key = { namespace: namespaceOf(deployment), name: metadata.name };
  const sets = claimObjects(parts.api, 'apps/replicasets', deployment, spec.selector) as readonly ReplicaSet[];
  const found = findNewReplicaSet(deployment, sets);
  if (metadata.deletionTimestamp !== undefined)
    return writeDeploymentStatus(parts, key, sets, found, { rollsOut: false });
  tellPaused(parts, deployment);
  if (spec.paused === true || isScaling(deployment, sets)) {
    const scaled = scaleProportionally(parts, deployment, sets);
    if (spec.paused === true)
      cleanUp(
        parts,
        deployment,
        scaled.filter(({ metadata: { uid } }) => uid !== found?.metadata.uid),
      );
    return writeDeploymentStatus(parts, key, scaled, findNewReplicaSet(deployment, scaled), { rollsOut: false });
  }
  if (spec.strategy?.type === 'Recreate') return recreate(parts, deployment, sets);
  const newest = ensureNewReplicaSet(parts, deployment, sets);
  const old = sets.filter((set) => set.metadata.uid !== newest.metadata.uid);
  const sizes = rollForward(parts, deployment, { newest, old });
  return finish(parts, deployment, sizes.old, sizes.newest);
}

/** All old Pods end before the first new one starts. Source: k/k deployment recreate.go. */
function recreate(parts: ControllerParts, deployment: Deployment, sets: readonly ReplicaSet[]): number | undefined {
  const key = { namespace: namespaceOf(deployment), name: deployment.metadata.name };
  const found = findNewReplicaSet(deployment, sets);
  const old = sets.filter((set) => set !== found);
  const active = old.filter(({ spec }) => spec.replicas > 0);
  if (active.length > 0 || oldPodsLeft(parts, old)) {
    const scaled = old.map((set) => scaleReplicaSet(parts, deployment, set, 0));
    return writeDeploymentStatus(parts, key, found === undefined ? scaled : [...scaled, found], found, {
      rollsOut: true,
    });
  }
  const newest = ensureNewReplicaSet(parts, deployment, sets);
  return finish(parts, deployment, old, scaleReplicaSet(parts, deployment, newest, deployment.spec.replicas));
}

function oldPodsLeft({ api }: ControllerParts, old: readonly ReplicaSet[]): boolean {
  const first = old[0];
  if (first === undefined) return false;
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  const pods = api.list('pods', namespaceOf(first)) as readonly Pod[];
  return counted(old, 'replicas') > 0 || pods.some((pod) => uids.has(controllerOf(pod)?.uid ?? '') && !isTerminal(pod));
}

function finish(
  parts: ControllerParts,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newest: ReplicaSet,
): number | undefined {
  const { replicas } = deployment.spec;
  const { status } = deployment;
  const complete = [status?.updatedReplicas, status?.replicas, status?.availableReplicas].every(
    (count) => (count ?? 0) === replicas,
  );
  if (complete) cleanUp(parts, deployment, old);
  const key = { namespace: namespaceOf(deployment), name: deployment.metadata.name };
  return writeDeploymentStatus(parts, key, [...old, newest], newest, { rollsOut: true });
}

/** Keeps revisionHistoryLimit empty ReplicaSets to go back to. */
function cleanUp({ api }: ControllerParts, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, alive.length - limit));
  for (const { spec, status, metadata } of surplus) {
    const observed = (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
    if ((status?.replicas ?? 0) !== 0 || spec.replicas !== 0 || !observed) continue;
    api.delete('apps/replicasets', metadata.namespace, metadata.name, { propagationPolicy: 'Background' });
  }
}

/** Whether spec.replicas changed since the ReplicaSets were last sized. Source: k/k deployment isScalingEvent. */
function isScaling({ spec }: Deployment, sets: readonly ReplicaSet[]): boolean {
  return sets.some((set) => {
    const desired = set.metadata.annotations?.[DESIRED];
    return set.spec.replicas > 0 && desired !== undefined && Number(desired) !== spec.replicas;
  });
}

/** A pause stops the clock of the progress deadline. Source: k/k deployment checkPausedConditions. */
function tellPaused(parts: ControllerParts, deployment: Deployment): void {
  const current = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (current?.reason === 'ProgressDeadlineExceeded') return;
  const paused = current?.reason === 'DeploymentPaused';
  if (deployment.spec.paused === true && !paused) {
    setProgress(parts, deployment, 'DeploymentPaused', 'Deployment is paused', 'Unknown');
  } else if (deployment.spec.paused !== true && paused) {
    setProgress(parts, deployment, 'DeploymentResumed', 'Deployment is resumed', 'Unknown');
  }
}
