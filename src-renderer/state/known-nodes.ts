import { isWhole } from '#shared/ipc/watch-state.ts';
import type { Node } from '#shared/kube/node.ts';
import type { ClusterView } from './cluster-view.svelte.ts';

/** By name; null: which Nodes there are is not known, as `MembershipInput.nodes`. */
export type KnownNodes = ReadonlyMap<string, Node> | null;

/** As far as what is missing among them may be called missing. */
export function knownNodes(cluster: Pick<ClusterView, 'states' | 'all'>): KnownNodes {
  const { Node, Pod } = cluster.states;
  // A Node that came while its watch was broken would be missing to the Pods on it.
  if (!isWhole(Node) || (Node.phase === 'stale' && Pod.phase !== 'stale')) return null;
  return new Map([...cluster.all('Node').values()].map((node) => [node.meta.name, node]));
}

/** Everything of a Node that findings may follow from: a heartbeat leaves it as it is. */
export function factsOfNode(node: Node): string {
  return JSON.stringify({ ...node, meta: node.meta.name });
}

/** Names of Nodes that came, went or changed. Null: any of them may have. */
export function changedNodes(before: KnownNodes, after: KnownNodes): ReadonlySet<string> | null {
  if (before === null || after === null) return null;
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const facts = (nodes: ReadonlyMap<string, Node>, name: string): string | null => {
    const node = nodes.get(name);
    return node === undefined ? null : factsOfNode(node);
  };
  return new Set(names.filter((name) => facts(before, name) !== facts(after, name)));
}
