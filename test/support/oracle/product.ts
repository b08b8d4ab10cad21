import { projectEndpointSlice } from '../../../src-main/kube/project-endpoint-slice.ts';
import { projectEndpoints } from '../../../src-main/kube/project-endpoints.ts';
import type { Projector } from '../../../src-main/kube/project-meta.ts';
import { projectPod } from '../../../src-main/kube/project-pod.ts';
import { projectService } from '../../../src-main/kube/project-service.ts';
import { createSharer } from '../../../src-main/kube/share.ts';
import type { Membership, MembershipInput } from '../../../src-shared/membership/member.ts';
import { membershipOf } from '../../../src-shared/membership/membership.ts';
import { ServiceIndex } from '../../../src-shared/membership/service-index.ts';
import type { Look } from './raw.ts';
import type { RawState } from './truth.ts';
import { rawStates } from './truth.ts';

/** A state as it is, and what the product makes of it. */
export interface State extends RawState {
  readonly input: MembershipInput;
  readonly membership: Membership;
}

/** By the way objects take in the app: projected, put into the index, asked for by Service. */
export function statesOf(look: Look, nodes: ReadonlySet<string>): readonly State[] {
  const share = createSharer();
  const projected = <T>(project: Projector<T>, raw: unknown): T => {
    const object = project(raw, share);
    if (object === null) throw new Error(`could not be projected: ${JSON.stringify(raw).slice(0, 200)}`);
    return object;
  };
  const index = new ServiceIndex();
  for (const service of look.services) index.put(projected(projectService, service));
  for (const pod of look.pods) index.put(projected(projectPod, pod));
  for (const slice of look.slices) index.put(projected(projectEndpointSlice, slice));
  const known = new Map([...nodes].map((name) => [name, { ready: true }]));
  return rawStates(look, nodes).map((raw) => {
    const service = projected(projectService, raw.service);
    const input: MembershipInput = {
      service,
      slices: index.slicesOf(service.meta),
      pods: index.podsOf(service),
      endpoints: raw.endpoints === undefined ? undefined : projected(projectEndpoints, raw.endpoints),
      nodes: known,
    };
    return { ...raw, input, membership: membershipOf(input) };
  });
}
