import type { Endpoint } from './membership-shapes.ts';

/** Hints of ready endpoints for Services with a trafficDistribution; none without. Source: k8s.io/endpointslice trafficdist. */
export function withHints(endpoint: Endpoint, distribution: string | undefined): Endpoint {
  const { hints: _old, ...bare } = endpoint;
  const known = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
  if (distribution === undefined || !known.includes(distribution) || endpoint.conditions.ready !== true) return bare;
  const forZones = endpoint.zone === undefined ? {} : { forZones: [{ name: endpoint.zone }] };
  const sameNode = distribution === 'PreferSameNode' && endpoint.nodeName !== undefined;
  const forNodes = sameNode ? { forNodes: [{ name: endpoint.nodeName }] } : {};
  const hints = { ...forZones, ...forNodes } as NonNullable<Endpoint['hints']>;
  return Object.keys(hints).length === 0 ? bare : { ...bare, hints };
}
