import { CLUSTER_DOMAIN, parseAddress } from './addresses.ts';
import type { DnsAnswer, RecordType } from './dns-zone.ts';
import type { PodNetwork } from './pod-network.ts';

/** `ndots` of a Pod's /etc/resolv.conf: a name with fewer dots is first looked up along the search path. */
const NDOTS = 5;

export function searchPath(namespace: string): readonly string[] {
  return [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN];
}

/** The names a resolver asks for one after the other. */
export function candidates(name: string, namespace: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = searchPath(namespace).map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 >= NDOTS ? [name, ...searched] : [...searched, name];
}

export interface Found extends DnsAnswer {
  /** The name that was answered, or the one asked for. */
  readonly name: string;
}

/** Along the search path, until a name exists. */
export async function searchDns(
  network: PodNetwork,
  namespace: string,
  name: string,
  type: RecordType,
): Promise<Found> {
  for (const candidate of candidates(name, namespace)) {
    const answer = await network.ask(candidate, type);
    if (answer.rcode === 'NOERROR') return { ...answer, name: candidate };
  }
  return { rcode: 'NXDOMAIN', records: [], name };
}

/** As getaddrinfo for IPv4: addresses, /etc/hosts, then DNS. Empty where the name is not known. */
export async function resolveHost(
  network: PodNetwork,
  namespace: string,
  hosts: ReadonlyMap<string, string>,
  name: string,
): Promise<readonly string[]> {
  if (parseAddress(name) !== null) return [name];
  const own = hosts.get(name);
  if (own !== undefined) return [own];
  const { records } = await searchDns(network, namespace, name, 'A');
  return records.filter((record) => record.type === 'A').map((record) => record.data);
}
