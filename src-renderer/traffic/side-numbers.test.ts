import { describe, expect, it } from 'vitest';
import { builtRun } from '../../test/renderer/built-run.ts';
import { count, newSideTally } from '#shared/traffic/tally.ts';
import type { RunUpdate } from '#shared/traffic/run-update.ts';
import { chartRows, shortNames, sideNumbers } from './side-numbers.ts';

function numbersOf(update: RunUpdate) {
  const side = update.status.sides[0];
  if (side === undefined) throw new Error('no side');
  const tally = newSideTally(side.affinity);
  for (const hit of update.hits) if (hit.side === side.affinity) count(tally, hit, []);
  return sideNumbers(update.status, side, tally);
}

const PODS = ['web-a', 'web-b', 'web-c', 'web-d'];

describe('sideNumbers', () => {
  it('accounts for every request that was asked', () => {
    const update = builtRun({ pods: PODS, perSide: 300, failEvery: 7 });
    const hits = update.hits.slice(0, -20);
    const numbers = numbersOf({ ...update, hits });
    expect(numbers.answers + numbers.unidentified + numbers.failed + numbers.missing).toBe(numbers.asked);
    expect(numbers.failed).toBeGreaterThan(0);
    expect(numbers.missing).toBeGreaterThan(0);
    for (const pod of numbers.pods) expect(pod.byClient.reduce((a, b) => a + b, 0)).toBe(pod.answers);
  });

  it('shows a ready Pod that had no answer, and expects even shares of None only', () => {
    const numbers = numbersOf(builtRun({ pods: PODS, sides: ['ClientIP'], perSide: 100 }));
    expect(numbers.pods).toHaveLength(4);
    expect(numbers.pods.some(({ answers }) => answers === 0)).toBe(true);
    expect(numbers.expected).toBeNull();
    expect(numbersOf(builtRun({ pods: PODS, sides: ['None'], perSide: 100 })).expected).toMatchObject({ expected: 25 });
  });

  it.each(['keep-alive', 'traffic-policy-local'] as const)('expects no even share of a run with %s', (code) => {
    expect(numbersOf(builtRun({ pods: PODS, more: { caveats: [{ code }] } })).expected).toBeNull();
  });

  it('expects nothing where members came and went', () => {
    expect(numbersOf(builtRun({ pods: PODS, more: { membershipChanges: [900] } })).expected).toBeNull();
  });
});

describe('chartRows', () => {
  it('draws the largest and the mean of the rest', () => {
    const pods = Array.from({ length: 20 }, (_, index) => `p-${String(index)}`);
    const numbers = numbersOf(builtRun({ pods, perSide: 1000 }));
    const { pods: drawn, others } = chartRows(numbers, 12);
    expect(drawn).toHaveLength(12);
    expect(others?.count).toBe(8);
    const restSum = numbers.answers - drawn.reduce((sum, { answers }) => sum + answers, 0);
    expect((others?.meanByClient ?? []).reduce((a, b) => a + b, 0) * 8).toBeCloseTo(restSum);
  });
});

describe('shortNames', () => {
  it.each([
    [
      ['myapp-rs-4xk2p', 'myapp-rs-7mzqd'],
      ['…4xk2p', '…7mzqd'],
    ],
    [['web'], ['web']],
    [
      ['web-1', 'db-1'],
      ['web-1', 'db-1'],
    ],
    [
      ['a-1', 'a-2'],
      ['a-1', 'a-2'],
    ],
  ])('%j becomes %j', (names, short) => {
    expect(shortNames(names)).toEqual(short);
  });
});
