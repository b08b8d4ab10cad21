import type { KubeObject } from '../../cluster-api.ts';
import type { Condition, LabelSelector, PodTemplate } from '../shapes.ts';
import type { ReplicaSet } from '../replica-set.ts';

/** What the controller reads of a Deployment. */
export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly paused?: boolean;
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit?: number;
    readonly progressDeadlineSeconds?: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
    };
  };
  readonly status?: {
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly collisionCount?: number;
    readonly conditions?: readonly Condition[];
  };
}

export const REVISION = 'deployment.kubernetes.io/revision';
export const DESIRED = 'deployment.kubernetes.io/desired-replicas';
export const MAXIMUM = 'deployment.kubernetes.io/max-replicas';
export const HASH = 'pod-template-hash';

/** How many Pods more, and how many fewer, an update may have. Source: k/k deployment util ResolveFenceposts. */
export function fenceposts({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  if (spec.strategy?.type === 'Recreate' || spec.replicas === 0) return { surge: 0, unavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const scaled = (value: number | string, round: (exact: number) => number): number =>
    typeof value === 'number' ? value : round((Number.parseInt(value, 10) * spec.replicas) / 100);
  const surge = scaled(maxSurge, Math.ceil);
  const unavailable = scaled(maxUnavailable, Math.floor);
  return { surge, unavailable: Math.min(spec.replicas, surge === 0 && unavailable === 0 ? 1 : unavailable) };
}

/** Replicas asked for by all of them. */
export function askedFor(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
}

/** Replicas that are there, ready or available, by all of them. */
export function counted(
  sets: readonly ReplicaSet[],
  field: 'replicas' | 'readyReplicas' | 'availableReplicas',
): number {
  return sets.reduce((sum, { status }) => sum + (status?.[field] ?? 0), 0);
}

/** The revision of a ReplicaSet, 0 where it has none. */
export function revisionOf({ metadata }: KubeObject): number {
  const revision = Number(metadata.annotations?.[REVISION] ?? 0);
  return Number.isInteger(revision) ? revision : 0;
}
