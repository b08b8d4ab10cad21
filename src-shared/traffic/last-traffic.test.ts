import { describe, expect, it } from 'vitest';
import { seeded } from '../../test/renderer/built-run.ts';
import { REQUEST } from '../../test/renderer/built-run.ts';
import type { Hit } from './hit.ts';
import { lastTrafficOf } from './last-traffic.ts';
import type { RunMember, RunStatus } from './run-update.ts';
import { count, newSideTally, type SideTally } from './tally.ts';

const AT = 1_000;
type Status = Pick<RunStatus, 'members' | 'membershipChanges' | 'caveats' | 'request'>;
const statusOf = (pods: readonly string[], more: Partial<Status> = {}): Status => ({
  members: pods.map((pod): RunMember => ({ uid: pod, pod, ips: [], from: null, until: null })),
  membershipChanges: [],
  caveats: [],
  request: { ...REQUEST, port: 80 },
  ...more,
});
const NOBODY = statusOf([]);

type Met = Partial<Pick<Hit, 'error' | 'pod' | 'status'>>;
function tallyOf(side: SideTally['side'], met: readonly Met[]): SideTally {
  const tally = newSideTally(side);
  met.forEach(({ error = null, pod = null, status = 200 }, index) => {
    const answer = error === null ? { latencyMs: 1, status } : { latencyMs: null, status: null };
    const rule = pod === null ? null : 'name';
    count(tally, { seq: index + 1, at: index, side, client: 'c', pod, rule, error, ...answer }, []);
  });
  return tally;
}
const errors = (...all: readonly (Hit['error'] | null)[]): readonly Met[] => all.map((error) => ({ error }));

describe('lastTrafficOf', () => {
  it('counts answers, refusals, timeouts and what broke off, over both sides', () => {
    const sides = [
      tallyOf('None', errors(null, 'refused', 'timeout', 'timeout', 'reset')),
      tallyOf('ClientIP', errors(null, null, 'refused', 'tls', 'reset')),
    ];
    expect(lastTrafficOf(NOBODY, sides, AT)).toEqual({
      at: AT,
      results: [
        {
          ...{ port: 80, answered: 3, refused: 2, timeouts: 2, serverErrors: [], silent: null },
          broken: [
            { by: 'reset', requests: 2 },
            { by: 'tls', requests: 1 },
          ],
        },
      ],
    });
  });

  it('takes an answer that is larger than is kept for an answer, and one of status 500 for an error of the server', () => {
    const met = [...errors('too-large', null), { status: 503 }, { status: 500 }, { status: 503 }, { status: 404 }];
    expect(lastTrafficOf(NOBODY, [tallyOf('None', met)], AT)?.results).toMatchObject([
      {
        answered: 6,
        broken: [],
        serverErrors: [
          { status: 500, requests: 1 },
          { status: 503, requests: 2 },
        ],
      },
    ]);
  });

  it('knows nothing of a run that brought nothing', () => {
    expect(lastTrafficOf(NOBODY, [tallyOf('None', []), tallyOf('ClientIP', [])], AT)).toBeNull();
  });
});

/** Requests spread at random over Pods; those of `failing` come to its error. */
function spread(pods: readonly string[], requests: number, failing: Readonly<Record<string, Hit['error']>>, seed = 1) {
  const random = seeded(seed);
  return Array.from({ length: requests }, (): Met => {
    const pod = pods[Math.floor(random() * pods.length)] ?? '';
    return pod in failing ? { error: failing[pod] ?? null } : { pod };
  });
}

describe('which endpoint refuses', () => {
  const pods = ['a', 'b', 'c', 'd'];
  const silent = (met: readonly Met[], side: SideTally['side'] = 'None', more: Partial<Status> = {}) =>
    lastTrafficOf(statusOf(pods, more), [tallyOf(side, met)], AT)?.results[0]?.silent;

  it('is named: ready throughout, never an answer, while the others gave theirs', () => {
    expect(silent(spread(pods, 60, { c: 'refused' }))).toEqual({ pods: ['c'], error: 'refused' });
    expect(silent(spread(pods, 60, { c: 'timeout', a: 'timeout' }))).toEqual({ pods: ['a', 'c'], error: 'timeout' });
  });

  it('is not named before there were enough requests: 29 for 4 Pods', () => {
    const met = (requests: number): readonly Met[] =>
      Array.from({ length: requests }, (_, index) =>
        index % 4 === 2 ? { error: 'refused' as const } : { pod: pods[index % 4] ?? '' },
      );
    expect([silent(met(28)), silent(met(29))]).toEqual([null, { pods: ['c'], error: 'refused' }]);
  });

  const met = spread(pods, 60, { c: 'refused' });
  it.each<[string, readonly Met[], SideTally['side'], Partial<Status>]>([
    ['affinity keeps a client on one Pod', met, 'ClientIP', {}],
    ['connections are kept', met, 'None', { caveats: [{ code: 'keep-alive' }] }],
    ['a policy Local keeps the client from some', met, 'None', { caveats: [{ code: 'traffic-policy-local' }] }],
    ['a mesh chooses', met, 'None', { caveats: [{ code: 'mesh', mesh: 'istio' }] }],
    ['endpoints came or went', met, 'None', { membershipChanges: [500] }],
    ['one answer is of nobody known', [...met, {}], 'None', {}],
    ['one answer was too large to tell', [...met, { error: 'too-large' }], 'None', {}],
    ['it answered once', [...met, { pod: 'c' }], 'None', {}],
    ['nobody answered', errors(...Array.from({ length: 60 }, () => 'refused' as const)), 'None', {}],
    ['two of them fail each in its own way', spread(pods, 60, { c: 'refused', a: 'timeout' }), 'None', {}],
    [
      'it is rather passed over: too few failures',
      spread(['a', 'b', 'd'], 60, {}).concat(errors('refused')),
      'None',
      {},
    ],
  ])('is not named where %s', (_, hits, side, more) => {
    expect(silent(hits, side, more)).toBeNull();
  });

  it('names nobody wrongly in more than a few of 2,000 runs in which one Pod fails at times', () => {
    const wrong = Array.from({ length: 2_000 }, (_, seed) => {
      const random = seeded(seed + 1);
      const runs = Array.from({ length: 60 }, (): Met => {
        const pod = pods[Math.floor(random() * 4)] ?? '';
        return pod === 'c' && random() < 0.5 ? { error: 'refused' } : { pod };
      });
      return silent(runs);
    }).filter((found) => found !== null);
    expect(wrong.length).toBeLessThanOrEqual(2);
  });
});
