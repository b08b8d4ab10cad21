import { openConnection } from '../../../src-main/kube/connection.ts';
import { credentialSource } from '../../../src-main/kube/credentials.ts';
import { FailureError } from '../../../src-main/kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../../../src-main/kube/kube-api.ts';
import { loadKubeconfig } from '../../../src-main/kube/kubeconfig.ts';
import { eventually } from '../kubectl.ts';
import type { Look, RawEndpoints, RawPod, RawService, RawSlice } from './raw.ts';

const NAMESPACE = 'oracle';
const PATHS = {
  pods: `/api/v1/namespaces/${NAMESPACE}/pods`,
  services: `/api/v1/namespaces/${NAMESPACE}/services`,
  endpoints: `/api/v1/namespaces/${NAMESPACE}/endpoints`,
  endpointslices: `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`,
} as const;
type Resource = keyof typeof PATHS;
const MERGE = 'application/merge-patch+json';

/** The namespace of the oracle on a control plane without Nodes. */
export interface BareApi {
  create<T>(resource: Resource, object: object): Promise<T>;
  /** A merge patch; `subresource` may be `status`. */
  patch(resource: Resource, name: string, body: object, subresource?: 'status'): Promise<void>;
  /** `graceSeconds` null: the object's own. */
  remove(resource: Resource, name: string, graceSeconds: number | null): Promise<void>;
  look(): Promise<Look>;
}

/** The API of a control plane that has just come up; resolves when Pods may be made in these namespaces, and Services. */
export async function openControlPlane(
  kubeconfig: string,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<KubeApi> {
  const { target } = await loadKubeconfig({ paths: [kubeconfig], required: true });
  const credentials = credentialSource(target('servicescope'));
  const api = openConnection({ credentials, userAgent: 'servicescope/oracle', signal });
  for (const namespace of namespaces) await untilPodsMayBeMade(api, namespace);
  await eventually(() => areRangesReady(api), 'the ranges of ClusterIPs');
  return api;
}

/** Makes the namespace and the Nodes; resolves when Pods and Services may be made. */
export async function openBareApi(kubeconfig: string, nodes: readonly object[], signal: AbortSignal): Promise<BareApi> {
  const api = await openControlPlane(kubeconfig, [], signal);
  const send = <T>(request: ApiRequest): Promise<T> =>
    api.json<T>({ timeoutMs: 60_000, ...request }).catch((error: unknown) => {
      throw told(error, request);
    });
  await send({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: NAMESPACE } } });
  for (const body of nodes) await send({ method: 'POST', path: '/api/v1/nodes', body });
  await untilPodsMayBeMade(api, NAMESPACE);
  return {
    create: (resource, body) => send({ method: 'POST', path: PATHS[resource], body }),
    patch: async (resource, name, body, subresource) => {
      const path = `${PATHS[resource]}/${name}${subresource === undefined ? '' : `/${subresource}`}`;
      await send({ method: 'PATCH', path, body, contentType: MERGE });
    },
    remove: async (resource, name, graceSeconds) => {
      const body = {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        ...(graceSeconds === null ? {} : { gracePeriodSeconds: graceSeconds }),
      };
      await send({ method: 'DELETE', path: `${PATHS[resource]}/${name}`, body });
    },
    look: () => look(send),
  };
}

type Send = KubeApi['json'];

/** What was asked and what was said; that something is gone, callers tell by its code. */
function told(error: unknown, { method, path, body }: ApiRequest): unknown {
  if (!(error instanceof FailureError) || error.failure.code === 'api.not-found') return error;
  const said = JSON.stringify(error.failure).slice(0, 1_000);
  return new Error(`${method} ${path}: ${said}\n${JSON.stringify(body)}`, { cause: error });
}

async function untilPodsMayBeMade(api: KubeApi, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  await eventually(() => api.json({ method: 'GET', path }), `the default ServiceAccount of ${namespace}`);
}

async function areRangesReady(api: KubeApi): Promise<true | null> {
  const path = '/apis/networking.k8s.io/v1/servicecidrs/kubernetes';
  const { status } = await api.json<{ status?: { conditions?: { type: string; status: string }[] } }>({
    method: 'GET',
    path,
  });
  return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True')
    ? true
    : null;
}

/** Pods and Services first: what is written for them is then as new or newer. */
async function look(send: Send): Promise<Look> {
  const list = async <T>(resource: Resource): Promise<readonly T[]> =>
    (await send<{ items: readonly T[] }>({ method: 'GET', path: PATHS[resource] })).items;
  const [services, pods] = await Promise.all([list<RawService>('services'), list<RawPod>('pods')]);
  const [slices, endpoints] = await Promise.all([list<RawSlice>('endpointslices'), list<RawEndpoints>('endpoints')]);
  return { services, pods, slices, endpoints };
}

/** Does the work for each item, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
