import type { ControllerParts } from '../controller.ts';
import { conditionOf } from '../pod-facts.ts';
import type { ReplicaSet } from '../replica-set.ts';
import { namespaceOf, type Condition } from '../shapes.ts';
import { rfc3339 } from '../times.ts';
import { askedFor, counted, fenceposts, type Deployment } from './deployment-shapes.ts';

type Verdict = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/**
 * Writes the whole status; whether it progresses is judged while it rolls out alone, not while it is paused, scaled or deleted.
 * Returns after how many ms the progress deadline is to be looked at. Source: k/k deployment sync.go syncDeploymentStatus, progress.go
 * syncRolloutStatus.
 */
export function writeDeploymentStatus(
  parts: ControllerParts,
  key: { readonly namespace: string; readonly name: string },
  sets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
  { rollsOut }: { readonly rollsOut: boolean },
): number | undefined {
  const { api } = parts;
  // As it stands now: revision and first conditions were written by this very reconciliation.
  const deployment = api.get('apps/deployments', key.namespace, key.name) as Deployment | undefined;
  if (deployment === undefined) return undefined;
  const { spec } = deployment;
  const available = counted(sets, 'availableReplicas');
  const counts = {
    replicas: counted(sets, 'replicas'),
    updatedReplicas: newest?.status?.replicas ?? 0,
    readyReplicas: counted(sets, 'readyReplicas'),
    availableReplicas: available,
  };
  const minimum = available >= spec.replicas - fenceposts(deployment).unavailable;
  const now = api.now();
  const start = withCondition(deployment.status?.conditions ?? [], availability(minimum), now);
  const { conditions, again } = rollsOut
    ? progress({ deployment, counts, conditions: start, newest, now })
    : { conditions: start, again: undefined };
  const failure = [...sets].map(({ status }) => conditionOf(status?.conditions, 'ReplicaFailure')).find(Boolean);
  const rest = conditions.filter(({ type }) => type !== 'ReplicaFailure');
  const unavailable = Math.max(0, askedFor(sets) - available);
  api.updateStatus('apps/deployments', key.namespace, key.name, {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: failure === undefined ? rest : withCondition(conditions, failure, now),
  });
  return again;
}

function availability(minimum: boolean): Verdict {
  return minimum
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

interface ProgressInput {
  readonly deployment: Deployment;
  readonly counts: Record<'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas', number>;
  readonly conditions: readonly Condition[];
  readonly newest: ReplicaSet | undefined;
  readonly now: number;
}

function progress(input: ProgressInput): { readonly conditions: readonly Condition[]; readonly again?: number } {
  const { deployment, counts, conditions, newest, now } = input;
  const { spec, metadata } = deployment;
  const current = conditionOf(conditions, 'Progressing');
  const done = counts.replicas === counts.updatedReplicas && current?.reason === 'NewReplicaSetAvailable';
  if (spec.progressDeadlineSeconds === undefined || done) return { conditions };
  const subject = newest === undefined ? `Deployment "${metadata.name}"` : `ReplicaSet "${newest.metadata.name}"`;
  const verdict = (reason: string, text: string, status: 'True' | 'False' = 'True'): Verdict => {
    return { type: 'Progressing', status, reason, message: `${subject} ${text}` };
  };
  const { updatedReplicas, replicas, availableReplicas } = counts;
  if ([updatedReplicas, replicas, availableReplicas].every((count) => count === spec.replicas)) {
    const complete = verdict('NewReplicaSetAvailable', 'has successfully progressed.');
    return { conditions: withCondition(conditions, complete, now) };
  }
  if (hasProgressed(deployment, counts)) {
    const others = conditions.filter(({ type }) => type !== 'Progressing');
    const moving = withCondition(others, verdict('ReplicaSetUpdated', 'is progressing.'), now);
    const since = current?.status === 'True' ? current.lastTransitionTime : rfc3339(now);
    return {
      conditions: moving.map((each) =>
        each.type === 'Progressing' ? { ...each, lastTransitionTime: since ?? null } : each,
      ),
      again: spec.progressDeadlineSeconds * 1_000,
    };
  }
  const updated = current?.lastUpdateTime;
  const since = typeof updated === 'string' ? Date.parse(updated) : now;
  const left = since + spec.progressDeadlineSeconds * 1_000 - now;
  if (current === undefined || spec.paused === true || current.status === 'False') return { conditions };
  if (left >= 0) return { conditions, again: left + 1_000 };
  return {
    conditions: withCondition(
      conditions,
      verdict('ProgressDeadlineExceeded', 'has timed out progressing.', 'False'),
      now,
    ),
  };
}

function hasProgressed({ status }: Deployment, counts: ProgressInput['counts']): boolean {
  const before = (field: keyof ProgressInput['counts']): number => status?.[field] ?? 0;
  return (
    counts.updatedReplicas > before('updatedReplicas') ||
    counts.replicas - counts.updatedReplicas < before('replicas') - before('updatedReplicas') ||
    counts.readyReplicas > before('readyReplicas') ||
    counts.availableReplicas > before('availableReplicas')
  );
}

/** Source: k/k deployment util SetDeploymentCondition: the same status and reason are no change, whatever the message. */
function withCondition(conditions: readonly Condition[], verdict: Verdict, now: number): readonly Condition[] {
  const before = conditionOf(conditions, verdict.type);
  if (before?.status === verdict.status && before.reason === verdict.reason) return conditions;
  const time = rfc3339(now);
  const since = before?.status === verdict.status ? before.lastTransitionTime : time;
  const { type, status, reason, message } = verdict;
  const fresh = { type, status, lastUpdateTime: time, lastTransitionTime: since ?? time, reason, message } as Condition;
  return [...conditions.filter((each) => each.type !== type), fresh];
}

/** Writes the condition Progressing alone. */
export function setProgress(
  { api }: ControllerParts,
  deployment: Deployment,
  reason: string,
  message: string,
  status: 'True' | 'False' | 'Unknown' = 'True',
): void {
  const { name } = deployment.metadata;
  const current = api.get('apps/deployments', namespaceOf(deployment), name) as Deployment | undefined;
  if (current?.spec.progressDeadlineSeconds === undefined) return;
  const verdict = { type: 'Progressing', status, reason, message };
  const conditions = withCondition(current.status?.conditions ?? [], verdict, api.now());
  api.updateStatus('apps/deployments', namespaceOf(deployment), name, { ...current.status, conditions });
}
