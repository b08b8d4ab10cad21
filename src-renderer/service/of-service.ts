import type { YamlRequest } from '#shared/ipc/contract.ts';
import type { EndpointSlice } from '#shared/kube/endpoint-slice.ts';
import type { Endpoints } from '#shared/kube/endpoints.ts';
import type { KubeEvent } from '#shared/kube/kube-event.ts';
import type { NamespacedName } from '#shared/kube/object-key.ts';
import type { ObjectMeta } from '#shared/kube/object-meta.ts';
import type { Service } from '#shared/kube/service.ts';
import type { Membership } from '#shared/membership/member.ts';

/** The Endpoints object of a Service has the Service's own name. */
export function endpointsOf(all: Iterable<Endpoints>, { namespace, name }: NamespacedName): Endpoints | null {
  for (const endpoints of all) {
    if (endpoints.meta.name === name && endpoints.meta.namespace === namespace) return endpoints;
  }
  return null;
}

const OF_SERVICE: ReadonlySet<string> = new Set(['Service', 'EndpointSlice', 'Pod', 'Endpoints']);

/**
 * Latest first. The main process sends the Events of the Service that is open only; those of its Pods' controllers, which
 * tell of Pods of other Services too, are for the history.
 */
export function eventsOf(all: Iterable<KubeEvent>): readonly KubeEvent[] {
  return [...all]
    .filter(({ involved }) => OF_SERVICE.has(involved.kind))
    .sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : 0));
}

type YamlObject = YamlRequest & { readonly resourceVersion: string };

/** What the YAML of a Service's page is offered of: the Service, its slices, its Endpoints, its Pods. */
export function yamlObjects(
  service: Service,
  slices: readonly EndpointSlice[],
  endpoints: Endpoints | null,
  membership: Membership,
): readonly YamlObject[] {
  const pods = membership.rows.flatMap(({ pod }) => (pod === null ? [] : [pod.meta]));
  return [
    yamlObject('Service', service.meta),
    ...slices.map(({ meta }) => yamlObject('EndpointSlice', meta)),
    ...(endpoints === null ? [] : [yamlObject('Endpoints', endpoints.meta)]),
    ...pods.map((meta) => yamlObject('Pod', meta)),
  ];
}

function yamlObject(kind: YamlRequest['kind'], { namespace, name, resourceVersion }: ObjectMeta): YamlObject {
  return { kind, namespace, name, resourceVersion };
}
