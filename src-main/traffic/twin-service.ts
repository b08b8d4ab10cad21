import { failure, type Failure } from '#shared/ipc/failure.ts';
import {
  DEFAULT_AFFINITY_TIMEOUT_SECONDS,
  isHeadless,
  type Service,
  type ServicePort,
  type SessionAffinity,
} from '#shared/kube/service.ts';
import { runAnnotations, runLabels, twinName, type RunMarks } from './run-marks.ts';

export function otherAffinity(affinity: SessionAffinity): SessionAffinity {
  return affinity === 'None' ? 'ClientIP' : 'None';
}

/**
 * The temporary Service that stands beside the user's own with the other sessionAffinity. Built from a fixed list of
 * fields: never the user's labels or annotations, nodePort, external* or loadBalancer*, which controllers act on.
 * @param anchor the client Job: with it the twin goes
 */
export function twinService(
  original: Service,
  marks: RunMarks,
  anchor: { readonly name: string; readonly uid: string },
): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: twinName(marks.run),
      namespace: original.meta.namespace,
      labels: runLabels(marks),
      annotations: runAnnotations(marks),
      // No blockOwnerDeletion: it asks for a right on the Job's finalizers that nobody gives.
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: anchor.name, uid: anchor.uid }],
    },
    spec: twinSpec(original),
  };
}

/** Everything by which a twin is chosen for and routed as the original is, but for the affinity. */
export function twinSpec(original: Service): object {
  const sessionAffinity = otherAffinity(original.sessionAffinity);
  return {
    type: 'ClusterIP',
    selector: original.selector,
    ports: original.ports.map(twinPort),
    sessionAffinity,
    ...affinityConfig(sessionAffinity, DEFAULT_AFFINITY_TIMEOUT_SECONDS),
    publishNotReadyAddresses: original.publishNotReadyAddresses,
    internalTrafficPolicy: original.internalTrafficPolicy,
    ...(original.trafficDistribution === null ? {} : { trafficDistribution: original.trafficDistribution }),
    ...(original.ipFamilies.length === 0 ? {} : { ipFamilies: original.ipFamilies }),
    ...(original.ipFamilyPolicy === null ? {} : { ipFamilyPolicy: original.ipFamilyPolicy }),
  };
}

/** `sessionAffinityConfig` is forbidden with None. Source: k/k pkg/apis/core/validation ValidateService. */
export function affinityConfig(affinity: SessionAffinity, timeoutSeconds: number): object {
  return affinity === 'None' ? {} : { sessionAffinityConfig: { clientIP: { timeoutSeconds } } };
}

/** Why a Service has no twin; null where it can have one. */
export function twinRefusal(service: Service): Failure | null {
  if (service.type === 'ExternalName') return failure('traffic.twin-unsupported', { reason: 'ExternalName' });
  if (isHeadless(service)) return failure('traffic.twin-unsupported', { reason: 'headless' });
  const selected = service.selector !== null && Object.keys(service.selector).length > 0;
  return selected ? null : failure('traffic.twin-unsupported', { reason: 'no-selector' });
}

function twinPort(port: ServicePort): object {
  return {
    ...(port.name === '' ? {} : { name: port.name }),
    port: port.port,
    targetPort: port.targetPort,
    protocol: port.protocol,
    ...(port.appProtocol === null ? {} : { appProtocol: port.appProtocol }),
  };
}
