import { describe, expect, it } from 'vitest';
import { golden } from '../../../../test/support/golden.ts';
import type { KubeObject } from '../../cluster-api.ts';
import { matchesSelector } from '../selector.ts';
import type { Pod } from '../shapes.ts';
import { endpointsSubsets } from './endpoints-subsets.ts';
import type { Endpoint, EndpointSlice, Endpoints, Service } from './membership-shapes.ts';
import { planSlices, type SliceDraft } from './plan-slices.ts';

interface Case {
  readonly service: Service;
  readonly pods: readonly Pod[] | null;
  readonly slices: readonly EndpointSlice[];
  readonly endpoints: Endpoints;
}

const { cases } = golden<Case>('membership');
/** The fixtures' slices hold two endpoints at most; their Nodes are these two. */
const LIMIT = 2;
const node = (name: string): KubeObject | undefined =>
  ['node-1', 'node-2'].includes(name)
    ? {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-02T03:04:05Z' },
      }
    : undefined;

const selected = ({ service, pods }: Case): readonly Pod[] =>
  (pods ?? []).filter(({ metadata }) => matchesSelector({ matchLabels: service.spec.selector ?? {} }, metadata.labels));

const input = (each: Case, existing: readonly EndpointSlice[]) => ({
  service: each.service,
  pods: selected(each),
  existing,
  node,
  limit: LIMIT,
});

/**
 * Slices as sets of facts: who stands beside whom in the slices of one set of ports is chance (Go's map order), how full
 * each is is not.
 */
function facts(slices: readonly (EndpointSlice | SliceDraft)[]): unknown {
  const groups = new Map<string, { sizes: number[]; endpoints: Endpoint[]; labels: unknown }>();
  for (const slice of slices) {
    const key = JSON.stringify([slice.addressType, slice.ports]);
    const group = groups.get(key) ?? { sizes: [], endpoints: [], labels: undefined };
    groups.set(key, group);
    group.sizes.push(slice.endpoints?.length ?? 0);
    group.endpoints.push(...(slice.endpoints ?? []));
    group.labels = 'metadata' in slice ? slice.metadata.labels : slice.labels;
  }
  const address = ({ addresses }: Endpoint): string => addresses.join();
  return Object.fromEntries(
    [...groups].map(([key, { sizes, endpoints, labels }]) => [
      key,
      { sizes: sizes.sort(), labels, endpoints: endpoints.sort((a, b) => (address(a) < address(b) ? -1 : 1)) },
    ]),
  );
}

describe('beside the real reconcilers', () => {
  it.each(cases.map((each, index) => [index, each] as const))('writes the slices of case %i', (_index, each) => {
    const plan = planSlices(input(each, []));
    expect(facts(plan.write)).toEqual(facts(each.slices));
    expect(plan.remove).toEqual([]);
  });

  it.each(cases.map((each, index) => [index, each] as const))('leaves the slices of case %i alone', (_index, each) => {
    const plan = planSlices(input(each, each.slices));
    expect(plan).toMatchObject({ write: [], remove: [] });
  });

  it.each(cases.map((each, index) => [index, each] as const))('writes the Endpoints of case %i', (_index, each) => {
    expect(endpointsSubsets(each.service, selected(each))).toEqual(each.endpoints.subsets ?? []);
  });
});
