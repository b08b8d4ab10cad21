import { type Failure, failure } from '#shared/ipc/failure.ts';
import { isHeadless, type Service } from '#shared/kube/service.ts';

/** Why a Service has no path through kube-proxy that could be tested; null where it has. */
export function unsupported(service: Service): Failure | null {
  if (service.type === 'ExternalName') return failure('traffic.service-unsupported', { reason: 'ExternalName' });
  if (isHeadless(service)) return failure('traffic.service-unsupported', { reason: 'headless' });
  if (service.clusterIPs.length === 0) return failure('traffic.service-unsupported', { reason: 'no-cluster-ip' });
  const [first] = service.ports;
  if (first !== undefined && !service.ports.some(({ protocol }) => protocol === 'TCP')) {
    const reason = first.protocol === 'SCTP' ? 'SCTP' : 'UDP';
    return failure('traffic.service-unsupported', { reason });
  }
  return null;
}
