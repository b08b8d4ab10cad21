import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type JudgeContext } from './affinity.ts';
import { expectedBand, requestsToReachAll } from './even-choice.ts';
import type { RunMember } from './run-update.ts';
import { count, newSideTally, type SideTally } from './tally.ts';
import type { Verdict } from './verdict.ts';

const member = (pod: string, from: number | null = null, until: number | null = null): RunMember => ({
  uid: `${pod}-${from}`,
  pod,
  ips: [],
  from,
  until,
});
const four = ['a', 'b', 'c', 'd'].map((pod) => member(pod));
const context = (change: Partial<JudgeContext> = {}): JudgeContext => ({
  members: four,
  membershipChanges: [],
  caveats: [],
  logged: null,
  ...change,
});

interface Answer {
  readonly pod: string | null;
  readonly client?: string;
  readonly at?: number;
  readonly failed?: boolean;
}
function tallyOf(side: 'None' | 'ClientIP', answers: readonly Answer[], changes: readonly number[] = []): SideTally {
  const tally = newSideTally(side);
  for (const [index, { pod, client = 'c-0', at = 0, failed = false }] of answers.entries())
    count(
      tally,
      {
        seq: index,
        at,
        side,
        client,
        latencyMs: 1,
        status: 200,
        pod,
        rule: 'name',
        error: failed ? 'refused' : null,
      },
      changes,
    );
  return tally;
}
const times = (n: number, pod: string | null, client = 'c-0', at = 0): Answer[] =>
  Array.from({ length: n }, () => ({ pod, client, at }));
/** Seeded, and good enough to judge one in 1000 by. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const kind = (side: 'None' | 'ClientIP', answers: readonly Answer[], change: Partial<JudgeContext> = {}): Verdict =>
  judge(tallyOf(side, answers, change.membershipChanges), context(change));

describe('judge, whatever the affinity', () => {
  it('says nothing yet, no answer, unidentified and one endpoint', () => {
    expect(kind('None', [])).toEqual({ kind: 'nothing-yet' });
    expect(kind('None', [{ pod: null, failed: true }])).toEqual({ kind: 'no-answer', failures: 1 });
    expect(kind('ClientIP', times(3, null))).toEqual({ kind: 'unidentified', answers: 3 });
    for (const side of ['None', 'ClientIP'] as const)
      expect(kind(side, times(9, 'a'), { members: [member('a')] })).toEqual({
        kind: 'one-endpoint',
        pod: 'a',
        answers: 9,
      });
  });
});

describe('judge without affinity', () => {
  it('takes an even spread for random choice, with the test', () => {
    const verdict = kind('None', [...times(50, 'a'), ...times(55, 'b'), ...times(45, 'c'), ...times(50, 'd')]);
    expect(verdict).toMatchObject({
      kind: 'spread',
      pods: 4,
      answers: 200,
      test: { degreesOfFreedom: 3, statistic: 1 },
    });
  });
  it('calls a lopsided one uneven', () => {
    expect(kind('None', [...times(170, 'a'), ...times(10, 'b'), ...times(10, 'c'), ...times(10, 'd')])).toMatchObject({
      kind: 'uneven',
      unhit: [],
    });
  });
  it('names a ready Pod that was never reached', () => {
    expect(kind('None', [...times(10, 'a'), ...times(10, 'b'), ...times(10, 'c')])).toMatchObject({
      kind: 'uneven',
      unhit: ['d'],
    });
  });
  it('asks for more where too few were sent to reach everybody', () => {
    expect(kind('None', [...times(5, 'a'), ...times(5, 'b')])).toEqual({
      kind: 'too-few',
      answers: 10,
      needed: 29,
      pods: 4,
    });
  });
  it('does not test where an expected count is below 5', () => {
    expect(kind('None', [...times(4, 'a'), ...times(4, 'b'), ...times(4, 'c'), ...times(7, 'd')])).toMatchObject({
      kind: 'spread',
      test: null,
    });
  });
  it('calls one Pod for everything stuck', () => {
    expect(kind('None', times(15, 'a'))).toMatchObject({ kind: 'stuck', pod: 'a', answers: 15 });
  });
  it.each(['traffic-policy-local', 'hints'] as const)(
    'tests nothing where equal shares are not expected: %s',
    (code) => {
      const caveats = [{ code }];
      const answers = [...times(170, 'a'), ...times(30, 'b')];
      expect(kind('None', answers, { caveats })).toMatchObject({ kind: 'spread', test: null });
      // As it must be where each client's Node has one endpoint.
      expect(kind('None', times(200, 'a'), { caveats })).toMatchObject({ kind: 'spread', pods: 1, test: null });
    },
  );
  it.each(['None', 'ClientIP'] as const)('judges nothing over connections that were used again: %s', (side) => {
    const caveats = [{ code: 'keep-alive' }] as const;
    for (const answers of [times(40, 'a'), [...times(20, 'a'), ...times(20, 'b')]])
      expect(kind(side, answers, { caveats })).toMatchObject({ kind: 'not-judged', why: 'keep-alive', answers: 40 });
  });
  it('tests each interval against the Pods that were ready in it', () => {
    // a is deleted at 10 s, e comes: over the whole run the shares are uneven, in each interval they are even.
    const members = [member('a', null, 10_000), member('b'), member('c', 10_000)];
    const answers = [
      ...times(50, 'a'),
      ...times(50, 'b'),
      ...times(50, 'b', 'c-0', 20_000),
      ...times(50, 'c', 'c-0', 20_000),
    ];
    expect(kind('None', answers, { members, membershipChanges: [10_000] })).toMatchObject({
      kind: 'spread',
      pods: 3,
      test: { statistic: 0, intervals: 2 },
    });
  });
  it.each([1, 20])('is wrong about random choice about once in 1000 runs of %i intervals', (intervals) => {
    let wrong = 0;
    const runs = intervals === 1 ? 2_000 : 500;
    const changes = Array.from({ length: intervals - 1 }, (_, index) => (index + 1) * 10_000);
    const members = intervals === 1 ? four : [...four, ...changes.map((at) => member(`x-${at}`, at, at))];
    const random = mulberry32(12345);
    for (let run = 0; run < runs; run += 1) {
      const answers = Array.from({ length: 40 * intervals }, (_, index) => ({
        pod: four[Math.floor(random() * 4)]?.pod ?? null,
        at: Math.floor(index / 40) * 10_000 + 5_000,
      }));
      if (kind('None', answers, { members, membershipChanges: changes }).kind !== 'spread') wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(8);
  });
  it('reads counts of logs as one interval', () => {
    const logged = { a: { 'c-0': 50 }, b: { 'c-0': 50 }, c: { 'c-0': 50 }, d: { 'c-0': 50 } };
    expect(kind('None', times(200, null), { logged })).toMatchObject({ kind: 'spread', answers: 200, test: { p: 1 } });
  });
});

describe('judge with ClientIP', () => {
  it('holds where each client kept one Pod, be it the same', () => {
    expect(kind('ClientIP', [...times(50, 'a'), ...times(50, 'a', 'c-1')])).toEqual({
      kind: 'sticky',
      answers: 100,
      clients: [
        { client: 'c-0', pods: ['a'] },
        { client: 'c-1', pods: ['a'] },
      ],
      shared: { chance: 0.25, likely: true },
    });
  });
  it('says that all shared a Pod only where another could have been chosen, and how likely that was', () => {
    const all = (clients: number): Answer[] =>
      Array.from({ length: clients }, (_, index) => times(20, 'a', `c-${index}`)).flat();
    expect(kind('ClientIP', all(1))).toMatchObject({ shared: null });
    expect(kind('ClientIP', [...all(1), ...times(20, 'b', 'c-1')])).toMatchObject({ shared: null });
    expect(kind('ClientIP', all(5))).toMatchObject({ shared: { chance: 4 ** -4, likely: true } });
    expect(kind('ClientIP', all(6))).toMatchObject({ shared: { chance: 4 ** -5, likely: false } });
    // b is gone from 10 s on, and a alone is ready: who comes then has no choice.
    const members = [member('a'), member('b', null, 10_000)];
    const later = [...all(2), ...times(20, 'a', 'c-0', 20_000), ...times(20, 'a', 'c-1', 20_000)];
    expect(kind('ClientIP', later, { members, membershipChanges: [10_000] })).toMatchObject({
      kind: 'sticky',
      shared: null,
    });
  });
  it('does not hold where one answer came from another Pod', () => {
    expect(kind('ClientIP', [...times(50, 'a'), ...times(49, 'b', 'c-1'), ...times(1, 'c', 'c-1')])).toEqual({
      kind: 'not-sticky',
      answers: 100,
      clients: [{ client: 'c-1', pods: 2 }],
    });
  });
  it('wants enough answers to rule out chance', () => {
    expect(kind('ClientIP', times(5, 'a'))).toEqual({ kind: 'too-few', answers: 5, needed: 6, pods: 4 });
    expect(kind('ClientIP', times(6, 'a')).kind).toBe('sticky');
  });
  it('lets a client move on when its Pod was away for a moment', () => {
    // Not ready from 10 s to 11.5 s: too short an interval for a hit of its own to be judged.
    const members = [member('a', null, 10_000), member('a', 11_500), member('b')];
    const answers = [...times(20, 'a'), ...times(20, 'b', 'c-0', 20_000)];
    const blip = { members, membershipChanges: [10_000, 11_500] };
    expect(kind('ClientIP', answers, blip)).toMatchObject({ kind: 'sticky', clients: [{ pods: ['a', 'b'] }] });
    // Another client of the same Pod asked nothing then, and stays with it.
    const both = [...answers, ...times(20, 'a', 'c-1'), ...times(20, 'a', 'c-1', 20_000)];
    expect(kind('ClientIP', both, blip)).toMatchObject({ kind: 'sticky' });
    const strayed = [...both, ...times(1, 'b', 'c-1', 30_000)];
    expect(kind('ClientIP', strayed, blip)).toMatchObject({ kind: 'not-sticky', clients: [{ client: 'c-1' }] });
  });
  it('does not call affinity broken that runs out between two requests of a client', () => {
    const answers = [...times(20, 'a'), ...times(20, 'b')];
    const caveats = [{ code: 'affinity-expires', seconds: 1 }] as const;
    expect(kind('ClientIP', answers, { caveats })).toMatchObject({
      kind: 'not-judged',
      why: 'affinity-expires',
      pods: 2,
    });
    expect(kind('ClientIP', times(20, 'a'), { caveats }).kind).toBe('sticky');
  });
  it('lets a client move on when its Pod left, not when it stayed', () => {
    const answers = [...times(20, 'a'), ...times(20, 'b', 'c-0', 20_000)];
    const left = { membershipChanges: [10_000], members: [member('a', null, 10_000), member('b'), member('c')] };
    expect(kind('ClientIP', answers, left)).toMatchObject({ kind: 'sticky', clients: [{ pods: ['a', 'b'] }] });
    const stayed = { membershipChanges: [10_000], members: [member('a'), member('b'), member('c', 10_000)] };
    expect(kind('ClientIP', answers, stayed)).toMatchObject({ kind: 'not-sticky' });
  });
});

describe('even choice', () => {
  it.each([
    [1, 1],
    [2, 11],
    [4, 29],
    [10, 88],
  ])('reaches all of %i Pods in %i requests', (pods, needed) => expect(requestsToReachAll(pods)).toBe(needed));

  it('expects 100 of 400 on each of 4 Pods, give or take 29', () =>
    expect(expectedBand(400, 4)).toEqual({ expected: 100, low: 71, high: 129 }));

  it('keeps the band within what can be', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 2_000 }), (answers, pods) => {
        const { expected, low, high } = expectedBand(answers, pods);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(answers);
        expect(low).toBeLessThanOrEqual(expected);
        expect(high).toBeGreaterThanOrEqual(expected - 1);
      }),
    );
  });
});
