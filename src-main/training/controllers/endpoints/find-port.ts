import type { Pod } from '../shapes.ts';
import type { ServicePort } from './membership-shapes.ts';

/**
 * The number a targetPort stands for on this Pod. A name is looked for in containers, then in sidecars, by name and
 * protocol; a number needs no containerPort. Undefined when there is none. Source: k8s.io/endpointslice FindPort.
 */
export function findPort({ spec }: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...spec.containers, ...sidecars]) {
    for (const { name, containerPort, protocol = 'TCP' } of container.ports ?? []) {
      if (name === target && protocol === port.protocol) return containerPort;
    }
  }
  return undefined;
}
