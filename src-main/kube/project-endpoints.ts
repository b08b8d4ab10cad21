import type { EndpointAddress, Endpoints } from '#shared/kube/endpoints.ts';
import { asFilledText, asList, asNumber, asObject, asText, isObject, oneOf, type JsonObject } from './json-shape.ts';
import { projectMeta, projectReference, type Projector } from './project-meta.ts';
import { PROTOCOLS } from './project-service.ts';
import type { Sharer } from './share.ts';

/** The one annotation read anywhere: the endpoints controller sets it to `truncated` above 1,000 addresses. */
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
/** The controller cuts at 1,000; written by hand, there may be more. */
const ADDRESS_CAP = 5_000;

/** core/v1 Endpoints. */
export const projectEndpoints: Projector<Endpoints> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const annotations = asObject(asObject(asObject(raw).metadata).annotations);
  return {
    kind: 'Endpoints',
    meta,
    subsets: asList(asObject(raw).subsets, 1_000)
      .filter(isObject)
      .map((subset) => ({
        addresses: projectAddresses(subset.addresses, share),
        notReadyAddresses: projectAddresses(subset.notReadyAddresses, share),
        ports: asList(subset.ports, 1_000).filter(isObject).map(projectPort),
      })),
    truncated: annotations[OVER_CAPACITY] === 'truncated',
  };
};

function projectAddresses(raw: unknown, share: Sharer): readonly EndpointAddress[] {
  return asList(raw, ADDRESS_CAP)
    .filter(isObject)
    .map((address) => ({
      ip: asText(address.ip, 64) ?? '',
      nodeName: asFilledText(address.nodeName, 253),
      targetRef: isObject(address.targetRef) ? projectReference(address.targetRef, share) : null,
    }));
}

function projectPort(raw: JsonObject): Endpoints['subsets'][number]['ports'][number] {
  return {
    name: asText(raw.name, 64) ?? '',
    port: asNumber(raw.port) ?? 0,
    protocol: oneOf(raw.protocol, PROTOCOLS, 'TCP'),
  };
}
