import { failure, type Failure } from '#shared/ipc/failure.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { KubeApi } from '../kube/kube-api.ts';
import { objectPath } from '../kube/watch-targets.ts';
import { affinityPatch, affinityOf, otherState } from './affinity-patch.ts';
import type { CheckedRights } from './plan-permissions.ts';
import { clientJob, clientPod, type ProbeOptions } from './probe-manifest.ts';
import { deadlineSeconds } from './run-budget.ts';
import { jobsPath, podsPath, servicesPath } from './run-objects.ts';
import type { RunTarget } from './target-service.ts';
import { anchorName } from './run-marks.ts';
import { serverNow, type PlanDeps } from './traffic-deps.ts';
import { twinService } from './twin-service.ts';

/** The Job that would own the twin has no uid yet. The API server looks an owner up only when it collects garbage. */
const NO_UID = '00000000-0000-0000-0000-000000000000';

/**
 * Asks the API server to do everything but store it: Pod Security, quota and webhooks refuse here and not in the middle
 * of a run. Every kind that would be created is tried, the twin among them. Pod Security warns about a Job and refuses its Pods, so a Pod is tried as well where Pods may be created.
 */
export async function dryRunRefusal(
  deps: PlanDeps,
  request: RunRequest,
  target: RunTarget,
  { client, permissions }: CheckedRights,
  signal: AbortSignal,
): Promise<Failure | null> {
  const options: ProbeOptions = {
    marks: { instance: deps.instance, run: '0'.repeat(16), expiresAt: serverNow(deps) },
    namespace: request.namespace,
    clients: request.clients,
    settings: deps.client,
    deadlineSeconds: deadlineSeconds(request),
  };
  const create = (path: string, body: object): Promise<Failure | null> =>
    refusalOf(deps.api.json({ method: 'POST', path, query: { dryRun: 'All' }, body, signal }));
  if (client === 'job') {
    const job = await create(jobsPath(request.namespace), clientJob(options));
    if (job !== null) return job;
  }
  const pod = await create(podsPath(request.namespace), clientPod(options, 0));
  const mayNot = client === 'job' && pod?.code === 'api.forbidden' && isMissingRight(pod.parameters.message);
  if (pod !== null && !mayNot) return pod;
  if (request.affinity === 'beside') {
    const anchor = { name: anchorName(options.marks.run), uid: NO_UID };
    const twin = await create(servicesPath(request.namespace), twinService(target.service, options.marks, anchor));
    if (twin !== null) return twin;
  }
  const mayPatch = permissions.some(({ needed, allowed }) => needed === 'patch' && allowed !== false);
  return request.affinity === 'patch' && mayPatch ? patchRefusal(deps.api, target, signal) : null;
}

/** RBAC says who can't do what; Pod Security and quota are 403 as well and say something else. */
function isMissingRight(message: string): boolean {
  return /User "[^"]*" cannot/.test(message);
}

function patchRefusal(api: KubeApi, { service }: RunTarget, signal: AbortSignal): Promise<Failure | null> {
  const body = affinityPatch(service, otherState(affinityOf(service)));
  const path = objectPath('Service', service.meta);
  const contentType = 'application/json-patch+json';
  return refusalOf(api.json({ method: 'PATCH', path, query: { dryRun: 'All' }, body, contentType, signal }));
}

async function refusalOf(call: Promise<unknown>): Promise<Failure | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    return failure('internal', { detail: String(error) });
  }
}
