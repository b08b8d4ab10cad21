import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPod, arbitraryService, arbitrarySlice, latest } from '../../test/support/arbitrary-cluster.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';
import { membershipOf } from '../membership/membership.ts';
import type { HistoryLog } from './history-log.ts';
import { append, beginLog, replay } from './history-log.ts';
import { compareStandings, standingsOf } from './standings.ts';

const one = aPod({ meta: { name: 'web-1' } });
const two = aPod({ meta: { name: 'web-2' }, podIPs: ['10.244.0.2'] });
const standing = (...endpoints: Parameters<typeof anEndpointOf>[]) =>
  standingsOf(aService(), [aSlice({ endpoints: endpoints.map((args) => anEndpointOf(...args)) })]);
const NOT_READY = { ready: false, serving: false };
const LEAVING = { ready: false, serving: true, terminating: true };

describe('two standings', () => {
  it.each<[string, ReturnType<typeof standing>, ReturnType<typeof standing>, readonly string[]]>([
    ['the same', standing([one]), standing([one]), []],
    ['one more', standing([one]), standing([one], [two]), ['entered web-2 in']],
    ['one more that is not ready', standing(), standing([one, NOT_READY]), ['entered web-1 not-ready']],
    ['one less', standing([one], [two]), standing([two]), ['left web-1 null']],
    ['one not ready', standing([one], [two]), standing([one, NOT_READY], [two]), ['became-not-ready web-1 not-ready']],
    ['one ready again', standing([one, NOT_READY]), standing([one]), ['became-ready web-1 in']],
    ['one terminating', standing([one], [two]), standing([one, LEAVING], [two]), ['became-not-ready web-1 not-ready']],
    ['the only one terminating, and still served by', standing([one]), standing([one, LEAVING]), []],
    ['one for another', standing([one]), standing([two]), ['left web-1 null', 'entered web-2 in']],
  ])('%s', (_, before, after, expected) => {
    const said = compareStandings(before, after).map(({ what, after: { name }, state }) => `${what} ${name} ${state}`);
    expect(said).toEqual(expected);
  });

  it('of a Pod made anew under its old name: the old one left, another one entered', () => {
    const anew = aPod({ meta: { name: 'web-1', uid: 'another' } });
    const changes = compareStandings(standing([one]), standing([anew]));
    expect(changes.map(({ what, after: { key } }) => [what, key])).toEqual([
      ['left', one.meta.uid],
      ['entered', 'another'],
    ]);
  });
});

describe('whatever happens to the slices', () => {
  const states = fc.array(
    fc.record({
      service: arbitraryService,
      slices: fc.array(arbitrarySlice, { maxLength: 4 }).map(latest),
      pods: fc.array(arbitraryPod, { maxLength: 8 }).map(latest),
    }),
    { minLength: 1, maxLength: 8 },
  );

  it('what is told, replayed, is the membership now, however little is kept', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 0, max: 12 }), ([first, ...later], limit) => {
        if (first === undefined) return;
        let before = standingsOf(first.service, first.slices);
        let log: HistoryLog = beginLog(0, before);
        for (const [index, { service, slices, pods }] of later.entries()) {
          const after = standingsOf(service, slices);
          const told = compareStandings(before, after).map(({ what, after: { key, name }, state }) => ({
            ...{ at: index + 1, since: null, what, member: { key, name }, state },
            why: { code: 'unknown' as const },
          }));
          log = append(log, told, limit);
          expect(log.entries.length).toBeLessThanOrEqual(limit);
          before = after;
          const rows = membershipOf({ service, slices, pods, endpoints: null, nodes: null }).rows;
          const listed = rows.filter(({ conditions }) => conditions !== null);
          expect(new Map(replay(log))).toEqual(new Map(listed.map(({ key, state }) => [key, state])));
        }
        expect(log.dropped + log.entries.length).toBe(log.lastId);
      }),
      { numRuns: 400 },
    );
  });
});
