import type { ClusterApi } from '../cluster-api.ts';
import type { NetworkHost, VirtualNetwork } from './virtual-network.ts';

/** Where a node without an address would stand. */
const NAMELESS = '10.250.0.254';

/** The nodes' own places on the network: probes come from there. */
export class NodeHosts {
  readonly #api: ClusterApi;
  readonly #network: VirtualNetwork;
  readonly #hosts = new Map<string, NetworkHost>();

  constructor(api: ClusterApi, network: VirtualNetwork) {
    this.#api = api;
    this.#network = network;
  }

  of(node: string | undefined): NetworkHost {
    const address = this.#addressOf(node);
    const found = this.#hosts.get(address) ?? this.#network.attach(address, node);
    this.#hosts.set(address, found);
    return found;
  }

  isNode(address: string): boolean {
    return this.#hosts.has(address);
  }

  #addressOf(name: string | undefined): string {
    const node = name === undefined ? undefined : this.#api.get('nodes', undefined, name);
    const status = node?.status as
      { readonly addresses?: readonly { readonly type: string; readonly address: string }[] } | undefined;
    return status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? NAMELESS;
  }
}
