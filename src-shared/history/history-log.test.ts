import { describe, expect, it } from 'vitest';
import type { ServiceHistory } from './history.ts';
import type { NewEntry } from './history-log.ts';
import { append, beginLog, dropOldest, replay } from './history-log.ts';
import { closeGap, GAPS_KEPT, openGap } from './gaps.ts';
import { exportHistory } from './export-history.ts';
import { gapsWithin, memberSpans } from './spans.ts';

const standing = { key: 'a', name: 'web-a', state: 'in' as const, terminating: false };
const member = (at: number, what: 'entered' | 'left' | 'became-ready' | 'became-not-ready', key = 'a'): NewEntry => ({
  at,
  since: null,
  what,
  member: { key, name: `web-${key}` },
  state: what === 'left' ? null : what === 'became-not-ready' ? 'not-ready' : 'in',
  why: { code: 'unknown' },
});
const log = beginLog(0, new Map([['a', standing]]));
const history = (entries: readonly NewEntry[], limit = 100): ServiceHistory => {
  const { start, base, entries: kept, dropped } = append(log, entries, limit);
  return { began: 0, start, base: [...base.values()], entries: kept, dropped, gaps: [] };
};

describe('a log', () => {
  it('numbers its entries for ever, and tells how many it dropped and since when it is whole', () => {
    const three = append(log, [member(1, 'became-not-ready'), member(2, 'became-ready'), member(3, 'entered', 'b')], 2);
    expect(three.entries.map(({ id }) => id)).toEqual([2, 3]);
    expect(three).toMatchObject({ start: 1, dropped: 1, lastId: 3 });
    const more = append(three, [member(4, 'left')], 2);
    expect(more.entries.map(({ id }) => id)).toEqual([3, 4]);
    expect(replay(more)).toEqual(new Map([['b', 'in']]));
  });

  it('is the same where nothing is added or dropped', () => {
    expect(append(log, [], 1)).toBe(log);
    expect(dropOldest(log, 5)).toBe(log);
  });
});

describe('spans', () => {
  it('cover the time a member was listed, and leave out the time it was not', () => {
    const entries = [member(10, 'became-not-ready'), member(20, 'left'), member(50, 'entered')];
    expect(memberSpans(history(entries), 90)).toEqual([
      {
        ...{ key: 'a', name: 'web-a', state: 'in', changed: 50 },
        spans: [
          { from: 0, to: 10, state: 'in' },
          { from: 10, to: 20, state: 'not-ready' },
          { from: 50, to: 90, state: 'in' },
        ],
      },
    ]);
  });

  it('begin where the history does after its beginning was dropped', () => {
    const [row] = memberSpans(history([member(10, 'became-not-ready'), member(20, 'became-ready')], 1), 90);
    expect(row?.spans.map(({ from, state }) => [from, state])).toEqual([
      [10, 'not-ready'],
      [20, 'in'],
    ]);
  });

  it('of a change nobody saw end and begin at the edges of the time it may have happened in', () => {
    const entries = [
      { ...member(30, 'left'), since: 10 },
      { ...member(30, 'entered', 'b'), since: 10 },
    ];
    const drawn = memberSpans(history(entries), 90).map(({ spans }) =>
      spans.map(({ from, to, state }) => [from, to, state]),
    );
    expect(drawn).toEqual([
      [
        [0, 10, 'in'],
        [10, 30, 'unseen'],
      ],
      [
        [10, 30, 'unseen'],
        [30, 90, 'in'],
      ],
    ]);
  });

  it('stand in the order of the last change, then by name', () => {
    const entries = [member(10, 'entered', 'c'), member(20, 'entered', 'd'), member(20, 'entered', 'b')];
    expect(memberSpans(history(entries), 90).map(({ key }) => key)).toEqual(['b', 'd', 'c', 'a']);
  });
});

describe('gaps', () => {
  it('open once, close once, and are cut to what is looked at', () => {
    const open = openGap(openGap([], 10), 20);
    expect(open).toEqual([{ from: 10, to: null }]);
    expect(gapsWithin(open, 15, 40)).toEqual([{ from: 15, to: 40 }]);
    const closed = closeGap(open, 30);
    expect(closed).toEqual([{ from: 10, to: 30 }]);
    expect(closeGap(closed, 99)).toBe(closed);
    expect(gapsWithin(closed, 30, 40)).toEqual([]);
  });

  it('of more than are kept the oldest become one longer one: nothing unknown is shown as known', () => {
    const all = Array.from({ length: GAPS_KEPT + 2 }, (_, index) => index * 10).reduce(
      (gaps: ReturnType<typeof openGap>, from) => closeGap(openGap(gaps, from), from + 5),
      [],
    );
    expect(all).toHaveLength(GAPS_KEPT);
    expect(all[0]).toEqual({ from: 0, to: 25 });
  });
});

it('is exported with when it is complete, what was dropped and when nobody watched', () => {
  const recorded = history([member(1_000, 'became-not-ready'), { ...member(2_000, 'left'), since: 1_500 }], 1);
  const gaps = [{ from: 1_500, to: 2_000 }];
  expect(exportHistory('kind', { namespace: 'default', name: 'web' }, { ...recorded, gaps }, 3_000)).toEqual({
    cluster: 'kind',
    service: { namespace: 'default', name: 'web' },
    exported: '1970-01-01T00:00:03.000Z',
    recordingSince: '1970-01-01T00:00:00.000Z',
    completeSince: '1970-01-01T00:00:01.000Z',
    dropped: 1,
    notWatched: [{ from: '1970-01-01T00:00:01.500Z', to: '1970-01-01T00:00:02.000Z' }],
    atFirst: [{ name: 'web-a', uid: 'a', state: 'not-ready' }],
    changes: [
      {
        ...{ at: '1970-01-01T00:00:02.000Z', after: '1970-01-01T00:00:01.500Z', what: 'left' },
        ...{ pod: { name: 'web-a', uid: 'a' }, why: { code: 'unknown' }, fields: [] },
      },
    ],
  });
});
