import { setMaxListeners } from 'node:events';
import type { Failure } from '#shared/ipc/failure.ts';
import { failure } from '#shared/ipc/failure.ts';
import { SERVICE_NAME_LABEL, type EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { Pod } from '#shared/kube/pod.ts';
import { formatSelector } from '#shared/kube/label-selector.ts';
import { checkRunRequest } from '#shared/traffic/check-run-request.ts';
import { currentMembers } from '#shared/traffic/current-members.ts';
import type { PermissionCheck, PlannedObject, RunPlan } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { FailureError } from '../kube/failure-error.ts';
import { asList, asObject } from '../kube/json-shape.ts';
import { projectEndpointSlice } from '../kube/project-endpoint-slice.ts';
import { projectPod } from '../kube/project-pod.ts';
import { createSharer } from '../kube/share.ts';
import { collectionPath } from '../kube/watch-targets.ts';
import { planCaveats } from './plan-caveats.ts';
import { dryRunRefusal } from './plan-dry-run.ts';
import { kubectlLines } from './plan-kubectl.ts';
import { checkRights, type CheckedRights } from './plan-permissions.ts';
import { deadlineSeconds } from './run-budget.ts';
import { anchorName, twinName } from './run-marks.ts';
import { loadTarget, type RunTarget } from './target-service.ts';
import type { PlanDeps } from './traffic-deps.ts';
import { TTL_SECONDS } from './probe-manifest.ts';
import { otherAffinity, twinRefusal } from './twin-service.ts';

/** Stands in a plan's names for the digits a run gets when it starts. */
const RUN_TO_COME = '…';

/**
 * Says what a run would create and whether it may; creates nothing. Rejects with FailureError for a request or a Service
 * that can't be tested at all; whatever else speaks against it stands in the plan.
 */
export async function planRun(deps: PlanDeps, request: RunRequest, until: AbortSignal): Promise<RunPlan> {
  const invalid = checkRunRequest(request);
  if (invalid !== null) throw new FailureError(invalid);
  // A dozen questions at once listen to it; the caller's own signal may have listeners enough.
  const signal = AbortSignal.any([until]);
  setMaxListeners(0, signal);
  const rights = await checkRights(deps.api, request, signal);
  const unread = rights.permissions.find(({ verb, resource }) => verb === 'get' && resource === 'services');
  // Nothing can be planned for a Service that may not be read.
  if (unread?.allowed === false) throw new FailureError(missingVerb(unread));
  const target = await loadTarget(deps.api, request, signal);
  const [refusal, { members, pods }] = await Promise.all([
    firstRefusal(deps, request, target, rights, signal),
    readMembers(deps, target, signal),
  ]);
  const own = target.service.sessionAffinity;
  return {
    creates: plannedObjects(request, rights.client),
    patch: request.affinity === 'patch' ? { from: own, to: otherAffinity(own) } : null,
    permissions: rights.permissions,
    client: rights.client,
    refusal,
    possible: refusal === null,
    caveats: planCaveats({
      request,
      service: target.service,
      members,
      pods,
      proxyMode: deps.proxyMode,
      client: rights.client,
    }),
    deadlineSeconds: deadlineSeconds(request) + TTL_SECONDS,
    kubectl: kubectlLines(request, target, deps.client),
  };
}

async function firstRefusal(
  deps: PlanDeps,
  request: RunRequest,
  target: RunTarget,
  rights: CheckedRights,
  signal: AbortSignal,
): Promise<Failure | null> {
  const { missing, client } = rights;
  if (request.affinity === 'beside') {
    // Without a Job nothing would remove the twin once this app is gone.
    if (client === 'pod') return failure('traffic.twin-unsupported', { reason: 'no-jobs' });
    const refused = twinRefusal(target.service);
    if (refused !== null) return refused;
  }
  if (missing !== null) return missingVerb(missing);
  return dryRunRefusal(deps, request, target, rights, signal);
}

function missingVerb({ verb, resource, namespace }: PermissionCheck): Failure {
  return failure('traffic.missing-verb', { verb, resource, namespace });
}

function plannedObjects(request: RunRequest, client: 'job' | 'pod'): readonly PlannedObject[] {
  const { namespace, clients, affinity } = request;
  const pods: PlannedObject = {
    kind: 'Pod',
    namespace,
    name: `${anchorName(RUN_TO_COME)}-N`,
    count: clients,
    role: 'client',
  };
  const job: PlannedObject = { kind: 'Job', namespace, name: anchorName(RUN_TO_COME), count: 1, role: 'client' };
  const twin: PlannedObject = { kind: 'Service', namespace, name: twinName(RUN_TO_COME), count: 1, role: 'twin' };
  return [...(client === 'job' ? [job] : []), pods, ...(affinity === 'beside' ? [twin] : [])];
}

/** Who stands in the endpoints, and their Pods for what a mesh leaves in them. What may not be read is left out. */
async function readMembers(
  { api }: PlanDeps,
  { service, port }: RunTarget,
  signal: AbortSignal,
): Promise<{ readonly members: ReturnType<typeof currentMembers> | null; readonly pods: readonly Pod[] }> {
  const share = createSharer();
  const list = async <T>(
    kind: 'EndpointSlice' | 'Pod',
    labelSelector: string,
    read: (raw: unknown) => T | null,
  ): Promise<readonly T[] | null> => {
    const path = collectionPath(kind, service.meta.namespace);
    const raw = await api
      .json<unknown>({ method: 'GET', path, query: { labelSelector, limit: '500' }, signal })
      .catch(() => null);
    return raw === null ? null : asList(asObject(raw).items).flatMap((item) => read(item) ?? []);
  };
  const slices = await list<EndpointSlice>('EndpointSlice', `${SERVICE_NAME_LABEL}=${service.meta.name}`, (raw) =>
    projectEndpointSlice(raw, share),
  );
  const selected = service.selector !== null && Object.keys(service.selector).length > 0;
  const pods = selected
    ? await list<Pod>('Pod', formatSelector(service.selector), (raw) => projectPod(raw, share))
    : [];
  return { members: slices === null ? null : currentMembers(slices, port.name), pods: pods ?? [] };
}
