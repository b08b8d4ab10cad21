import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryService, arbitrarySlice } from '../../test/support/arbitrary-cluster.ts';
import { anEndpointOf, aPod, aService, aSlice } from '../../test/support/builders.ts';
import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { KeptStandings } from './kept-standings.ts';
import { compareStandings, type Standings, standingsOf } from './standings.ts';

const byKey = (kept: KeptStandings): Standings => new Map(Array.from(kept.values(), (each) => [each.key, each]));

/** As the controller writes them: each endpoint names its Pod by uid. */
const strict = arbitrarySlice.map((slice): EndpointSlice => ({
  ...slice,
  endpoints: slice.endpoints.filter(({ targetRef }) => (targetRef?.uid ?? '') !== ''),
}));
const step = fc.oneof(
  { weight: 6, arbitrary: strict.map((slice) => ({ slice })) },
  { weight: 1, arbitrary: arbitrarySlice.map((slice) => ({ slice })) },
  { weight: 1, arbitrary: arbitrarySlice.map(({ meta }) => ({ gone: meta.uid })) },
  { weight: 1, arbitrary: fc.option(arbitraryService).map((service) => ({ service })) },
);

describe('standings kept up', () => {
  it('are at each step what they would be made anew, and tell the same changes', () => {
    fc.assert(
      fc.property(arbitraryService, fc.array(step, { maxLength: 12 }), (first, steps) => {
        let service: typeof first | null = first;
        const slices = new Map<string, EndpointSlice>();
        const kept = new KeptStandings(first, []);
        for (const each of steps) {
          if ('slice' in each) slices.set(each.slice.meta.uid, each.slice);
          else if ('gone' in each) slices.delete(each.gone);
          else service = each.service;
          const before = byKey(kept);
          const now = service === null ? [] : [...slices.values()];
          const after = service === null ? new Map() : standingsOf(service, now);
          expect(kept.update(service, now)).toEqual(compareStandings(before, after));
          expect(byKey(kept)).toEqual(after);
          expect(kept.size).toBe(after.size);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('take back a Pod that is terminating when the last ready one goes, though only that one changed', () => {
    const [leaving, last] = ['web-1', 'web-2'].map((name) => aPod({ meta: { name } }));
    if (leaving === undefined || last === undefined) throw new Error('no Pods');
    const one = aSlice({
      meta: { name: 'one' },
      endpoints: [anEndpointOf(leaving, { ready: false, serving: true, terminating: true })],
    });
    const other = (ready: boolean): EndpointSlice =>
      aSlice({ meta: { name: 'other' }, endpoints: [anEndpointOf(last, { ready, serving: ready })] });
    const service = aService();
    const kept = new KeptStandings(service, [one, other(true)]);
    const turned = (ready: boolean) =>
      kept.update(service, [one, other(ready)]).map(({ what, after }) => `${after.name} ${what}`);
    expect(turned(false)).toEqual(['web-1 became-ready', 'web-2 became-not-ready']);
    expect(turned(true)).toEqual(['web-1 became-not-ready', 'web-2 became-ready']);
  });

  it('look at no slice but the one that changed', () => {
    const looked = new Set<string>();
    const slices = Array.from({ length: 100 }, (_, index): EndpointSlice => {
      const name = `web-${String(index)}`;
      const slice = aSlice({ meta: { name }, endpoints: [anEndpointOf(aPod({ meta: { name } }))] });
      const get = () => (looked.add(name), slice.endpoints);
      return Object.defineProperty({ ...slice }, 'endpoints', { get });
    });
    const service = aService();
    const kept = new KeptStandings(service, slices);
    looked.clear();
    const [first = aSlice(), second = aSlice(), ...others] = slices;
    const empty = aSlice({ meta: first.meta, endpoints: [] });
    const changes = kept.update(service, [empty, second, ...others]);
    expect(changes.map(({ what, after }) => `${after.name} ${what}`)).toEqual(['web-0 left']);
    expect(kept.slicesOf(['uid-pod-web-1'])).toEqual([second]);
    kept.update(service, [empty, ...others]);
    expect([...looked]).toEqual(['web-0', 'web-1']);
  });
});
