import type { State } from './product.ts';
import type { RawState } from './truth.ts';
import { entriesOf, grouped, isHeadless } from './truth.ts';

/** A note of the product on who reaches which endpoints, from the API's answers alone. */
export type Reach =
  | { readonly code: 'local-drops'; readonly policy: 'internal' | 'external'; readonly nodes: readonly string[] }
  | { readonly code: 'zone-hints'; readonly zones: readonly { readonly zone: string; readonly endpoints: number }[] }
  | { readonly code: 'hints-ignored' }
  | { readonly code: 'distribution-without-hints'; readonly distribution: string };

/** What kube-proxy makes of traffic policies and hints; headless and ExternalName Services it does not know. */
export function reachOf(state: RawState): readonly Reach[] {
  const { service } = state;
  if (service.spec.type === 'ExternalName' || isHeadless(service)) return [];
  return [...localOf(state), ...hintsOf(state)];
}

/** Wherever a policy is Local: the Nodes on which no endpoint would take a new connection. */
function localOf({ service: { spec }, slices, nodes }: RawState): readonly Reach[] {
  const entries = entriesOf(slices);
  const taking = entries.filter(
    ({ slice, ready, serving, terminating }) =>
      (spec.ipFamilies ?? []).includes(slice.addressType) && (ready || (serving && terminating)),
  );
  const without = [...nodes].filter((node) => taking.every(({ endpoint }) => endpoint.nodeName !== node)).sort();
  if (entries.length === 0 || without.length === 0) return [];
  const policies = { internal: spec.internalTrafficPolicy, external: spec.externalTrafficPolicy };
  return (['internal', 'external'] as const).flatMap((policy) =>
    policies[policy] === 'Local' ? [{ code: 'local-drops', policy, nodes: without }] : [],
  );
}

/** Hints count where each ready endpoint has them, and only for the policy Cluster. An endpoint of two slices is one. */
function hintsOf({ service: { spec }, slices }: RawState): readonly Reach[] {
  if (spec.internalTrafficPolicy === 'Local') return [];
  const ready = [...grouped(entriesOf(slices)).values()]
    .map((group) => group.filter((entry) => entry.ready && (spec.ipFamilies ?? []).includes(entry.slice.addressType)))
    .map((group) => group.map(({ endpoint }) => (endpoint.hints?.forZones ?? []).map(({ name }) => name)));
  const each = ready.flat();
  if (each.length === 0) return [];
  if (each.every((zones) => zones.length === 0)) {
    const { trafficDistribution: distribution } = spec;
    return distribution === undefined ? [] : [{ code: 'distribution-without-hints', distribution }];
  }
  if (each.some((zones) => zones.length === 0)) return [{ code: 'hints-ignored' }];
  const zones = [...new Set(each.flat())].sort();
  return [
    {
      code: 'zone-hints',
      zones: zones.map((zone) => ({
        zone,
        endpoints: ready.filter((group) => group.some((hinted) => hinted.includes(zone))).length,
      })),
    },
  ];
}

/** The notes, word for word. */
export function reachFaults(state: State): readonly string[] {
  const told = (notes: readonly object[]): string => notes.map((note) => JSON.stringify(sorted(note))).join(' ');
  const [found, expected] = [told(state.membership.reachNotes), told(reachOf(state))];
  return found === expected ? [] : [`the notes on reach are ${found}, and it is ${expected}`];
}

function sorted(note: object): object {
  return Object.fromEntries(Object.entries(note).sort(([one], [other]) => (one < other ? -1 : 1)));
}
