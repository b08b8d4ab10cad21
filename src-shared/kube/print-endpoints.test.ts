import { expect, it } from 'vitest';
import { projectEndpointSlice } from '../../src-main/kube/project-endpoint-slice.ts';
import { projectEndpoints } from '../../src-main/kube/project-endpoints.ts';
import { golden, projected } from '../../test/support/golden.ts';
import { printEndpoints, printSliceEndpoints, printSlicePorts } from './print-endpoints.ts';

it('prints ENDPOINTS as kubectl get endpoints does', () => {
  const { cases } = golden<{ object: unknown; text: string }>('endpoints');
  expect(cases.some(({ text }) => text.includes('more...'))).toBe(true);
  expect(cases.map(({ object }) => printEndpoints(projected(projectEndpoints, object)))).toEqual(
    cases.map(({ text }) => text),
  );
});

it('prints PORTS and ENDPOINTS as kubectl get endpointslices does', () => {
  const { cases } = golden<{ object: unknown; ports: string; endpoints: string }>('endpoint-slices');
  const printed = cases.map(({ object }) => {
    const slice = projected(projectEndpointSlice, object);
    return [printSlicePorts(slice), printSliceEndpoints(slice)];
  });
  expect(printed).toEqual(cases.map(({ ports, endpoints }) => [ports, endpoints]));
});
