import { describe, expect, it } from 'vitest';
import type { CurrentMember } from '#shared/traffic/current-members.ts';
import type { Hit } from '#shared/traffic/hit.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import type { RunUpdate } from '#shared/traffic/run-update.ts';
import { createFakeClock } from '../../test/support/fake-clock.ts';
import { createRunState, type RunState } from './run-state.ts';

const hit = (seq: number): Hit => ({
  seq,
  at: 0,
  side: 'None',
  client: 'c',
  latencyMs: 1,
  status: 200,
  pod: null,
  rule: null,
  error: null,
});
function start(): { state: RunState; updates: RunUpdate[]; clock: ReturnType<typeof createFakeClock> } {
  const clock = createFakeClock();
  const updates: RunUpdate[] = [];
  const request = { namespace: 'n', service: 's' } as RunRequest;
  const state = createRunState(
    'r',
    { request, serviceUid: 'u', own: 'None', caveats: [] },
    clock,
    (update) => void updates.push(update),
  );
  return { state, updates, clock };
}
const members = (...pods: readonly string[]): CurrentMember[] =>
  pods.map((pod) => ({ uid: pod, pod, ips: [], ready: true, hinted: false }));

describe('createRunState', () => {
  it('tells phases at once and hits in batches, each exactly once', async () => {
    const { state, updates, clock } = start();
    state.setPhase({ phase: 'cleaning' });
    expect(updates).toHaveLength(1);
    for (let seq = 1; seq <= 450; seq += 1) state.addHit(hit(seq));
    expect(updates).toHaveLength(1);
    await clock.advance(99);
    expect(updates).toHaveLength(1);
    await clock.advance(1);
    expect(updates.slice(1).map((update) => update.hits.length)).toEqual([200, 200, 50]);
    expect(updates.flatMap((update) => update.hits.map(({ seq }) => seq))).toEqual(
      Array.from({ length: 450 }, (_, i) => i + 1),
    );
    await clock.advance(1_000);
    expect(updates).toHaveLength(4);
    for (const update of updates) expect(JSON.stringify(update).length).toBeLessThan(65_536);
  });

  it('notes when the ready members change, and not before counting nor among the unready', () => {
    const { state } = start();
    state.noteMembers(members('a'), null);
    state.noteMembers(members('a', 'b'), null);
    expect(state.status().membershipChanges).toEqual([]);
    state.noteMembers([...members('a', 'b'), { uid: 'c', pod: 'c', ips: [], ready: false, hinted: false }], 10);
    expect(state.status().membershipChanges).toEqual([]);
    state.noteMembers(members('b', 'c'), 20);
    state.noteMembers(members('b', 'c'), 25);
    state.noteMembers(members('a', 'b', 'c'), 30);
    expect(state.status().membershipChanges).toEqual([20, 30]);
    expect(state.status().members.map(({ pod, from, until }) => [pod, from, until])).toEqual([
      ['a', null, 20],
      ['b', null, null],
      ['c', 20, null],
      ['a', 30, null],
    ]);
    expect(state.status().caveats).toEqual([{ code: 'membership-changed', times: 2 }]);
  });

  it('counts what each client was asked, and the answers of each side', () => {
    const { state } = start();
    state.setSides([{ affinity: 'None', service: 's', clusterIP: '', asked: 0, logged: null }]);
    state.addAsked('None', 'c', 2);
    state.addAsked('None', 'd', 3);
    state.addAsked('None', 'c', 1);
    for (const each of [hit(1), { ...hit(2), error: 'timeout' as const }, { ...hit(3), side: 'ClientIP' as const }])
      state.addHit(each);
    expect(state.status().sides.map(({ asked }) => asked)).toEqual([6]);
    expect(['c', 'd', 'e'].map((client) => state.askedOf('None', client))).toEqual([3, 3, 0]);
    expect([state.answersOf('None'), state.answersOf('ClientIP')]).toEqual([1, 1]);
  });
});
