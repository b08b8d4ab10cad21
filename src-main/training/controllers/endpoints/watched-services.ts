import type { Change, ClusterApi } from '../../cluster-api.ts';
import { isReady } from '../pod-facts.ts';
import { matchesSelector } from '../selector.ts';
import { keyOf, namespaceOf, type Pod } from '../shapes.ts';
import type { Service } from './membership-shapes.ts';

/** The Services whose members a change of a Pod may change: those that select it now or did before. */
export function* servicesOfPod(api: ClusterApi, { type, object, previous }: Change): Iterable<string> {
  if (type === 'MODIFIED' && previous !== undefined && !isNews(object as Pod, previous as Pod)) return;
  for (const service of api.list('services', namespaceOf(object)) as readonly Service[]) {
    if ([object, previous].some((pod) => pod !== undefined && selectsPod(service, pod as Pod))) yield keyOf(service);
  }
}

/**
 * Whether the controllers look at a Pod's Services again. The phase is not looked at: a Pod that completes without ever having
 * been Ready stays in the slices, not ready, until something else changes. Source: k8s.io/endpointslice/util podEndpointsChanged.
 */
function isNews(pod: Pod, before: Pod): boolean {
  const facts = ({ metadata, spec, status }: Pod): string =>
    JSON.stringify([metadata.labels, spec.hostname, spec.subdomain, status?.podIP, status?.podIPs]);
  return (
    pod.metadata.deletionTimestamp !== undefined || isReady(pod) !== isReady(before) || facts(pod) !== facts(before)
  );
}

/** The Pods a Service selects; an empty selector that is there selects all, as the controllers read it. */
export function selectedPods(api: ClusterApi, service: Service): readonly Pod[] {
  const pods = api.list('pods', namespaceOf(service)) as readonly Pod[];
  return pods.filter((pod) => selectsPod(service, pod));
}

function selectsPod({ spec }: Service, { metadata }: Pod): boolean {
  return spec.selector !== undefined && matchesSelector({ matchLabels: spec.selector }, metadata.labels);
}
