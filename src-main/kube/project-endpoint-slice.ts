import {
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
} from '#shared/kube/endpoint-slice.ts';
import {
  asBoolean,
  asFilledText,
  asList,
  asNumber,
  asObject,
  asText,
  isObject,
  oneOf,
  type JsonObject,
} from './json-shape.ts';
import { projectMeta, projectReference, projectTexts, type Projector } from './project-meta.ts';
import { PROTOCOLS } from './project-service.ts';
import type { Sharer } from './share.ts';

/** A slice holds 1,000 endpoints at most. Source: k8s.io/api discovery/v1. */
const ENDPOINT_CAP = 1_000;

/** discovery.k8s.io/v1 EndpointSlice. Conditions, targetRef and nodeName may each be absent, and stay so. */
export const projectEndpointSlice: Projector<EndpointSlice> = (raw, share) => {
  const meta = projectMeta(raw, share);
  if (meta === null) return null;
  const slice = asObject(raw);
  return {
    kind: 'EndpointSlice',
    meta,
    serviceName: asFilledText(meta.labels[SERVICE_NAME_LABEL]),
    managedBy: asFilledText(meta.labels[MANAGED_BY_LABEL]),
    addressType: oneOf(slice.addressType, ['IPv4', 'IPv6', 'FQDN'], 'IPv4'),
    ports: share.value(asList(slice.ports, 1_000).filter(isObject).map(projectPort)),
    endpoints: asList(slice.endpoints, ENDPOINT_CAP)
      .filter(isObject)
      .map((endpoint) => projectEndpoint(endpoint, share)),
  };
};

function projectPort(raw: JsonObject): EndpointPort {
  return {
    name: asText(raw.name, 64) ?? '',
    protocol: oneOf(raw.protocol, PROTOCOLS, 'TCP'),
    port: asNumber(raw.port),
    appProtocol: asFilledText(raw.appProtocol, 256),
  };
}

function projectEndpoint(raw: JsonObject, share: Sharer): Endpoint {
  const conditions = asObject(raw.conditions);
  const hints = asObject(raw.hints);
  const nodeName = asFilledText(raw.nodeName, 253);
  const zone = asFilledText(raw.zone, 253);
  return {
    addresses: projectTexts(raw.addresses, 100),
    conditions: share.value({
      ready: asBoolean(conditions.ready),
      serving: asBoolean(conditions.serving),
      terminating: asBoolean(conditions.terminating),
    }),
    targetRef: isObject(raw.targetRef) ? projectReference(raw.targetRef, share) : null,
    nodeName: nodeName === null ? null : share.text(nodeName),
    zone: zone === null ? null : share.text(zone),
    forZones: hintNames(hints.forZones, share),
    forNodes: hintNames(hints.forNodes, share),
  };
}

function hintNames(raw: unknown, share: Sharer): readonly string[] {
  return projectTexts(
    asList(raw, 100).map((hint) => asObject(hint).name),
    100,
    share,
  );
}
