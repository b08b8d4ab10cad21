import type { PermissionCheck } from '#shared/traffic/run-plan.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { may } from '../kube/access.ts';
import { asObject, asText } from '../kube/json-shape.ts';
import type { KubeApi } from '../kube/kube-api.ts';

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly needed: PermissionCheck['needed'];
}

const RUN: readonly Right[] = [
  // The Service is read when the run begins, and before it is changed.
  { verb: 'get', group: '', resource: 'services', needed: 'run' },
  { verb: 'list', group: 'discovery.k8s.io', resource: 'endpointslices', needed: 'run' },
  { verb: 'watch', group: 'discovery.k8s.io', resource: 'endpointslices', needed: 'run' },
  { verb: 'list', group: '', resource: 'pods', needed: 'run' },
  { verb: 'get', group: '', resource: 'pods', subresource: 'exec', needed: 'run' },
];
/** Asked for by a WebSocket from 1.35 on. Source: k/k feature AuthorizePodWebsocketUpgradeCreatePermission. */
const EXEC_CREATE: Right = { verb: 'create', group: '', resource: 'pods', subresource: 'exec', needed: 'run' };
const EXEC_CREATE_MINOR = 35;
const JOB: readonly Right[] = ['create', 'get', 'delete'].map((verb) => ({
  verb,
  group: 'batch',
  resource: 'jobs',
  needed: 'job',
}));
/** Instead of a Job. */
const BARE_POD: readonly Right[] = ['create', 'get', 'delete'].map((verb) => ({
  verb,
  group: '',
  resource: 'pods',
  needed: 'run',
}));
const TWIN: readonly Right[] = ['create', 'delete'].map((verb) => ({
  verb,
  group: '',
  resource: 'services',
  needed: 'twin',
}));
const PATCH: Right = { verb: 'patch', group: '', resource: 'services', needed: 'patch' };
const LOGS: Right = { verb: 'get', group: '', resource: 'pods', subresource: 'log', needed: 'logs' };

export interface CheckedRights {
  readonly permissions: readonly PermissionCheck[];
  /** Where Jobs may not be created, plain Pods are the clients. */
  readonly client: 'job' | 'pod';
  /** The first right that is missing and that nothing stands in for. */
  readonly missing: PermissionCheck | null;
}

/** Asks the API server, verb by verb, whether this run may be. "Would not say" counts as allowed: trying tells. */
export async function checkRights(api: KubeApi, request: RunRequest, signal: AbortSignal): Promise<CheckedRights> {
  const ask = (rights: readonly Right[]): Promise<readonly PermissionCheck[]> =>
    Promise.all(
      rights.map(async ({ needed, ...right }) => ({
        verb: right.verb,
        resource: right.subresource === undefined ? right.resource : `${right.resource}/${right.subresource}`,
        namespace: request.namespace,
        allowed: await may(api, { ...right, namespace: request.namespace }, signal),
        needed,
      })),
    );
  const wanted = [
    ...RUN,
    ...((await serverMinor(api, signal)) >= EXEC_CREATE_MINOR ? [EXEC_CREATE] : []),
    ...(request.affinity === 'beside' ? TWIN : []),
    ...(request.affinity === 'patch' ? [PATCH] : []),
    ...(request.identify.by === 'logs' ? [LOGS] : []),
  ];
  const [rest, job] = await Promise.all([ask(wanted), ask(JOB)]);
  const client = job.some((check) => check.allowed === false) ? 'pod' : 'job';
  const instead = client === 'pod' ? await ask(BARE_POD) : [];
  const permissions = [...rest, ...job, ...instead];
  const missing = permissions.find((check) => check.needed !== 'job' && check.allowed === false) ?? null;
  return { permissions, client, missing };
}

/** `minor` of /version; vendors write `34+`. 0 where it is not told. */
async function serverMinor(api: KubeApi, signal: AbortSignal): Promise<number> {
  try {
    const version = await api.json<unknown>({ method: 'GET', path: '/version', signal, timeoutMs: 10_000 });
    return Number.parseInt(asText(asObject(version).minor) ?? '0', 10) || 0;
  } catch {
    return 0;
  }
}
