import { type Failure, failure } from '../ipc/failure.ts';
import { isHeadless, type Service, type ServicePort } from '../kube/service.ts';

/**
 * Why no port of a Service can be tested with traffic; null where one can. ExternalName and headless Services have no path
 * through kube-proxy (kubernetes.io/docs/concepts/services-networking/service/#headless-services); a client that answers
 * by HTTP or TCP connect has nothing to say of UDP and SCTP.
 */
export function untestableService(service: Service): Failure | null {
  if (service.type === 'ExternalName') return untestable('ExternalName');
  if (isHeadless(service)) return untestable('headless');
  if ((service.clusterIPs[0] ?? '') === '') return untestable('no-cluster-ip');
  const [first] = service.ports;
  return first === undefined || service.ports.some((port) => untestablePort(port) === null)
    ? null
    : untestablePort(first);
}

/** The port a run asks by its number: one number may stand for TCP and UDP, and only TCP can be tested. Undefined: there is none. */
export function portByNumber({ ports }: Pick<Service, 'ports'>, number: number): ServicePort | undefined {
  const there = ports.filter(({ port }) => port === number);
  return there.find((port) => untestablePort(port) === null) ?? there[0];
}

/** Why this port of a Service can't be tested; null where it can. */
export function untestablePort({ protocol }: ServicePort): Failure | null {
  return protocol === 'TCP' ? null : untestable(protocol);
}

function untestable(reason: 'ExternalName' | 'headless' | 'no-cluster-ip' | 'UDP' | 'SCTP'): Failure {
  return failure('traffic.service-unsupported', { reason });
}
