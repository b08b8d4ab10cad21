import type { KubeObject } from '../cluster-api.ts';
import { fitsNode } from './node-affinity.ts';
import type { Labels, Pod } from './shapes.ts';

export interface Node extends KubeObject {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** Why a Node doesn't take a Pod. Source: k/k pkg/scheduler/framework/plugins, ErrReason of each. */
export function refusal(node: Node, pod: Pod): string | undefined {
  const tolerations = (pod.spec.tolerations ?? []) as readonly Toleration[];
  const unschedulableTaint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  const tolerates = (taint: { key: string; value?: string; effect: string }): boolean =>
    tolerations.some(
      (each) =>
        (each.effect === undefined || each.effect === '' || each.effect === taint.effect) &&
        (each.key === undefined || each.key === '' ? each.operator === 'Exists' : each.key === taint.key) &&
        (each.operator === 'Exists' || (each.value ?? '') === (taint.value ?? '')),
    );
  if (node.spec?.unschedulable === true && !tolerates(unschedulableTaint)) return 'node(s) were unschedulable';
  const taint = node.spec?.taints?.find((each) => each.effect !== 'PreferNoSchedule' && !tolerates(each));
  if (taint !== undefined) return 'node(s) had untolerated taint(s)';
  const labels: Labels = node.metadata.labels ?? {};
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const matches = wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  return matches && fitsNode(node, pod.spec.affinity) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}
