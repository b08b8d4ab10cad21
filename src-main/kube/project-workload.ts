import type { Workload, WorkloadKind } from '#shared/kube/workload.ts';
import { asNumber, asObject } from './json-shape.ts';
import { projectMeta, projectTextMap, type Projector } from './project-meta.ts';

/** apps/v1 Deployment, ReplicaSet, StatefulSet or DaemonSet: a list's items do not say their kind. */
export function projectWorkload(kind: WorkloadKind): Projector<Workload> {
  return (raw, share) => {
    const meta = projectMeta(raw, share);
    if (meta === null) return null;
    const spec = asObject(asObject(raw).spec);
    const status = asObject(asObject(raw).status);
    const template = asObject(asObject(spec.template).metadata);
    return {
      kind,
      meta,
      // Absent means 1. Source: k8s.io/kubernetes pkg/apis/apps/v1 defaults.
      replicas: kind === 'DaemonSet' ? null : (asNumber(spec.replicas) ?? 1),
      // Go leaves out a status.replicas of 0.
      currentReplicas: asNumber(kind === 'DaemonSet' ? status.currentNumberScheduled : status.replicas) ?? 0,
      podLabels: projectTextMap(template.labels, share),
    };
  };
}
