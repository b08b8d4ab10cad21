import { podsElsewhere } from '../../../src-main/kube/pods-elsewhere.ts';
import { FailureError } from '../../../src-main/kube/failure-error.ts';
import type { KubeApi } from '../../../src-main/kube/kube-api.ts';
import { createSharer } from '../../../src-main/kube/share.ts';
import { watchTarget } from '../../../src-main/kube/watch-targets.ts';
import { diagnose } from '../../../src-shared/findings/diagnose.ts';
import type { DiagnosisInput } from '../../../src-shared/findings/diagnosis-input.ts';
import type { Finding } from '../../../src-shared/findings/finding.ts';
import type { KubeObjects } from '../../../src-shared/kube/kube-object.ts';
import type { NamespacedName, WatchedKind } from '../../../src-shared/kube/object-key.ts';
import { aWorld, inputOf } from './world.ts';

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'] as const;
/** Later than any Pod is young, and than the controllers need. */
const LATER_MS = 120_000;

/**
 * The findings of a Service of a cluster, from its objects as they are now, read once, and judged as if two minutes had
 * passed: nothing has to be waited for that time alone would bring. Of the data plane and the last run, only what is given.
 */
export async function readFindings(
  api: KubeApi,
  { namespace, name }: NamespacedName,
  signal: AbortSignal,
  { lastTraffic = null, kubeProxy = null }: Partial<Pick<DiagnosisInput, 'lastTraffic' | 'kubeProxy'>> = {},
): Promise<readonly Finding[]> {
  const read = <K extends WatchedKind>(kind: K): Promise<readonly KubeObjects[K][]> =>
    readKind(api, kind, namespace, signal);
  const [services, slices, pods, endpoints, nodes, networkPolicies, events, ...workloads] = await Promise.all([
    read('Service'),
    read('EndpointSlice'),
    read('Pod'),
    read('Endpoints'),
    read('Node'),
    read('NetworkPolicy'),
    read('Event'),
    ...WORKLOADS.map((kind) => read(kind)),
  ]);
  const service = services.find(({ meta }) => meta.name === name);
  if (service === undefined) throw new Error(`There is no Service ${namespace}/${name}.`);
  const { namespaces } = await podsElsewhere(api, service.selector ?? {}, namespace, signal);
  const now = Date.now() + LATER_MS;
  return diagnose(
    inputOf(
      aWorld({
        service,
        slices: slices.filter(({ serviceName }) => serviceName === name),
        pods,
        endpoints: endpoints.find(({ meta }) => meta.name === name) ?? null,
        nodes: new Map(nodes.map((node) => [node.meta.name, node])),
        namespaceServices: services,
        networkPolicies,
        events,
        workloads: workloads.flat(),
        elsewhere: namespaces,
        kubeProxy,
        lastTraffic,
        now,
        lastChange: now - LATER_MS,
      }),
    ),
  );
}

async function readKind<K extends WatchedKind>(
  api: KubeApi,
  kind: K,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly KubeObjects[K][]> {
  const { path, project } = watchTarget(kind, namespace, createSharer());
  const list = await api.json<{ readonly items: readonly unknown[] }>({ method: 'GET', path, signal }).catch(unserved);
  return list.items.flatMap((item) => project(item) ?? []);
}

/** A kind the API server does not know has no objects, as for the watches of the app. */
function unserved(error: unknown): { readonly items: readonly unknown[] } {
  if (error instanceof FailureError && error.failure.code === 'api.not-found') return { items: [] };
  throw error;
}
