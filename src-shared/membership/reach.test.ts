import { expect, it } from 'vitest';
import { aService, aSlice, anEndpoint } from '../../test/support/builders.ts';
import { golden } from '../../test/support/golden.ts';
import { mergeSlices } from './merge-slices.ts';
import { reach } from './reach.ts';

interface ReachCase {
  readonly local: boolean;
  readonly endpoints:
    | readonly {
        readonly address: string;
        readonly node: string;
        readonly ready: boolean;
        readonly serving: boolean;
        readonly terminating: boolean;
        readonly reached: boolean;
      }[]
    | null;
}

it('reaches the endpoints kube-proxy sends connections to, under both internal traffic policies', () => {
  const cases = golden<ReachCase>('reach').cases.map(({ local, endpoints }) => ({ local, endpoints: endpoints ?? [] }));
  const reached = cases.map(({ local, endpoints }) => {
    const service = aService({ internalTrafficPolicy: local ? 'Local' : 'Cluster' });
    const slice = aSlice({
      endpoints: endpoints.map(({ address, node, ready, serving, terminating }) =>
        anEndpoint({ addresses: [address], nodeName: node, conditions: { ready, serving, terminating } }),
      ),
    });
    return reach(service, mergeSlices([slice])).map((member) => member.reached);
  });
  expect(reached).toEqual(cases.map(({ endpoints }) => endpoints.map((endpoint) => endpoint.reached)));
  expect(reached.flat().filter(Boolean).length).toBeGreaterThan(80);
});
