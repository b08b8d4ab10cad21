import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { MemberRow } from '../membership/member.ts';
import type { Facts } from './facts.ts';
import { ofService } from './facts.ts';
import type { FoundObject } from './finding.ts';

/**
 * The EndpointSlice in which a row stands, the first by name; any of the Service's for a row that stands in none. Without a
 * slice the Service, whose selector says what should be written.
 */
export function ofSlice({ input, service }: Facts, row: MemberRow | undefined, field: string): FoundObject {
  const slices = [...(input.slices ?? [])].sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
  const slice = slices.find((each) => row !== undefined && lists(each, row)) ?? slices[0];
  if (slice === undefined) return ofService({ service }, 'spec.selector');
  return { kind: 'EndpointSlice', namespace: service.meta.namespace, name: slice.meta.name, field };
}

function lists({ endpoints }: EndpointSlice, { conditions, key, addresses }: MemberRow): boolean {
  if (conditions === null) return false;
  return endpoints.some(
    ({ targetRef, addresses: [address] }) =>
      targetRef?.uid === key || (address !== undefined && addresses.includes(address)),
  );
}
