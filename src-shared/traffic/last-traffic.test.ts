import { describe, expect, it } from 'vitest';
import type { Hit } from './hit.ts';
import { lastTrafficOf } from './last-traffic.ts';
import { count, newSideTally, type SideTally } from './tally.ts';

const AT = 1_000;

function tallyOf(side: SideTally['side'], errors: readonly Hit['error'][]): SideTally {
  const tally = newSideTally(side);
  errors.forEach((error, index) => {
    const answer = error === null ? { latencyMs: 1, status: 200 } : { latencyMs: null, status: null };
    count(tally, { seq: index + 1, at: index, side, client: 'c', pod: null, rule: null, error, ...answer }, []);
  });
  return tally;
}

describe('lastTrafficOf', () => {
  it('counts answers, refusals and timeouts over both sides', () => {
    const sides = [
      tallyOf('None', [null, 'refused', 'timeout', 'timeout']),
      tallyOf('ClientIP', [null, null, 'refused']),
    ];
    expect(lastTrafficOf(80, sides, AT)).toEqual({
      at: AT,
      results: [{ port: 80, pod: null, answered: 3, refused: 2, timeouts: 2 }],
    });
  });

  it('takes another failure for neither an answer nor a refusal', () => {
    const [result] = lastTrafficOf(80, [tallyOf('None', ['reset', 'dns', null])], AT)?.results ?? [];
    expect(result).toEqual({ port: 80, pod: null, answered: 1, refused: 0, timeouts: 0 });
  });

  it('knows nothing of a run that brought nothing', () => {
    expect(lastTrafficOf(80, [tallyOf('None', []), tallyOf('ClientIP', [])], AT)).toBeNull();
  });
});
