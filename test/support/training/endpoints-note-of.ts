import { projectEndpointSlice } from '../../../src-main/kube/project-endpoint-slice.ts';
import { projectEndpoints } from '../../../src-main/kube/project-endpoints.ts';
import { projectService } from '../../../src-main/kube/project-service.ts';
import type { EndpointsNote } from '../../../src-shared/membership/member.ts';
import { membershipOf } from '../../../src-shared/membership/membership.ts';
import { projected } from '../golden.ts';

/** What the app says of a Service's Endpoints beside its slices, of the objects as an API server has them. */
export function endpointsNoteOf(service: unknown, endpoints: unknown, slices: readonly unknown[]): EndpointsNote {
  const input = {
    service: projected(projectService, service),
    endpoints: projected(projectEndpoints, endpoints),
    slices: slices.map((slice) => projected(projectEndpointSlice, slice)),
  };
  return membershipOf({ ...input, pods: null, nodes: null }).endpointsNote;
}
