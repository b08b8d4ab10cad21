import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { Service, ServicePort } from '#shared/kube/service.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { portByNumber, untestablePort, untestableService } from '#shared/traffic/untestable.ts';
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

export function runTarget(service: Service, number: number): RunTarget | Failure {
  const port = portByNumber(service, number);
  const refused = untestableService(service) ?? (port === undefined ? null : untestablePort(port));
  if (refused !== null) return refused;
  const [clusterIP] = service.clusterIPs;
  if (port === undefined || clusterIP === undefined)
    return failure('argument.invalid', { field: 'port', detail: 'not-one-of' });
  return { service, port, clusterIP };
}
