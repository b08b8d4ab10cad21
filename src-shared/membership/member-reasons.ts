import { ENDPOINT_SLICE_CONTROLLER } from '../kube/endpoint-slice.ts';
import { ipFamiliesOf } from '../kube/ip-family.ts';
import type { Pod } from '../kube/pod.ts';
import { isPodReady } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import type { Expectation } from './expected-endpoint.ts';
import { expectedEndpoint } from './expected-endpoint.ts';
import type { MemberReason, MembershipInput } from './member.ts';
import type { SliceMember } from './merge-slices.ts';
import { mergedAddresses, mergedConditions } from './merge-slices.ts';
import type { ReachedMember } from './reach.ts';
import { isUsable } from './reach.ts';
import { whyNotReady } from './why-not-ready.ts';

type Nodes = MembershipInput['nodes'];

/** The Pod behind a member: seen; gone (its uid no longer exists); unseen (may not be read); none (no Pod is named). */
export type PodBehind =
  | { readonly kind: 'seen'; readonly pod: Pod; readonly selected: boolean }
  | { readonly kind: 'gone' | 'unseen' | 'none' };

/** Reasons of a selected Pod where slices may not be read: nothing is claimed beyond what the Pod itself shows. */
export function reasonsWithoutSlices(service: Service, pod: Pod, nodes: Nodes): readonly MemberReason[] {
  if (service.type === 'ExternalName') return [externalName(service)];
  return [{ code: 'slices-unknown' }, ...keptOut(service, pod, nodes, expectedEndpoint(service, pod, nodes))];
}

/** Reasons of a selected Pod that stands in no slice. */
export function reasonsOutside(service: Service, pod: Pod, nodes: Nodes): readonly MemberReason[] {
  if (service.type === 'ExternalName') return [externalName(service)];
  const kept = keptOut(service, pod, nodes, expectedEndpoint(service, pod, nodes));
  return kept.length > 0 ? kept : lagging(service, pod, nodes);
}

/** Reasons of a member of the slices. */
export function reasonsInside(
  service: Service,
  reachedMember: ReachedMember,
  behind: PodBehind,
  nodes: Nodes,
): readonly MemberReason[] {
  const { member, reached, whileTerminating } = reachedMember;
  if (service.type === 'ExternalName') return [externalName(service)];
  const author = writtenByOthers(service, member);
  const missing = missingPorts(service, reachedMember, author === null ? behind : { kind: 'none' });
  if (author !== null) {
    return reached ? [author, ...missing] : [...noTraffic(service, reachedMember, behind, nodes), author, ...missing];
  }
  const lag = lagOf(service, member, behind, nodes);
  if (lag.length > 0) return lag;
  const why = reached
    ? traffic(service, member, behind, whileTerminating, nodes)
    : noTraffic(service, reachedMember, behind, nodes);
  const unseen: MemberReason[] = behind.kind === 'unseen' ? [{ code: 'pod-unknown' }] : [];
  return [...why, ...missing, ...unseen];
}

/** One reason a ServicePort that the slices do not carry for this member. */
function missingPorts(service: Service, { member, ports }: ReachedMember, behind: PodBehind): readonly MemberReason[] {
  if (!member.listings.some((listing) => isUsable(service, listing))) return [];
  return ports
    .filter(({ number }) => number === null)
    .map(({ port }) =>
      behind.kind === 'seen' && typeof port.targetPort === 'string'
        ? { code: 'port-not-found', port: port.name, targetPort: port.targetPort, protocol: port.protocol }
        : { code: 'port-not-in-slice', port: port.name, protocol: port.protocol },
    );
}

function externalName(service: Service): MemberReason {
  return { code: 'external-name', name: service.externalName ?? '' };
}

/** What keeps a selected Pod out of every slice; empty where the controller would list it. */
function keptOut(service: Service, pod: Pod, nodes: Nodes, expected: Expectation): readonly MemberReason[] {
  switch (expected.kind) {
    case 'endpoint':
      return [];
    case 'terminal':
      return [{ code: 'phase', phase: expected.phase, reason: pod.reason }];
    case 'no-ip': {
      const why = whyNotReady(pod, nodes).filter(({ code }) => code !== 'not-ready');
      return [...why, { code: 'no-ip' }];
    }
    case 'no-ip-of-family':
      return [{ code: 'no-ip-of-family', families: ipFamiliesOf(service) }];
    case 'node-missing':
      return [
        expected.node === null ? { code: 'unscheduled', message: null } : { code: 'node-missing', node: expected.node },
      ];
  }
}

/** Where Nodes may not be read, a Node that is missing looks the same as a slice that lags: both are said. */
function lagging(service: Service, pod: Pod, nodes: Nodes): readonly MemberReason[] {
  const doubt: MemberReason[] =
    nodes === null && pod.nodeName !== null && !service.publishNotReadyAddresses
      ? [{ code: 'node-unknown', node: pod.nodeName }]
      : [];
  return [{ code: 'slices-lag' }, ...doubt];
}

/** Who wrote the slices that list the member, unless it was the controller on behalf of the selector. */
function writtenByOthers(service: Service, { listings }: SliceMember): MemberReason | null {
  const bySelector = Object.keys(service.selector ?? {}).length > 0;
  if (bySelector && listings.some(({ managedBy }) => managedBy === ENDPOINT_SLICE_CONTROLLER)) return null;
  return { code: 'hand-made', managedBy: listings[0]?.managedBy ?? null };
}

/** How the controller's slices differ from what it would write for the Pod as it is now; empty where they agree. */
function lagOf(service: Service, member: SliceMember, behind: PodBehind, nodes: Nodes): readonly MemberReason[] {
  if (behind.kind === 'gone') return [{ code: 'slices-lag' }, { code: 'deleted' }];
  if (behind.kind !== 'seen') return [];
  if (!behind.selected) return [{ code: 'slices-lag' }, { code: 'not-selected' }];
  const expected = expectedEndpoint(service, behind.pod, nodes);
  if (expected.kind !== 'endpoint') return [{ code: 'slices-lag' }, ...keptOut(service, behind.pod, nodes, expected)];
  if (agrees(service, member, expected)) return [];
  const { ready, terminating } = expected.conditions;
  if (ready) return [{ code: 'slices-lag' }];
  return [
    { code: 'slices-lag' },
    ...(terminating ? [{ code: 'terminating' } as const] : whyNotReady(behind.pod, nodes)),
  ];
}

function agrees(service: Service, member: SliceMember, expected: Extract<Expectation, { kind: 'endpoint' }>): boolean {
  const listings = member.listings.filter(({ managedBy }) => managedBy === ENDPOINT_SLICE_CONTROLLER);
  const written = { listings };
  const { ready, serving, terminating } = mergedConditions(written);
  const { conditions } = expected;
  if (ready !== conditions.ready || serving !== conditions.serving || terminating !== conditions.terminating)
    return false;
  const addresses = mergedAddresses(written);
  if (addresses.length !== expected.addresses.length) return false;
  if (!expected.addresses.every((address) => addresses.includes(address))) return false;
  return service.ports.every((port) => {
    const wanted = expected.ports.find((resolved) => resolved.port === port)?.number ?? null;
    const carried = listings.flatMap((listing) =>
      listing.ports.filter(({ name, protocol }) => name === port.name && protocol === port.protocol),
    );
    return wanted === null ? carried.length === 0 : carried.some(({ port: number }) => number === wanted);
  });
}

/** Why a member gets new connections. */
function traffic(
  service: Service,
  member: SliceMember,
  behind: PodBehind,
  whileTerminating: boolean,
  nodes: Nodes,
): readonly MemberReason[] {
  if (whileTerminating) return [{ code: 'serving-while-terminating' }];
  const { serving, terminating } = mergedConditions(member);
  if (!service.publishNotReadyAddresses || (serving && !terminating)) return [{ code: 'ready' }];
  const why: readonly MemberReason[] = terminating
    ? [{ code: 'terminating' }]
    : behind.kind === 'seen'
      ? whyNotReady(behind.pod, nodes)
      : [];
  return [{ code: 'published-not-ready' }, ...why];
}

/** Why a member of the slices gets no new connections. */
function noTraffic(
  service: Service,
  { member, ports }: ReachedMember,
  behind: PodBehind,
  nodes: Nodes,
): readonly MemberReason[] {
  const { ready, terminating } = mergedConditions(member);
  if (member.listings.every(({ addressType }) => addressType === 'FQDN')) return [{ code: 'fqdn' }];
  if (!member.listings.some((listing) => isUsable(service, listing))) {
    return [{ code: 'no-ip-of-family', families: ipFamiliesOf(service) }];
  }
  if (terminating) return [{ code: 'terminating' }];
  // Ready, and yet nothing reaches it: no slice carries a port of the Service, and `missingPorts` says which. One that carries
  // it beside a slice by which the member is ready says that it is not.
  if (ready && ports.length > 0 && ports.every(({ number }) => number === null)) return [];
  const why = behind.kind === 'seen' && !isPodReady(behind.pod) ? whyNotReady(behind.pod, nodes) : [];
  return why.length > 0 ? why : [{ code: 'not-ready', reason: null, message: null }];
}
