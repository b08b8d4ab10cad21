import { selects } from '../kube/label-selector.ts';
import { namespacedName } from '../kube/object-key.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service, ServicePort } from '../kube/service.ts';
import { endpointsNote } from './endpoints-note.ts';
import type { Membership, MembershipInput, MemberPort, MemberRow, MemberState, PortMembership } from './member.ts';
import type { PodBehind } from './member-reasons.ts';
import { reasonsInside, reasonsOutside, reasonsWithoutSlices } from './member-reasons.ts';
import type { SliceMember } from './merge-slices.ts';
import { mergedAddresses, mergedConditions, mergeSlices } from './merge-slices.ts';
import { noneReason } from './none-reason.ts';
import type { ReachedMember } from './reach.ts';
import { reach } from './reach.ts';
import { reachNotes } from './reach-notes.ts';
import { resolveTargetPort } from './resolve-target-port.ts';

/**
 * Who stands behind a Service: a row for each Pod its selector selects and for everything that stands in its slices, in or
 * out, with the reason. Pure and level-triggered: the order of slices and Pods, and what came before, change nothing.
 * What may not be read is said to be unknown. Each rule is a named test in membership.test.ts.
 */
export function membershipOf(input: MembershipInput): Membership {
  const { service, slices } = input;
  const members = reach(service, mergeSlices(slices ?? []));
  const byUid = new Map(input.pods?.map((pod) => [pod.meta.uid, pod]));
  const podBehind = podFinder(input, byUid);
  const inside = members.map((member) => insideRow(input, member, podBehind(member.member)));
  const listed = new Set<string>();
  for (const { key, pod } of inside) {
    listed.add(key);
    if (pod !== null) listed.add(pod.meta.uid);
  }
  const outside = [...byUid.values()]
    .filter((pod) => !listed.has(pod.meta.uid) && isSelected(service, pod))
    .map((pod) => outsideRow(input, pod));
  const rows = [...inside, ...outside].sort(byStateThenName);
  return {
    service: { namespace: service.meta.namespace, name: service.meta.name },
    ports: service.ports.map((port, index) =>
      portMembership(
        port,
        rows.map((row) => row.ports[index]),
      ),
    ),
    rows,
    counts: slices === null ? null : countsOf(members),
    none: noneReason(input, members),
    reachNotes: reachNotes(input),
    endpointsNote: endpointsNote(
      input,
      members.map(({ member }) => member),
    ),
  };
}

/** Endpoints that get traffic, over all that stand in slices. */
export function countsOf(members: readonly ReachedMember[]): { readonly ready: number; readonly total: number } {
  return { ready: members.filter(({ reached }) => reached).length, total: members.length };
}

function isSelected({ meta, selector }: Service, pod: Pod): boolean {
  return pod.meta.namespace === meta.namespace && selects(selector, pod.meta.labels);
}

/** Finds the Pod a member's targetRef names: by uid; by name only where the slice gives no uid. */
function podFinder(
  { service, pods }: MembershipInput,
  byUid: ReadonlyMap<string, Pod>,
): (member: SliceMember) => PodBehind {
  let names: ReadonlyMap<string, Pod> | null = null;
  const byName = (): ReadonlyMap<string, Pod> =>
    (names ??= new Map(pods?.map((pod) => [namespacedName(pod.meta), pod])));
  return ({ listings }) => {
    const ref = listings.find(({ targetRef }) => targetRef?.kind === 'Pod')?.targetRef ?? null;
    if (ref === null) return { kind: 'none' };
    const namespace = ref.namespace === '' ? service.meta.namespace : ref.namespace;
    const pod = ref.uid === '' ? byName().get(namespacedName({ namespace, name: ref.name })) : byUid.get(ref.uid);
    if (pod !== undefined) return { kind: 'seen', pod, selected: selects(service.selector, pod.meta.labels) };
    return { kind: pods === null || namespace !== service.meta.namespace ? 'unseen' : 'gone' };
  };
}

function insideRow({ service, nodes }: MembershipInput, reached: ReachedMember, behind: PodBehind): MemberRow {
  const { member } = reached;
  const pod = behind.kind === 'seen' ? behind.pod : null;
  const listing = member.listings.find(({ targetRef }) => targetRef !== null) ?? member.listings[0];
  const addresses = mergedAddresses(member);
  return {
    key: member.key,
    pod,
    name: pod?.meta.name ?? listing?.targetRef?.name ?? addresses[0] ?? member.key,
    addresses,
    nodeName: member.listings.find(({ nodeName }) => nodeName !== null)?.nodeName ?? pod?.nodeName ?? null,
    selected: behind.kind === 'seen' && behind.selected,
    ports: reached.ports.map(({ port, number, traffic }) => ({
      name: port.name,
      protocol: port.protocol,
      number: number ?? (pod === null ? null : resolveTargetPort(pod, port)),
      inSlice: number !== null,
      traffic,
    })),
    conditions: mergedConditions(member),
    state: reached.reached ? 'in' : 'not-ready',
    reasons: reasonsInside(service, reached, behind, nodes),
  };
}

function outsideRow({ service, slices, nodes }: MembershipInput, pod: Pod): MemberRow {
  const unknown = slices === null && service.type !== 'ExternalName';
  return {
    key: pod.meta.uid,
    pod,
    name: pod.meta.name,
    addresses: pod.podIPs,
    nodeName: pod.nodeName,
    selected: true,
    ports: service.ports.map((port): MemberPort => {
      const number = resolveTargetPort(pod, port);
      return { name: port.name, protocol: port.protocol, number, inSlice: false, traffic: false };
    }),
    conditions: null,
    state: unknown ? 'unknown' : 'out',
    reasons: unknown ? reasonsWithoutSlices(service, pod, nodes) : reasonsOutside(service, pod, nodes),
  };
}

function portMembership(port: ServicePort, rows: readonly (MemberPort | undefined)[]): PortMembership {
  const carried = rows.filter((row) => row?.inSlice === true);
  const members = new Map<number, number>();
  for (const row of carried) {
    if (typeof row?.number === 'number') members.set(row.number, (members.get(row.number) ?? 0) + 1);
  }
  return {
    port,
    targets: [...members].map(([number, count]) => ({ number, members: count })).sort((a, b) => a.number - b.number),
    ready: carried.filter((row) => row?.traffic === true).length,
    total: carried.length,
  };
}

const ORDER: Readonly<Record<MemberState, number>> = { in: 0, 'not-ready': 1, unknown: 2, out: 3 };

function byStateThenName(a: MemberRow, b: MemberRow): number {
  if (a.state !== b.state) return ORDER[a.state] - ORDER[b.state];
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
