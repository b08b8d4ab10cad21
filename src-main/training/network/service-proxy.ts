import type { RuleEndpoint, ServiceRule } from './service-rules.ts';

/** What the rules make of one new connection. dropped: no answer, the caller hangs. */
export type ProxyVerdict =
  | { readonly kind: 'endpoint'; readonly address: string; readonly port: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'dropped' };

export interface ProxyClient {
  readonly address: string;
  readonly node: string | undefined;
}

interface Stuck {
  readonly endpoint: string;
  readonly at: number;
}

/**
 * kube-proxy in iptables mode: a choice at random for each new connection; with ClientIP affinity the choice of a source
 * address holds per ServicePort, and each new connection renews it.
 */
export class ServiceProxy {
  readonly #now: () => number;
  readonly #random: () => number;
  #rules: ReadonlyMap<string, ServiceRule> = new Map();
  /** Node → its zone. */
  #zones: ReadonlyMap<string, string> = new Map();
  /** ServiceRule id → source address → endpoint. */
  readonly #stuck = new Map<string, Map<string, Stuck>>();

  constructor(now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
  }

  /** With an endpoint's chain its list of recent clients goes too: whoever comes back is a stranger. */
  sync(rules: ReadonlyMap<string, ServiceRule>, zones: ReadonlyMap<string, string> = new Map()): void {
    this.#rules = rules;
    this.#zones = zones;
    const byId = new Map([...rules.values()].map((rule) => [rule.id, rule]));
    for (const [id, clients] of this.#stuck) {
      const rule = byId.get(id);
      const kept = rule?.affinityMs == null ? undefined : new Set(rule.endpoints.map((endpoint) => endpoint.id));
      for (const [client, { endpoint }] of clients) if (kept?.has(endpoint) !== true) clients.delete(client);
      if (clients.size === 0) this.#stuck.delete(id);
    }
  }

  choose(clusterIP: string, port: number, client: ProxyClient): ProxyVerdict {
    const rule = this.#rules.get(`${clusterIP}:${port}`);
    // An address of no rule is nobody's: the packet leaves the node and nothing comes back.
    if (rule === undefined) return { kind: 'dropped' };
    const usable = usableEndpoints(rule.endpoints);
    if (usable.length === 0) return { kind: 'refused' };
    const reachable = rule.local
      ? usableEndpoints(rule.endpoints.filter((endpoint) => endpoint.node === client.node))
      : nearest(usable, client.node, this.#zones.get(client.node ?? ''));
    if (reachable.length === 0) return { kind: 'dropped' };
    const chosen = this.#pick(rule, reachable, client.address);
    return { kind: 'endpoint', address: chosen.address, port: chosen.port };
  }

  #pick(rule: ServiceRule, endpoints: readonly RuleEndpoint[], client: string): RuleEndpoint {
    const now = this.#now();
    const clients = rule.affinityMs === null ? undefined : (this.#stuck.get(rule.id) ?? new Map<string, Stuck>());
    const last = clients?.get(client);
    const held =
      last !== undefined && rule.affinityMs !== null && now - last.at <= rule.affinityMs
        ? endpoints.find((endpoint) => endpoint.id === last.endpoint)
        : undefined;
    const chosen = held ?? endpoints[Math.floor(this.#random() * endpoints.length)] ?? endpoints[0];
    if (chosen === undefined) throw new RangeError('no endpoints to choose from');
    if (clients !== undefined) {
      clients.set(client, { endpoint: chosen.id, at: now });
      this.#stuck.set(rule.id, clients);
    }
    return chosen;
  }
}

/** Ready ones; only where there are none those that serve while they terminate (KEP-1669). */
function usableEndpoints(endpoints: readonly RuleEndpoint[]): readonly RuleEndpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  return ready.length > 0 ? ready : endpoints.filter((endpoint) => endpoint.serving && endpoint.terminating);
}

/**
 * Those meant for the client's Node, else those for its zone. Hints count only where each ready endpoint has one and one of them
 * is for here; endpoints that terminate have none to follow. Source: k/k 1.34.4 pkg/proxy/topology.go topologyModeFromHints.
 */
function nearest(
  usable: readonly RuleEndpoint[],
  node: string | undefined,
  zone: string | undefined,
): readonly RuleEndpoint[] {
  const hinted = usable.every(({ ready }) => ready)
    ? [meantFor(usable, 'forNodes', node), meantFor(usable, 'forZones', zone)]
    : [];
  return hinted.find((endpoints) => endpoints.length > 0) ?? usable;
}

function meantFor(
  endpoints: readonly RuleEndpoint[],
  hints: 'forNodes' | 'forZones',
  place: string | undefined,
): readonly RuleEndpoint[] {
  if (place === undefined || endpoints.some((endpoint) => endpoint[hints].length === 0)) return [];
  return endpoints.filter((endpoint) => endpoint[hints].includes(place));
}
