import type { Change, KubeObject } from '../cluster-api.ts';
import { claimObjects } from './claim-objects.ts';
import { controller, type ChangeListener, type ControllerParts } from './controller.ts';
import { controllerOf } from './owner-references.ts';
import { BURST, createPod, deletePod, isNamespaceTerminating } from './pod-control.ts';
import { availableAt, isActive, isReady, isTerminal } from './pod-facts.ts';
import { rankForDeletion } from './rank-pods.ts';
import { matchesSelector } from './selector.ts';
import {
  keyOf,
  namespaceOf,
  splitKey,
  type Condition,
  type LabelSelector,
  type Pod,
  type PodTemplate,
} from './shapes.ts';
import { rfc3339 } from './times.ts';

const COMPONENT = 'replicaset-controller';

/** What this controller and the Deployment's read of a ReplicaSet. */
export interface ReplicaSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly minReadySeconds?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** Keeps as many active Pods as each ReplicaSet asks for. Source: k/k pkg/controller/replicaset. */
export function replicaSets(parts: ControllerParts): ChangeListener {
  return controller(parts, {
    name: 'replica-set',
    delayMs: parts.settings.controllerDelayMs,
    keysOf: (change) => keysOf(parts, change),
    reconcile: (key) => reconcile(parts, key),
  });
}

function* keysOf({ api }: ControllerParts, { resource, object, previous }: Change): Iterable<string> {
  if (resource === 'apps/replicasets') yield keyOf(object);
  if (resource !== 'pods') return;
  const namespace = namespaceOf(object);
  let owned = false;
  for (const pod of [object, previous]) {
    const owner = pod && controllerOf(pod);
    if (owner?.kind === 'ReplicaSet') yield `${namespace}/${owner.name}`;
    owned ||= owner !== undefined;
  }
  // An orphan, or one just released, may be anyone's.
  if (owned && controllerOf(object) !== undefined) return;
  for (const set of api.list('apps/replicasets', namespace) as readonly ReplicaSet[]) {
    if (matchesSelector(set.spec.selector, object.metadata.labels)) yield keyOf(set);
  }
}

function reconcile(parts: ControllerParts, key: string): number | undefined {
  const [namespace, name] = splitKey(key);
  const set = parts.api.get('apps/replicasets', namespace, name) as ReplicaSet | undefined;
  if (set === undefined) return undefined;
  const claimed = claimObjects(parts.api, 'pods', set, set.spec.selector, (pod) => !isTerminal(pod as Pod));
  const active = (claimed as readonly Pod[]).filter(isActive);
  let problem: unknown;
  try {
    if (set.metadata.deletionTimestamp === undefined) scale(parts, set, active);
  } catch (error) {
    if (!isNamespaceTerminating(error)) problem = error;
  }
  // As the real one: the status tells of the Pods seen before scaling; the changes that follow bring it here again.
  const again = writeStatus(parts, set, active, problem);
  if (problem !== undefined) throw problem as Error;
  return again;
}

function scale(parts: ControllerParts, set: ReplicaSet, active: readonly Pod[]): void {
  const surplus = active.length - set.spec.replicas;
  for (let missing = Math.min(-surplus, BURST); missing > 0; missing -= 1) {
    createPod(parts, set, set.spec.template, COMPONENT);
  }
  if (surplus <= 0) return;
  const related = relatedPods(parts, set).filter(isActive);
  for (const pod of rankForDeletion(active, related, parts.api.now()).slice(0, Math.min(surplus, BURST))) {
    deletePod(parts, set, pod, COMPONENT);
  }
}

/** The Pods of all ReplicaSets of the same owner: during an update, two of them on a Node are doubled up. */
function relatedPods({ api }: ControllerParts, set: ReplicaSet): readonly Pod[] {
  const owner = controllerOf(set)?.uid;
  const sets = api
    .list('apps/replicasets', namespaceOf(set))
    .filter((other) => other === set || (owner !== undefined && controllerOf(other)?.uid === owner));
  const uids = new Set([set.metadata.uid, ...sets.map(({ metadata }) => metadata.uid)]);
  return (api.list('pods', namespaceOf(set)) as readonly Pod[]).filter((pod) => uids.has(controllerOf(pod)?.uid ?? ''));
}

function writeStatus(
  parts: ControllerParts,
  set: ReplicaSet,
  active: readonly Pod[],
  problem: unknown,
): number | undefined {
  const now = parts.api.now();
  const labels = set.spec.template.metadata?.labels ?? {};
  const times = active.map((pod) => availableAt(pod, set.spec.minReadySeconds ?? 0));
  const conditions = conditionsOf(parts, set, active, problem);
  const counts = {
    fullyLabeledReplicas: active.filter(({ metadata }) => matchesSelector({ matchLabels: labels }, metadata.labels))
      .length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: times.filter((at) => at !== undefined && at <= now).length,
  };
  parts.api.updateStatus('apps/replicasets', namespaceOf(set), set.metadata.name, {
    replicas: active.length,
    // A count of 0 is left out (omitempty), but for `replicas`.
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    observedGeneration: set.metadata.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  });
  const later = times.filter((at) => at !== undefined).filter((at) => at > now);
  return later.length === 0 ? undefined : Math.min(...later) - now;
}

function conditionsOf(
  parts: ControllerParts,
  set: ReplicaSet,
  active: readonly Pod[],
  problem: unknown,
): readonly Condition[] {
  const before = set.status?.conditions ?? [];
  const others = before.filter(({ type }) => type !== 'ReplicaFailure');
  if (problem === undefined) return others;
  if (others.length < before.length) return before;
  const message = problem instanceof Error ? problem.message : 'unknown';
  const reason = active.length < set.spec.replicas ? 'FailedCreate' : 'FailedDelete';
  const lastTransitionTime = rfc3339(parts.api.now());
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message }];
}
