import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import type { Service } from '../kube/service.ts';
import { mergedAddresses, mergedConditions, mergeSlices } from '../membership/merge-slices.ts';
import type { ReachedMember } from '../membership/reach.ts';
import { reach } from '../membership/reach.ts';
import type { HistoryMember, ListedState, MemberEntry } from './history.ts';

/** How one member of the slices stands. */
export interface Standing extends HistoryMember {
  readonly state: ListedState;
  /** The Pod is being deleted, as the slices say. */
  readonly terminating: boolean;
}

/** By `key`. */
export type Standings = ReadonlyMap<string, Standing>;

export interface StandingChange {
  readonly what: MemberEntry['what'];
  /** As it was; of who entered, as it is. */
  readonly before: Standing;
  /** As it is; of who left, as it was. */
  readonly after: Standing;
  readonly state: ListedState | null;
}

/**
 * The rows of `membershipOf` that stand in slices, without their reasons. It reads no Pod, so that it costs what the
 * slices of one Service hold; `KeptStandings` keeps them up by what changed.
 */
export function standingsOf(service: Service, slices: readonly EndpointSlice[]): Standings {
  return new Map(reach(service, mergeSlices(slices)).map((reached) => [reached.member.key, standingOf(reached)]));
}

/** How one member stands, once it is known what reaches it. */
export function standingOf({ member, reached }: ReachedMember): Standing {
  const listing = member.listings.find(({ targetRef }) => targetRef !== null) ?? member.listings[0];
  const name = listing?.targetRef?.name ?? mergedAddresses(member)[0] ?? member.key;
  const { terminating } = mergedConditions(member);
  return { key: member.key, name, state: reached ? 'in' : 'not-ready', terminating };
}

/** What of two standings differs: who left, then who turned, then who entered, each by name. */
export function compareStandings(before: Standings, after: Standings): readonly StandingChange[] {
  const left: StandingChange[] = [];
  const turned: StandingChange[] = [];
  const entered: StandingChange[] = [];
  for (const [key, was] of before) {
    const is = after.get(key);
    if (is === undefined) left.push({ what: 'left', before: was, after: was, state: null });
    else if (is.state !== was.state) {
      const what = is.state === 'in' ? 'became-ready' : 'became-not-ready';
      turned.push({ what, before: was, after: is, state: is.state });
    }
  }
  for (const [key, is] of after) {
    if (!before.has(key)) entered.push({ what: 'entered', before: is, after: is, state: is.state });
  }
  return [left, turned, entered].flatMap((changes) => changes.sort(byName));
}

function byName({ after: a }: StandingChange, { after: b }: StandingChange): number {
  const [one, other] = a.name === b.name ? [a.key, b.key] : [a.name, b.name];
  return one < other ? -1 : one > other ? 1 : 0;
}
