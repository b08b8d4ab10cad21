import { describe, expect, it } from 'vitest';
import { RATE_CAP_PER_SECOND } from '#shared/traffic/run-request.ts';
import { aService, aServicePort } from '../../test/support/builders.ts';
import { aRunRequest } from '../../test/support/run-request.ts';
import { clientTarget, type Errand, type RunTuning } from './run-context.ts';

const CLUSTER_IP = '10.96.0.10';
const errandOf = (name: string): Errand => ({
  side: { affinity: 'None', service: 'web', clusterIP: CLUSTER_IP },
  client: { name, ip: '10.244.0.9', node: 'node-1' },
  nonce: '0123456789abcdef',
});

/** The rate of each of these many clients of one side. */
function rates(clients: number, tuning: RunTuning = {}): readonly (number | null)[] {
  const request = aRunRequest({ rate: RATE_CAP_PER_SECOND, clients });
  const target = { service: aService(), port: aServicePort(), clusterIP: CLUSTER_IP };
  const names = Array.from({ length: clients }, (_, index) => `client-${String(index)}`);
  return names.map((name) => clientTarget({ request, target, tuning }, errandOf(name), clients).rate);
}

describe('the rate of a side', () => {
  it.each([1, 3, 8])('is shared evenly by %i clients: together they never pass what was asked', (clients) => {
    const each = rates(clients);
    expect(new Set(each).size).toBe(1);
    expect(each.reduce<number>((sum, rate) => sum + (rate ?? Number.POSITIVE_INFINITY), 0)).toBeCloseTo(
      RATE_CAP_PER_SECOND,
    );
  });

  it('is none at all for a bench, which no person can ask for', () => {
    expect(rates(2, { uncapped: true })).toEqual([null, null]);
  });
});
