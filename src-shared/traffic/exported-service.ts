import { type EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Service } from '../kube/service.ts';
import type { ExportedService } from './export-run.ts';

/**
 * A Service and its endpoints as the export has them: a row for each address of each slice and port. `ready` is as the
 * slice says it, absent read as true.
 * @param slices those that name this Service
 */
export function exportedService(service: Service, slices: readonly EndpointSlice[]): ExportedService {
  return {
    namespace: service.meta.namespace,
    name: service.meta.name,
    clusterIP: service.clusterIPs[0] ?? '',
    ports: service.ports.map(({ name, port, targetPort, protocol }) => ({ name, port, targetPort, protocol })),
    sessionAffinity: service.sessionAffinity,
    endpoints: slices.flatMap((slice) =>
      slice.endpoints.flatMap(({ addresses, conditions, targetRef }) =>
        addresses.flatMap((ip) =>
          slice.ports.map(({ port }) => ({
            pod: targetRef?.kind === 'Pod' ? targetRef.name : '',
            ip,
            port,
            ready: conditions.ready ?? true,
          })),
        ),
      ),
    ),
  };
}
