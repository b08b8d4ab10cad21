import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { readConditions } from '../kube/endpoint-slice.ts';
import { ipFamiliesOf } from '../kube/ip-family.ts';
import type { Pod } from '../kube/pod.ts';
import { isHinted } from '../membership/reach-notes.ts';
import { finding } from './catalogue.ts';
import type { Facts, Rule } from './facts.ts';
import { groupBy, ofService } from './facts.ts';
import type { FindingOf } from './finding.ts';
import { listed } from './side-by-side.ts';

/**
 * R13: a traffic policy Local drops what arrives on a Node without an endpoint of its own (KEP-2086). From outside that is
 * what the policy is set for: a load balancer asks each Node first and leaves those out. Inside it is where a DaemonSet's Pods
 * are the endpoints: it runs on the Nodes it is meant for. A workload that happens to be on some Nodes fails the others.
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
  // On each Node an endpoint of its own: that is what the policy asks for.
  const values = { expected: listed([...having, ...without].sort()), found: listed(having) };
  const perNode = reached.every(({ pod }) => pod?.meta.ownerReferences.some(isDaemonSet));
  const severity = perNode ? 'info' : 'warning';
  const [inside, outside] = [
    ofService(facts, 'spec.internalTrafficPolicy'),
    ofService(facts, 'spec.externalTrafficPolicy'),
  ];
  return [
    ...(service.internalTrafficPolicy === 'Local'
      ? [finding('internal-local-without-endpoint', inside, nodes, { severity, values })]
      : []),
    ...(service.externalTrafficPolicy === 'Local'
      ? [finding('external-local-without-endpoint', outside, nodes, { values })]
      : []),
  ];
};

function isDaemonSet({ kind, controller }: Pod['meta']['ownerReferences'][number]): boolean {
  return controller && kind === 'DaemonSet';
}

/** On a Node of its own an endpoint that is terminating and still serves is used where no ready one is (KEP-1669). */
function nodesWithEndpoints({ membership }: Facts): readonly string[] {
  const usable = membership.rows.filter(
    ({ state, conditions }) => state === 'in' || (conditions?.serving === true && conditions.terminating),
  );
  return [...new Set(usable.flatMap(({ nodeName }) => (nodeName === null ? [] : [nodeName])))].sort();
}

/**
 * R14: each endpoint is meant for clients of some zones or Nodes, so one client reaches a part of them. kube-proxy heeds
 * hints, family by family, only where every ready endpoint has them, and not beside a policy Local.
 */
export const hints: Rule = (facts) => {
  const { input, service, headless } = facts;
  if (headless || service.internalTrafficPolicy === 'Local') return [];
  if (!(input.slices ?? []).some(isHinted)) return [];
  const narrowed = ipFamiliesOf(service).flatMap((family) => {
    const slices = (input.slices ?? []).filter(({ addressType }) => addressType === family);
    const places = placesHinted(slices);
    return places === null ? [] : [{ slices, places }];
  });
  const [first] = narrowed;
  if (first === undefined) return [];
  const { namespace } = service.meta;
  const [name = ''] = first.slices.map(({ meta }) => meta.name).sort();
  // Without the field an annotation has asked for the hints, or whoever wrote the slices.
  const object =
    service.trafficDistribution === null
      ? { kind: 'EndpointSlice', namespace, name, field: 'endpoints.hints' }
      : ofService(facts, 'spec.trafficDistribution');
  return [finding('hints-narrow', object, { places: first.places })];
};

type Place = FindingOf<'hints-narrow'>['parameters']['places'][number];

/** How many ready endpoints each zone or Node is given; null where hints keep nobody from any of them. */
function placesHinted(slices: readonly EndpointSlice[]): readonly Place[] | null {
  const ready = slices.flatMap(({ endpoints }) =>
    endpoints.filter(({ conditions }) => readConditions(conditions).ready),
  );
  const kinds = [ready.map(({ forNodes }) => forNodes), ready.map(({ forZones }) => forZones)];
  const heeded = kinds.find((kind) => kind.length > 0 && kind.every((names) => names.length > 0));
  if (heeded === undefined) return null;
  const named = heeded.flatMap((names) => [...new Set(names)]);
  const places = groupBy(named, (name) => name).map((group) => ({ place: group[0], endpoints: group.length }));
  if (places.every(({ endpoints }) => endpoints === heeded.length)) return null;
  return places.sort((a, b) => (a.place < b.place ? -1 : 1));
}
