import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPod, arbitraryService, arbitrarySlice, latest } from '../../test/support/arbitrary-cluster.ts';
import { anEndpoints, aSubset } from '../../test/support/builders.ts';
import type { MembershipInput } from './member.ts';
import { membershipOf } from './membership.ts';
import { overviewOf } from './overview.ts';

const nodes = new Map([
  ['node-1', { ready: true }],
  ['node-2', { ready: false }],
]);

/** Any input, what may not be read included. */
const arbitraryInput: fc.Arbitrary<MembershipInput> = fc.record({
  service: arbitraryService,
  slices: fc.option(fc.array(arbitrarySlice, { maxLength: 4 }).map(latest), { freq: 8 }),
  pods: fc.option(fc.array(arbitraryPod, { maxLength: 8 }).map(latest), { freq: 8 }),
  endpoints: fc.constantFrom(null, undefined, anEndpoints({ subsets: [aSubset(['10.244.0.1', '10.244.0.7'])] })),
  nodes: fc.constantFrom(nodes, null),
});

const reversed = <T>(list: readonly T[] | null): readonly T[] | null => (list === null ? null : [...list].reverse());

describe('membershipOf, whatever it is given', () => {
  it('does not depend on the order of slices and Pods, nor on who asked before', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const result = membershipOf(input);
        expect(membershipOf(input)).toEqual(result);
        expect(membershipOf({ ...input, slices: reversed(input.slices), pods: reversed(input.pods) })).toEqual(result);
      }),
      { numRuns: 3000 },
    );
  });

  it('has no two rows of one key or one Pod, and a reason for each', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { rows } = membershipOf(input);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        expect(rows.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with itself: rows, counts, ports and the reason why there is nobody', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { rows, counts, ports, none } = membershipOf(input);
        const inside = rows.filter(({ state }) => state === 'in');
        if (input.slices === null) {
          expect(counts).toBeNull();
          expect(inside).toEqual([]);
        } else {
          expect(counts).toEqual({ ready: inside.length, total: rows.filter(({ conditions }) => conditions).length });
          expect(none === null).toBe(inside.length > 0);
        }
        for (const { ready, total, targets } of ports) {
          expect(ready).toBeLessThanOrEqual(total);
          expect(targets.reduce((sum, { members }) => sum + members, 0)).toBe(total);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is what overviewOf says without the rows', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { counts, none } = membershipOf(input);
        expect(overviewOf(input)).toEqual({ counts, none });
      }),
    );
  });
});
