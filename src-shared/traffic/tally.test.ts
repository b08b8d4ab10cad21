import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hit } from './hit.ts';
import { addLatency, latencyQuantile, newLatencyHistogram } from './latency-histogram.ts';
import {
  answersOf,
  count,
  identifiedAnswers,
  newSideTally,
  SETTLE_MS,
  STRIP_LENGTH,
  total,
  unaccounted,
} from './tally.ts';

const hit = (change: Partial<Hit> = {}): Hit => ({
  seq: 1,
  at: 0,
  side: 'None',
  client: 'c-0',
  latencyMs: 1,
  status: 200,
  pod: 'web-1',
  rule: 'name',
  error: null,
  ...change,
});

const anyHit = fc.record({
  seq: fc.nat(),
  at: fc.nat(20_000),
  side: fc.constant('None' as const),
  client: fc.constantFrom('c-0', 'c-1'),
  latencyMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  status: fc.option(fc.constantFrom(200, 404, 500)),
  pod: fc.option(fc.constantFrom('web-1', 'web-2', 'web-3')),
  rule: fc.constant('name' as const),
  error: fc.option(fc.constantFrom('refused', 'timeout', 'too-large')),
});

describe('count', () => {
  it('loses and invents nothing: Pods + unidentified + failures = hits, in total and per second', () => {
    fc.assert(
      fc.property(fc.array(anyHit, { maxLength: 300 }), fc.array(fc.nat(20_000), { maxLength: 3 }), (hits, changes) => {
        const tally = newSideTally('None');
        changes.sort((a, b) => a - b);
        for (const each of hits) count(tally, each, changes);
        expect(tally.hits).toBe(hits.length);
        expect(total(tally.clients)).toBe(hits.length);
        expect(identifiedAnswers(tally) + total(tally.unidentified) + total(tally.failures)).toBe(hits.length);
        let perSecond = 0;
        for (const second of tally.seconds)
          if (second !== undefined) perSecond += total(second.pods) + second.unidentified + second.failed;
        expect(perSecond).toBe(hits.length);
        expect(unaccounted(hits.length + 7, tally)).toBe(7);
        for (const strip of tally.strips.values()) expect(strip.length).toBeLessThanOrEqual(STRIP_LENGTH);
        expect(tally.intervals.reduce((sum, interval) => sum + interval.answers, 0)).toBeLessThanOrEqual(hits.length);
      }),
    );
  });

  it('gives a failed request to no Pod, even if one was named', () => {
    const tally = newSideTally('None');
    count(tally, hit({ error: 'too-large' }), []);
    expect(answersOf(tally, 'web-1')).toBe(0);
    expect(tally.failures).toEqual(new Map([['too-large', 1]]));
  });

  it('judges no hit while kube-proxy settles after a change', () => {
    const tally = newSideTally('None');
    for (const at of [0, 999, 1_000, 1_000 + SETTLE_MS - 1, 1_000 + SETTLE_MS, 9_000])
      count(tally, hit({ at }), [1_000]);
    expect(tally.intervals.map((interval) => interval.answers)).toEqual([2, 2]);
    expect(answersOf(tally, 'web-1')).toBe(6);
  });

  it('keeps the last answers of each client in order', () => {
    const tally = newSideTally('None');
    for (let seq = 1; seq <= STRIP_LENGTH + 5; seq += 1) count(tally, hit({ seq }), []);
    expect(tally.strips.get('c-0')?.at(0)?.seq).toBe(6);
    expect(tally.strips.get('c-0')?.at(-1)?.seq).toBe(STRIP_LENGTH + 5);
  });
});

it('a latency quantile is within 1 % of the nearest rank', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.9, 0.99, 1),
      (values, quantile) => {
        const histogram = newLatencyHistogram();
        for (const value of values) addLatency(histogram, value);
        const exact = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(quantile * values.length)) - 1] ?? 0;
        const read = latencyQuantile(histogram, quantile) ?? 0;
        expect(read / exact).toBeGreaterThan(1 - 1e-9);
        expect(read / exact).toBeLessThan(1.01 + 1e-9);
      },
    ),
  );
  expect(latencyQuantile(newLatencyHistogram(), 0.5)).toBeNull();
});
