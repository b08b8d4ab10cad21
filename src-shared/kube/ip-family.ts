import type { IPFamily, Service } from './service.ts';
import { isHeadless } from './service.ts';

const PLAIN_IPV4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** The family of an address literal. Source: k8s.io/utils/net IsIPv6 (an IPv4-mapped IPv6 literal counts as IPv4). */
export function ipFamilyOf(address: string): IPFamily {
  return address.includes(':') && !/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? 'IPv6' : 'IPv4';
}

/**
 * The families a Service has slices of. Without `spec.ipFamilies` (clusters before dual stack) the ClusterIP decides, and
 * a headless Service has both. Source: k8s.io/endpointslice v0.34.4 utils.go getAddressTypesForService.
 */
export function ipFamiliesOf(service: Service): readonly IPFamily[] {
  if (service.ipFamilies.length > 0) return service.ipFamilies;
  const [clusterIP] = service.clusterIPs;
  if (clusterIP === undefined || isHeadless(service)) return ['IPv4', 'IPv6'];
  return [ipFamilyOf(clusterIP)];
}

/**
 * An address in the one form Kubernetes writes into slices (RFC 5952 for IPv6, no leading zeros in IPv4), whatever form
 * a Pod's status has; what is no address stays as it is. Source: k8s.io/endpointslice v0.34.4 utils.go
 * getEndpointAddresses (net.ParseIPSloppy, IP.String).
 */
export function canonicalAddress(address: string): string {
  // Asked for every Pod of every Service: almost all of them are written so already.
  if (PLAIN_IPV4.test(address)) return address;
  const dotted = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted.split('.').map(Number).join('.');
  const groups = ipv6Groups(address);
  if (groups === null) return address;
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = text.match(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const start = `:${text}:`.indexOf(`:${longest}:`);
  return `${text.slice(0, Math.max(start - 1, 0))}::${text.slice(start + longest.length + 1)}`;
}

/** The eight numbers of an IPv6 literal; null where it is none. */
function ipv6Groups(address: string): readonly number[] | null {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const written = head.length + tail.length;
  if (halves.length > 2 || (halves.length === 2 ? written > 7 : written !== 8)) return null;
  const groups = [...head, ...Array<string>(8 - written).fill('0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => parseInt(group, 16)) : null;
}

/** An address and a port as Go's net.JoinHostPort joins them: `10.0.0.1:80`, `[fd00::1]:80`. */
export function joinHostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}
