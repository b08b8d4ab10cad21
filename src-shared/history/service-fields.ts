import { formatSelector } from '../kube/label-selector.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import type { FieldChange } from './history.ts';

/** The fields that decide who is reached, as they are shown. */
const FIELDS: Readonly<Record<string, (service: Service) => string>> = {
  'spec.type': ({ type }) => type,
  'spec.selector': ({ selector }) => formatSelector(selector),
  'spec.ports': ({ ports }) => (ports.length === 0 ? '<none>' : ports.map(portText).join(', ')),
  'spec.clusterIPs': ({ clusterIPs }) => (clusterIPs.length === 0 ? '<none>' : clusterIPs.join(', ')),
  'spec.externalName': ({ externalName }) => externalName ?? '<none>',
  'spec.publishNotReadyAddresses': ({ publishNotReadyAddresses }) => String(publishNotReadyAddresses),
  'spec.sessionAffinity': ({ sessionAffinity }) => sessionAffinity,
  'spec.internalTrafficPolicy': ({ internalTrafficPolicy }) => internalTrafficPolicy,
  'spec.externalTrafficPolicy': ({ externalTrafficPolicy }) => externalTrafficPolicy ?? '<none>',
  'spec.ipFamilies': ({ ipFamilies }) => (ipFamilies.length === 0 ? '<none>' : ipFamilies.join(', ')),
};

/** What of a Service's spec differs. Labels, annotations and status are no part of it. */
export function changedFields(before: Service, after: Service): readonly FieldChange[] {
  return Object.entries(FIELDS).flatMap(([field, show]) => {
    const [from, to] = [show(before), show(after)];
    return from === to ? [] : [{ field, from, to }];
  });
}

function portText({ name, port, protocol, targetPort }: ServicePort): string {
  return `${name === '' ? '' : `${name} `}${String(port)}/${protocol}→${String(targetPort)}`;
}
