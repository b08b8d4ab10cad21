import { describe, expect, it } from 'vitest';
import { brokenPromises, hitsOf } from './judge-demo.ts';
import { aSide, SERVICES } from './reports.ts';

const spread = aSide(
  'None',
  [
    { a: 3, b: 2 },
    { b: 4, a: 1 },
  ],
  { a: 4, b: 6 },
);
const sticky = aSide('ClientIP', [{ a: 5 }, { b: 5 }], { a: 5, b: 5 });

describe('the demo', () => {
  it('sums the hits of the clients', () => expect(hitsOf(spread)).toEqual({ a: 4, b: 6 }));

  it('is content when all is as promised', () => {
    expect(brokenPromises({ services: SERVICES, runs: [spread, sticky] })).toEqual([]);
  });

  it.each([
    ['counts that differ', [{ ...spread, served: { a: 4, b: 5 } }, sticky], 'the Pods counted'],
    ['counts that nobody made', [{ ...spread, served: null }, sticky], 'the Pods counted null'],
    ['a Pod without a hit', [aSide('None', [{ a: 5 }], { a: 5 }), sticky], 'b was not hit'],
    ['two Pods for a client', [spread, aSide('ClientIP', [{ a: 4, b: 1 }], { a: 4, b: 1 })], 'client-0 met 2 Pods'],
    ['a client that reached nobody', [spread, aSide('ClientIP', [{}], {})], 'client-0 met 0 Pods'],
    ['a side that is missing', [spread], 'not None and ClientIP'],
  ])('tells of %s', (_, runs, said) => expect(brokenPromises({ services: SERVICES, runs }).join()).toContain(said));

  it('tells where there is no endpoint at all', () => {
    const empty = SERVICES.map((service) => ({ ...service, endpoints: [] }));
    expect(brokenPromises({ services: empty, runs: [spread, sticky] })).toEqual(['None: there is no endpoint']);
  });
});
