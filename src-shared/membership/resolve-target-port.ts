import type { Pod } from '../kube/pod.ts';
import type { ServicePort } from '../kube/service.ts';

/**
 * The number a ServicePort's targetPort is in this Pod; null where the Pod has no port of that name and protocol. A
 * number stands for itself: no containerPort is needed. A name is looked up in the containers, then in the sidecars (init
 * containers with `restartPolicy: Always`). Source: k8s.io/endpointslice v0.34.4 utils.go FindPort.
 */
export function resolveTargetPort(pod: Pod, port: ServicePort): number | null {
  const { targetPort, protocol } = port;
  if (typeof targetPort === 'number') return targetPort;
  for (const container of [...pod.containers, ...pod.initContainers.filter((init) => init.sidecar)]) {
    const found = container.ports.find(({ name, protocol: spoken }) => name === targetPort && spoken === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return null;
}
