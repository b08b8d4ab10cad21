import { describe, expect, it } from 'vitest';
import { projectEndpointSlice } from '../../src-main/kube/project-endpoint-slice.ts';
import { projectEndpoints } from '../../src-main/kube/project-endpoints.ts';
import { projectPod } from '../../src-main/kube/project-pod.ts';
import { projectService } from '../../src-main/kube/project-service.ts';
import { golden, projected } from '../../test/support/golden.ts';
import { canonicalAddress } from '../kube/ip-family.ts';
import { selects } from '../kube/label-selector.ts';
import { expectedEndpoint } from './expected-endpoint.ts';
import type { MembershipInput } from './member.ts';
import { membershipOf } from './membership.ts';
import { mergedAddresses, mergedConditions, mergeSlices } from './merge-slices.ts';

interface MembershipCase {
  readonly service: unknown;
  readonly pods: readonly unknown[] | null;
  readonly slices: readonly unknown[];
  readonly endpoints: unknown;
}

// Random Services and Pods with what Kubernetes' own reconciler and endpoints controller wrote for them.
const NODES = new Map([
  ['node-1', { ready: true }],
  ['node-2', { ready: true }],
]);
const cases = golden<MembershipCase>('membership').cases.map((each) => ({
  service: projected(projectService, each.service),
  pods: (each.pods ?? []).map((pod) => projected(projectPod, pod)),
  slices: each.slices.map((slice) => projected(projectEndpointSlice, slice)),
  endpoints: projected(projectEndpoints, each.endpoints),
  nodes: NODES,
})) satisfies readonly MembershipInput[];

describe('what the endpoint slice reconciler writes', () => {
  it('is what expectedEndpoint expects: who, addresses, conditions and ports', () => {
    const comparePorts = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    const expected = cases.map(({ service, pods, nodes }) =>
      pods.flatMap((pod) => {
        const found = selects(service.selector, pod.meta.labels) ? expectedEndpoint(service, pod, nodes) : null;
        if (found?.kind !== 'endpoint') return [];
        const ports = found.ports.map(({ port, number }) => ({ name: port.name, port: number })).sort(comparePorts);
        return [{ key: pod.meta.uid, addresses: [...found.addresses].sort(), conditions: found.conditions, ports }];
      }),
    );
    const written = cases.map(({ slices }) =>
      mergeSlices(slices)
        .map((member) => ({
          key: member.key,
          addresses: [...mergedAddresses(member)].sort(),
          conditions: mergedConditions(member),
          ports: (member.listings[0]?.ports ?? []).map(({ name, port }) => ({ name, port })).sort(comparePorts),
        }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
    expect(written.flat().length).toBeGreaterThan(100);
    expect(expected).toEqual(written);
  });

  it('is never told to lag, to be hand-made or to be unknown', () => {
    const doubts = ['slices-lag', 'hand-made', 'pod-unknown', 'deleted', 'not-selected', 'node-unknown'];
    const reasons = cases.flatMap((input) => membershipOf(input).rows.flatMap((row) => row.reasons));
    expect(reasons.filter(({ code }) => doubts.includes(code))).toEqual([]);
    expect(cases.map((input) => membershipOf(input).none?.code).filter((code) => code === 'slices-lag')).toEqual([]);
  });
});

describe('what the endpoints controller writes', () => {
  it('is told to differ only where it does: it does not ask whether a Pod’s Node exists', () => {
    const notes = cases.map((input) => ({ input, note: membershipOf(input).endpointsNote }));
    expect(new Set(notes.map(({ note }) => note.code))).toEqual(
      new Set(['same', 'other-family', 'terminating-left-out', 'differ']),
    );
    const differences = notes.flatMap(({ input, note }) => (note.code === 'differ' ? [{ input, note }] : []));
    for (const { input, note } of differences) {
      const homeless = input.pods.filter(({ nodeName }) => !NODES.has(nodeName ?? ''));
      const addresses = homeless.flatMap(({ podIPs }) => podIPs.map(canonicalAddress));
      expect(note.onlyInSlices).toEqual([]);
      expect(note.onlyInEndpoints.filter((key) => !addresses.some((address) => key.includes(address)))).toEqual([]);
    }
  });
});
