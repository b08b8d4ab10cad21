import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Endpoint, EndpointSlice } from './membership-shapes.ts';
import { placeEndpoints } from './place-endpoints.ts';

const endpoint = (host: number, ready: boolean): Endpoint => ({
  addresses: [`10.244.0.${host}`],
  conditions: { ready },
});

const slice = (name: string, endpoints: readonly Endpoint[]): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-02T03:04:05Z' },
  addressType: 'IPv4',
  endpoints,
  ports: [],
});

/** Slices after a placement. */
function after(existing: readonly EndpointSlice[], desired: readonly Endpoint[], limit: number): EndpointSlice[] {
  const { update, remove, create } = placeEndpoints(existing, desired, limit);
  return [
    ...existing
      .filter((each) => !remove.includes(each))
      .map((each) => slice(each.metadata.name, update.get(each) ?? each.endpoints ?? [])),
    ...create.map((endpoints, index) => slice(`new-${String(index)}-${String(existing.length)}`, endpoints)),
  ];
}

const hosts = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()), { selector: ([host]) => host });

it('places every endpoint once, no slice over its limit, and settles at once', () => {
  fc.assert(
    fc.property(fc.array(hosts, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (steps, limit) => {
      let slices: EndpointSlice[] = [];
      for (const step of steps) {
        const desired = step.map(([host, ready]) => endpoint(host, ready));
        slices = after(slices, desired, limit);
        const placed = slices.flatMap((each) => each.endpoints ?? []);
        const byAddress = (a: Endpoint, b: Endpoint): number =>
          (a.addresses[0] ?? '') < (b.addresses[0] ?? '') ? -1 : 1;
        expect([...placed].sort(byAddress)).toEqual([...desired].sort(byAddress));
        expect(slices.every((each) => (each.endpoints ?? []).length <= limit)).toBe(true);
        const again = placeEndpoints(slices, desired, limit);
        expect([again.update.size, again.remove, again.create]).toEqual([0, [], []]);
      }
    }),
  );
});
