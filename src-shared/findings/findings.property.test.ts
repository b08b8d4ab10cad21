import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPod, arbitraryService, arbitrarySlice, latest } from '../../test/support/arbitrary-cluster.ts';
import { aContainer, aContainerStatus, conditionsOf } from '../../test/support/builders.ts';
import { NOW, nodesOf } from '../../test/support/findings/world.ts';
import { namespacedName } from '../kube/object-key.ts';
import type { Pod } from '../kube/pod.ts';
import { membershipOf } from '../membership/membership.ts';
import type { IndexedObject } from '../membership/service-index.ts';
import { ServiceIndex } from '../membership/service-index.ts';
import type { DiagnosisInput } from './diagnosis-input.ts';
import { diagnose } from './diagnose.ts';
import { needsAttention } from './foremost.ts';
import { overviewFindings } from './overview-findings.ts';

const nodes = nodesOf({ 'node-1': true, 'node-2': false });
const KNOWN = { nodes, now: NOW, lastChange: NOW - 60_000, flapping: null, deniedKinds: [], lastTraffic: null };

const arbitraryInput: fc.Arbitrary<DiagnosisInput> = fc
  .record({
    service: arbitraryService,
    slices: fc.option(fc.array(arbitrarySlice, { maxLength: 4 }).map(latest), { freq: 8 }),
    pods: fc.option(fc.array(arbitraryPod, { maxLength: 8 }).map(latest), { freq: 8 }),
    lastChange: fc.constantFrom(null, NOW - 60_000, NOW),
    nodes: fc.constantFrom(nodes, null),
  })
  .map((world) => ({
    ...world,
    endpoints: null,
    now: NOW,
    namespacePods: world.pods,
    namespaceServices: null,
    workloads: null,
    networkPolicies: null,
    events: null,
    elsewhere: null,
    kubeProxy: null,
    portAsked: null,
    lastTraffic: null,
    flapping: null,
    deniedKinds: [],
    refusedLooks: [],
  }));

/** Pods that are not up for reasons of their containers too. */
const waiting = (reason: string) =>
  aContainerStatus({ ready: false, state: { kind: 'waiting', reason, message: null } });
const notUp: readonly Partial<Pod>[] = [
  {},
  {},
  { conditions: conditionsOf(false), containers: [aContainer({ status: waiting('ContainerCreating') })] },
  { conditions: conditionsOf(false), containers: [aContainer({ status: waiting('CrashLoopBackOff') })] },
  { conditions: [], initContainers: [aContainer({ status: aContainerStatus({ ready: false }) })] },
  { conditions: [], initContainers: [aContainer({ status: waiting('ImagePullBackOff') })] },
];
const arbitraryTrouble = fc
  .tuple(arbitraryPod, fc.constantFrom(...notUp))
  .map(([pod, trouble]): Pod => ({ ...pod, ...trouble }));

describe('diagnose, whatever it is given', () => {
  it('does not depend on the order of slices and Pods', () => {
    const reversed = <T>(list: readonly T[] | null): readonly T[] | null =>
      list === null ? null : [...list].reverse();
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const { pods, slices, namespacePods } = input;
        const turned = { pods: reversed(pods), slices: reversed(slices), namespacePods: reversed(namespacePods) };
        expect(diagnose({ ...input, ...turned })).toEqual(diagnose(input));
      }),
      { numRuns: 300 },
    );
  });

  it('is never silent, and calls nothing well whose traffic reaches nobody', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const codes = diagnose(input).map(({ code }) => code);
        expect(codes).not.toEqual([]);
        if (codes.includes('nothing-visible')) expect(membershipOf(input).none).toBeNull();
        const { none } = membershipOf(input);
        const isQuiet = none === null || input.service.type === 'ExternalName' || input.lastChange === null;
        if (!isQuiet && input.lastChange !== NOW && input.slices !== null && input.pods !== null) {
          expect(diagnose(input).filter(({ stage }) => stage !== 'traffic')).not.toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('raises an error along the path only where some port reaches nobody, or the slices are behind', () => {
    fc.assert(
      fc.property(arbitraryInput, (input) => {
        const known = { ...input, slices: input.slices ?? [], pods: input.pods ?? [] };
        const { ports, counts } = membershipOf(known);
        fc.pre(counts?.ready !== 0 && ports.every(({ ready }) => ready > 0));
        const errors = diagnose(known).filter(({ severity, code }) => severity === 'error' && code !== 'slices-lag');
        expect(errors).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('says of every Service nobody gets traffic from that it needs attention, on its page and in the list', () => {
    fc.assert(
      fc.property(arbitraryInput, fc.array(arbitraryTrouble, { maxLength: 4 }).map(latest), (input, pods) => {
        const known = { ...input, lastChange: NOW - 60_000, slices: input.slices ?? [], pods };
        fc.pre(input.service.type !== 'ExternalName' && membershipOf(known).none !== null);
        expect(needsAttention(diagnose(known))).toBe(true);
        expect(needsAttention(overviewFindings(known).findings)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

const uidsOf = (kind: string, names: readonly string[]) =>
  fc.constantFrom(...names.map((name) => `uid-${kind}-${name}`));
const change = fc.oneof(
  fc.record({ put: fc.oneof(arbitraryService, arbitrarySlice, arbitraryPod) }),
  fc.record({
    remove: fc.oneof(
      fc.record({ kind: fc.constant('Service' as const), uid: uidsOf('service', ['a', 'b']) }),
      fc.record({ kind: fc.constant('EndpointSlice' as const), uid: uidsOf('endpointslice', ['s1', 's2']) }),
      fc.record({ kind: fc.constant('Pod' as const), uid: uidsOf('pod', ['pod-1', 'pod-2', 'pod-3']) }),
    ),
  }),
);

it('after any changes, the findings of the Services affected by each are those of a full recompute', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = new ServiceIndex();
      const objects = new Map<string, IndexedObject>();
      const incremental = new Map<string, unknown>();
      for (const each of changes) {
        const affected = 'put' in each ? index.put(each.put) : index.remove(each.remove.kind, each.remove.uid);
        if ('put' in each) objects.set(each.put.meta.uid, each.put);
        else objects.delete(each.remove.uid);
        for (const key of affected) {
          const [namespace = '', name = ''] = key.split('/');
          const service = index.service({ namespace, name });
          if (service === undefined) incremental.delete(key);
          else {
            const parts = { slices: index.slicesOf(service.meta), pods: index.podsOf(service) };
            incremental.set(key, overviewFindings({ ...KNOWN, service, ...parts }));
          }
        }
      }
      expect(incremental).toEqual(recomputed([...objects.values()]));
    }),
    { numRuns: 300 },
  );
});

/** Every Service over every slice and every Pod, with no index. */
function recomputed(objects: readonly IndexedObject[]): ReadonlyMap<string, unknown> {
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod');
  return new Map(
    objects.flatMap((service) => {
      if (service.kind !== 'Service') return [];
      const slices = objects.flatMap((slice) =>
        slice.kind === 'EndpointSlice' && slice.serviceName === service.meta.name ? [slice] : [],
      );
      return [[namespacedName(service.meta), overviewFindings({ ...KNOWN, service, slices, pods })] as const];
    }),
  );
}
