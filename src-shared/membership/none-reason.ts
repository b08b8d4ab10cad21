import { formatSelector, selects } from '../kube/label-selector.ts';
import type { Pod } from '../kube/pod.ts';
import type { Service } from '../kube/service.ts';
import { isHeadless } from '../kube/service.ts';
import type { Expectation } from './expected-endpoint.ts';
import { expectedEndpoint } from './expected-endpoint.ts';
import type { MembershipInput, NoneReason } from './member.ts';
import type { ReachedMember } from './reach.ts';

/** The part of MembershipInput the answer hangs on. */
export type NoneInput = Pick<MembershipInput, 'service' | 'slices' | 'pods' | 'nodes'>;

/**
 * Why nobody gets a Service's traffic, in the one reason that decides; null where somebody does. What may not be read is
 * named, never counted as nothing.
 */
export function noneReason(
  { service, slices, pods, nodes }: NoneInput,
  members: readonly ReachedMember[],
): NoneReason | null {
  if (service.type === 'ExternalName') return { code: 'external-name', name: service.externalName ?? '' };
  if (slices === null) return { code: 'slices-unknown' };
  if (members.some(({ reached }) => reached)) return null;
  const listed: NoneReason = { code: 'none-ready', pods: members.length };
  if (Object.keys(service.selector ?? {}).length === 0) return members.length > 0 ? listed : { code: 'no-selector' };
  if (pods === null) return members.length > 0 ? listed : { code: 'pods-unknown' };
  const selected = pods.filter((pod) => selects(service.selector, pod.meta.labels));
  if (selected.length === 0) {
    return members.length > 0 ? listed : { code: 'no-pod-matches', selector: formatSelector(service.selector) };
  }
  return amongSelected(service, selected, nodes, new Set(members.map(({ member }) => member.key)));
}

function amongSelected(
  service: Service,
  selected: readonly Pod[],
  nodes: NoneInput['nodes'],
  listed: ReadonlySet<string>,
): NoneReason {
  const expected = selected.map((pod) => ({ pod, expectation: expectedEndpoint(service, pod, nodes) }));
  const alive = expected.filter(({ expectation }) => expectation.kind !== 'terminal');
  if (alive.length === 0) return { code: 'all-completed', pods: selected.length };
  if (alive.every(({ expectation: { kind } }) => kind === 'no-ip' || kind === 'no-ip-of-family')) {
    return { code: 'no-addresses', pods: alive.length };
  }
  const missing = alive.flatMap(({ expectation }) => (expectation.kind === 'node-missing' ? [expectation.node] : []));
  const [node] = missing.filter((name) => name !== null).sort();
  if (node !== undefined && missing.length === alive.length) return { code: 'node-missing', node };
  const endpoints = alive.flatMap(({ pod, expectation }) =>
    expectation.kind === 'endpoint' ? [{ pod, expectation }] : [],
  );
  const unlisted = endpoints.filter(({ pod }) => !listed.has(pod.meta.uid));
  if (endpoints.length > 0 && unlisted.length === endpoints.length)
    return { code: 'slices-lag', pods: unlisted.length };
  const ready = endpoints.filter(({ expectation }) => expectation.conditions.ready);
  if (ready.length === 0) return { code: 'none-ready', pods: alive.length };
  const unresolved = unresolvedPort(service, ready);
  return unresolved ?? { code: 'slices-lag', pods: ready.length };
}

/** All Pods are ready and none has any of the ports; named by the first. */
function unresolvedPort(
  service: Service,
  ready: readonly { readonly expectation: Extract<Expectation, { kind: 'endpoint' }> }[],
): NoneReason | null {
  const [port] = service.ports;
  if (port === undefined || isHeadless(service) || ready.some(({ expectation }) => expectation.ports.length > 0))
    return null;
  return { code: 'port-not-found', targetPort: String(port.targetPort) };
}
