import { describe, expect, it } from 'vitest';
import type { ExportedSide, RunExport } from '../../src-shared/traffic/export-run.ts';
import { brokenPromises, hitsOf } from './judge-demo.ts';

const endpoint = (pod: string): RunExport['services'][number]['endpoints'][number] => ({
  pod,
  ip: '10.244.0.1',
  port: 8080,
  ready: true,
});
const services: RunExport['services'] = [
  {
    namespace: 'default',
    name: 'myapp-svc',
    clusterIP: '10.96.0.20',
    ports: [],
    sessionAffinity: 'None',
    endpoints: [endpoint('a'), endpoint('b')],
  },
];

function side(
  sessionAffinity: string,
  hits: readonly Readonly<Record<string, number>>[],
  served: Readonly<Record<string, number>>,
): ExportedSide {
  return {
    service: 'default/myapp-svc',
    sessionAffinity,
    vantage: 'pod',
    requests: 10,
    failures: {},
    unidentified: 0,
    unaccounted: 0,
    clients: hits.map((each, index) => ({ name: `client-${String(index)}`, ip: null, hits: each })),
    served,
    verdict: { kind: 'nothing-counted' } as unknown as ExportedSide['verdict'],
  };
}

const spread = side(
  'None',
  [
    { a: 3, b: 2 },
    { b: 4, a: 1 },
  ],
  { a: 4, b: 6 },
);
const sticky = side('ClientIP', [{ a: 5 }, { b: 5 }], { a: 5, b: 5 });

describe('the demo', () => {
  it('sums the hits of the clients', () => expect(hitsOf(spread)).toEqual({ a: 4, b: 6 }));

  it('is content when all is as promised', () => {
    expect(brokenPromises({ services, runs: [spread, sticky] })).toEqual([]);
  });

  it.each([
    ['counts that differ', [{ ...spread, served: { a: 4, b: 5 } }, sticky], 'the Pods counted'],
    ['counts that nobody made', [{ ...spread, served: null }, sticky], 'the Pods counted null'],
    ['a Pod without a hit', [side('None', [{ a: 5 }], { a: 5 }), sticky], 'b was not hit'],
    ['two Pods for a client', [spread, side('ClientIP', [{ a: 4, b: 1 }], { a: 4, b: 1 })], 'client-0 met 2 Pods'],
    ['a client that reached nobody', [spread, side('ClientIP', [{}], {})], 'client-0 met 0 Pods'],
    ['a side that is missing', [spread], 'not None and ClientIP'],
  ])('tells of %s', (_, runs, said) => expect(brokenPromises({ services, runs }).join()).toContain(said));

  it('tells where there is no endpoint at all', () => {
    const empty = services.map((service) => ({ ...service, endpoints: [] }));
    expect(brokenPromises({ services: empty, runs: [spread, sticky] })).toEqual(['None: there is no endpoint']);
  });
});
