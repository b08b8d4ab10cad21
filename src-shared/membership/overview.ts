import type { MembershipInput, NoneReason } from './member.ts';
import { countsOf } from './membership.ts';
import { mergeSlices } from './merge-slices.ts';
import { noneReason } from './none-reason.ts';
import { reach } from './reach.ts';

/** What the Services page shows of a Service's endpoints. */
export interface Overview {
  /** Endpoints that get traffic, over all that stand in slices. Null: slices may not be read. */
  readonly counts: { readonly ready: number; readonly total: number } | null;
  /** Why nobody gets traffic; null where somebody does. */
  readonly none: NoneReason | null;
}

/** `counts` and `none` of `membershipOf`, without its rows: Pods are looked at only where nobody gets traffic. */
export function overviewOf(input: Omit<MembershipInput, 'endpoints'>): Overview {
  const members = reach(input.service, mergeSlices(input.slices ?? []));
  return { counts: input.slices === null ? null : countsOf(members), none: noneReason(input, members) };
}
