import type { DataPlane } from '../kube/data-plane.ts';
import type { MembershipInput } from '../membership/member.ts';
import type { KubeProxyState, RefusedLook } from './diagnosis-input.ts';

/**
 * What the data plane comes to for a Service; null where it is not known. kube-proxy on a Node that is not Ready, or is gone,
 * is not Ready either: that is the Node's trouble, and no client runs there.
 */
export function kubeProxyState(plane: DataPlane, nodes: MembershipInput['nodes']): KubeProxyState | null {
  if (plane.kind === 'other') return plane;
  if (plane.kind !== 'kube-proxy') return null;
  const { ready, selector, notReady } = plane;
  const excused = notReady.filter(({ node }) => node !== null && nodes !== null && nodes.get(node)?.ready !== true);
  const blamed = notReady.filter((each) => !excused.includes(each)).map(({ pod }) => pod);
  return { kind: 'kube-proxy', ready, total: plane.total - excused.length, selector, notReady: blamed.sort() };
}

/** The permission that is missing to tell; null where none is. */
export function refusedDataPlane(plane: DataPlane): RefusedLook | null {
  if (plane.kind !== 'denied') return null;
  const { verb, resource } = plane;
  return { look: 'data-plane', kind: 'Pod', verb, resource, namespace: 'kube-system' };
}
