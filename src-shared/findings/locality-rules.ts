import { readConditions } from '../kube/endpoint-slice.ts';
import { ipFamiliesOf } from '../kube/ip-family.ts';
import { isHinted } from '../membership/reach-notes.ts';
import { finding } from './catalogue.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, ofService } from './facts.ts';

/**
 * R13: a traffic policy Local drops what arrives on a Node without an endpoint of its own (KEP-2086). A load balancer asks
 * each Node first and leaves those out; whoever calls a NodePort or a ClusterIP is not asked.
 */
export const localPolicies: Rule = (facts) => {
  const { input, service, reached, headless } = facts;
  if (input.nodes === null || headless || reached.length === 0) return [];
  const having = nodesWithEndpoints(facts);
  const without = [...input.nodes]
    .flatMap(([name, { ready }]) => (ready && !having.includes(name) ? [name] : []))
    .sort();
  if (without.length === 0) return [];
  const nodes = { without, having };
  const internal =
    service.internalTrafficPolicy === 'Local'
      ? [finding('internal-local-without-endpoint', ofService(facts, 'spec.internalTrafficPolicy'), nodes)]
      : [];
  if (service.externalTrafficPolicy !== 'Local') return internal;
  const severity = service.type === 'LoadBalancer' ? 'info' : 'warning';
  const object = ofService(facts, 'spec.externalTrafficPolicy');
  return [...internal, finding('external-local-without-endpoint', object, nodes, { severity })];
};

/** On a Node of its own an endpoint that is terminating and still serves is used where no ready one is (KEP-1669). */
function nodesWithEndpoints({ membership }: Facts): readonly string[] {
  const usable = membership.rows.filter(
    ({ state, conditions }) => state === 'in' || (conditions?.serving === true && conditions.terminating),
  );
  return [...new Set(usable.flatMap(({ nodeName }) => (nodeName === null ? [] : [nodeName])))].sort();
}

/**
 * R14: each endpoint is meant for clients of some zones or Nodes, so one client reaches a part of them. kube-proxy heeds
 * hints only where every ready endpoint has them, and not beside a policy Local.
 */
export const hints: Rule = (facts) => {
  const { input, service, headless } = facts;
  if (headless || service.internalTrafficPolicy === 'Local') return [];
  if (!(input.slices ?? []).some(isHinted)) return [];
  const ready = (input.slices ?? [])
    .filter(({ addressType }) => addressType !== 'FQDN' && ipFamiliesOf(service).includes(addressType))
    .flatMap(({ endpoints }) => endpoints.filter(({ conditions }) => readConditions(conditions).ready));
  const kinds = [ready.map(({ forNodes }) => forNodes), ready.map(({ forZones }) => forZones)];
  const heeded = kinds.find((kind) => kind.length > 0 && kind.every((names) => names.length > 0));
  if (heeded === undefined) return [];
  const places = groupBy(
    heeded.flatMap((names) => [...new Set(names)]),
    (name) => name,
  ).map((group) => ({ place: group[0], endpoints: group.length }));
  if (places.every(({ endpoints }) => endpoints === heeded.length)) return [];
  const sorted = places.sort((a, b) => (a.place < b.place ? -1 : 1));
  return [finding('hints-narrow', ofService(facts, 'spec.trafficDistribution'), { places: sorted })];
};
