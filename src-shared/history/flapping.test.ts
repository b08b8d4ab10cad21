import { describe, expect, it } from 'vitest';
import { nextLook } from '../findings/facts.ts';
import type { MemberReason } from '../membership/member.ts';
import { flappingPods } from './flapping.ts';
import type { HistoryCause, MemberEntry } from './history.ts';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const DELETED: HistoryCause = { code: 'deleted', by: null };
const because = (reason: MemberReason): HistoryCause => ({ code: 'reason', reason });
const left = (minutesAgo: number, name = 'web-1'): MemberEntry => ({
  ...{ id: 0, at: NOW - minutesAgo * MINUTE, since: null, what: 'left', member: { key: name, name } },
  ...{ state: null, why: DELETED },
});
const PROBE = because({ code: 'readiness-probe', container: 'web', message: null });

/** Turned not ready so many minutes ago, and ready again half a minute later. */
function turns(minutesAgo: readonly number[], name = 'web-1', why = PROBE): readonly MemberEntry[] {
  const of = (what: MemberEntry['what'], at: number): MemberEntry => ({
    ...{ id: at, at, since: null, what, member: { key: name, name } },
    ...{ state: what === 'became-ready' ? ('in' as const) : ('not-ready' as const), why },
  });
  return minutesAgo.flatMap((ago) => [
    of('became-not-ready', NOW - ago * MINUTE),
    of('became-ready', NOW - ago * MINUTE + MINUTE / 2),
  ]);
}

describe('a Pod flaps that turned not ready', () => {
  it.each<[string, readonly MemberEntry[], readonly [string, number][]]>([
    ['three times in ten minutes', turns([9, 5, 1]), [['web-1', 3]]],
    ['four times', turns([9, 8, 5, 1]), [['web-1', 4]]],
    ['twice: one restart, and another', turns([5, 1]), []],
    ['three times in eleven minutes', turns([11, 5, 1]), []],
    ['three times, each another Pod', [...turns([5], 'a'), ...turns([4], 'b'), ...turns([3], 'c')], []],
    [
      'both of two',
      [...turns([9, 5, 1], 'b'), ...turns([9, 5, 1], 'a')],
      [
        ['a', 3],
        ['b', 3],
      ],
    ],
    ['three times, and has left: nobody is there to flap', [...turns([9, 5, 2]), left(1)], []],
    ['three times, where another one left', [...turns([9, 5, 2]), left(1, 'web-2')], [['web-1', 3]]],
    ['three times, but came back in between', [...turns([9, 5]), left(4), ...turns([1])], []],
    ['because it was deleted, whatever the slices did', turns([9, 5, 1], 'web-1', DELETED), []],
    ['while others were terminating', turns([9, 5, 1], 'web-1', because({ code: 'terminating' })), []],
  ])('%s', (_, entries, expected) => {
    expect(flappingPods(entries, NOW).map(({ name, times }) => [name, times])).toEqual(expected);
  });

  it('and no longer does when it has held for long enough: then it is looked at again', () => {
    const entries = turns([9, 8, 5, 1]);
    const [pod] = flappingPods(entries, NOW);
    expect(pod?.until).toBe(NOW + 2 * MINUTE);
    expect(nextLook({ now: NOW, lastChange: null, pods: [], flapping: pod === undefined ? [] : [pod] })).toBe(
      pod?.until,
    );
    expect(flappingPods(entries, NOW + 2 * MINUTE - 1)).toHaveLength(1);
    expect(flappingPods(entries, NOW + 2 * MINUTE)).toEqual([]);
  });
});
