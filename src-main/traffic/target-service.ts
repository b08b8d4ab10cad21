import { failure, type Failure } from '#shared/ipc/failure.ts';
import { isHeadless, type Service, type ServicePort } from '#shared/kube/service.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { projectService } from '../kube/project-service.ts';
import { createSharer } from '../kube/share.ts';
import { objectPath } from '../kube/watch-targets.ts';

/** The Service of a run and the port that is asked. */
export interface RunTarget {
  readonly service: Service;
  readonly port: ServicePort;
  readonly clusterIP: string;
}

/** Reads the Service as it is now. Rejects with FailureError where it can't be tested with traffic. */
export async function loadTarget(api: KubeApi, request: RunRequest, signal: AbortSignal): Promise<RunTarget> {
  const service = await readService(api, { namespace: request.namespace, name: request.service }, signal);
  const target = runTarget(service, request.port);
  if ('code' in target) throw new FailureError(target);
  return target;
}

export async function readService(
  api: KubeApi,
  name: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<Service> {
  const raw = await api.json<unknown>({ method: 'GET', path: objectPath('Service', name), signal });
  const service = projectService(raw, createSharer());
  if (service === null) throw new FailureError(failure('api.garbled', { detail: { code: 'no-uid' } }));
  return service;
}

/** The port by its number, TCP first: one number may stand for TCP and UDP. */
export function runTarget(service: Service, number: number): RunTarget | Failure {
  if (service.type === 'ExternalName') return failure('traffic.service-unsupported', { reason: 'ExternalName' });
  if (isHeadless(service)) return failure('traffic.service-unsupported', { reason: 'headless' });
  const ports = service.ports.filter((port) => port.port === number);
  const port = ports.find((each) => each.protocol === 'TCP') ?? ports[0];
  if (port === undefined) return failure('argument.invalid', { field: 'port', detail: 'not-one-of' });
  if (port.protocol !== 'TCP') return failure('traffic.service-unsupported', { reason: port.protocol });
  const [clusterIP] = service.clusterIPs;
  if (clusterIP === undefined || clusterIP === '')
    return failure('traffic.service-unsupported', { reason: 'no-cluster-ip' });
  return { service, port, clusterIP };
}
