import { DATA_PLANE_FRESH_MS, type DataPlane } from '#shared/kube/data-plane.ts';
import { isPodReady, type Pod } from '#shared/kube/pod.ts';
import type { Clock } from './clock.ts';
import { FailureError } from './failure-error.ts';
import type { KubeApi } from './kube-api.ts';
import { listPages } from './list-pages.ts';
import { projectMeta, type Projector } from './project-meta.ts';
import { projectPod } from './project-pod.ts';
import { createSharer } from './share.ts';
import { collectionPath } from './watch-targets.ts';

/** How kube-proxy's Pods are labelled: by kubeadm and EKS, and by AKS and GKE. */
const PROXY_LABELS = ['k8s-app=kube-proxy', 'component=kube-proxy'];
/**
 * DaemonSets of kube-system that usually stand in for kube-proxy; believed only where it has no Pod. Not here: networks that
 * usually run beside it (Calico, Antrea, Kube-OVN).
 */
const OTHERS: readonly (readonly [daemonSet: RegExp, name: string])[] = [
  [/^cilium$/, 'Cilium'],
  // GKE Dataplane V2 is Cilium under another name.
  [/^anetd$/, 'Cilium'],
  [/^kube-router$/, 'kube-router'],
  [/^(ovnkube|ovn-kubernetes)(-|$)/, 'OVN-Kubernetes'],
];
const NAMED = 1_000;
/** The answer is shared by windows, so no window ends it. */
const UNTIL_THE_CONNECTION_ENDS = new AbortController().signal;

/** Asks a cluster once in two minutes, however many ask. What could not be told is asked again each time. */
export function createDataPlaneReader(clock: Clock): (api: KubeApi) => Promise<DataPlane> {
  const known = new WeakMap<KubeApi, { readonly answer: Promise<DataPlane>; readonly at: number }>();
  return async (api) => {
    const last = known.get(api);
    if (last !== undefined && clock.now() - last.at < DATA_PLANE_FRESH_MS) return last.answer;
    const asked = { answer: readDataPlane(api), at: clock.now() };
    known.set(api, asked);
    const forget = (): void => {
      if (known.get(api) === asked) known.delete(api);
    };
    asked.answer.then(({ kind }) => {
      if (kind === 'denied' || kind === 'unrecognised') forget();
    }, forget);
    return asked.answer;
  };
}

/** Rejects with FailureError where the API server can't be asked; a refusal is an answer. */
export async function readDataPlane(api: KubeApi): Promise<DataPlane> {
  try {
    for (const labelSelector of PROXY_LABELS) {
      const pods = await list(api, 'Pod', { labelSelector }, projectPod);
      if (pods.length > 0) return kubeProxy(pods, labelSelector);
    }
    const names = (await list(api, 'DaemonSet', {}, projectMeta)).map(({ name }) => name);
    return recognise(names);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'api.forbidden') throw error;
    const { verb, resource } = error.failure.parameters;
    return { kind: 'denied', verb, resource };
  }
}

/** Pure. In the order of the table: a cluster may have two of them, and the first is the likelier. */
export function recognise(daemonSets: readonly string[]): DataPlane {
  for (const [pattern, name] of OTHERS) {
    const daemonSet = daemonSets.find((each) => pattern.test(each));
    if (daemonSet !== undefined) return { kind: 'other', name, daemonSet };
  }
  return { kind: 'unrecognised' };
}

function kubeProxy(pods: readonly Pod[], selector: string): DataPlane {
  const notReady = pods.filter((pod) => !isPodReady(pod));
  return {
    kind: 'kube-proxy',
    selector,
    total: pods.length,
    ready: pods.length - notReady.length,
    notReady: notReady.slice(0, NAMED).map(({ meta, nodeName }) => ({ pod: meta.name, node: nodeName })),
  };
}

/** Projected page by page: a cluster may have thousands of Nodes, and kube-proxy a Pod on each. */
async function list<T>(
  api: KubeApi,
  kind: 'Pod' | 'DaemonSet',
  query: Readonly<Record<string, string>>,
  project: Projector<T>,
): Promise<readonly T[]> {
  const share = createSharer();
  const all: T[] = [];
  try {
    for await (const { items } of listPages(
      api,
      collectionPath(kind, 'kube-system'),
      query,
      UNTIL_THE_CONNECTION_ENDS,
    )) {
      all.push(...items.flatMap((raw) => project(raw, share) ?? []));
    }
  } catch (error) {
    // A server that has no DaemonSets has none of another data plane's.
    if (!(error instanceof FailureError) || error.failure.code !== 'api.not-found') throw error;
  }
  return all;
}
