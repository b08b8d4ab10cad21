import type { EndpointSlice } from '../kube/endpoint-slice.ts';
import { ENDPOINT_SLICE_CONTROLLER } from '../kube/endpoint-slice.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import type { Facts } from './facts.ts';
import type { FindingOf } from './finding.ts';

/** Controllers that would write the old name back. Source: k/k 1.34.4 pkg/controller/endpointslicemirroring. */
const CONTROLLERS: readonly (string | null)[] = [ENDPOINT_SLICE_CONTROLLER, 'endpointslicemirroring-controller.k8s.io'];

/**
 * The name in a slice that the name of a ServicePort is to take the place of: where one slice alone lacks the port, and one port
 * of it and one of the Service are left over. Null where there is a choice, or where a controller writes the slice.
 */
export function renameOfPort(
  { input, service }: Facts,
  port: ServicePort,
): FindingOf<'slice-lacks-port'>['parameters']['rename'] {
  const lacking = (input.slices ?? []).filter((each) => each.endpoints.length > 0 && !carries(each, port));
  const [slice, ...others] = lacking;
  if (slice === undefined || others.length > 0 || isWrittenByController(slice)) return null;
  if (missingIn(slice, service, port).length !== 1) return null;
  const left = slice.ports.flatMap((each, index) =>
    each.port !== null && each.protocol === port.protocol && !isClaimed(each, service)
      ? [{ slice: slice.meta.name, index, from: each.name }]
      : [],
  );
  return left.length === 1 ? (left[0] ?? null) : null;
}

function carries({ ports }: EndpointSlice, { name, protocol }: ServicePort): boolean {
  return ports.some((each) => each.name === name && each.protocol === protocol);
}

function missingIn(slice: EndpointSlice, { ports }: Service, { protocol }: ServicePort): readonly ServicePort[] {
  return ports.filter((each) => each.protocol === protocol && !carries(slice, each));
}

function isClaimed({ name, protocol }: EndpointSlice['ports'][number], { ports }: Service): boolean {
  return ports.some((each) => each.name === name && each.protocol === protocol);
}

function isWrittenByController({ managedBy, meta }: EndpointSlice): boolean {
  return CONTROLLERS.includes(managedBy) || meta.ownerReferences.some(({ controller }) => controller);
}
