import { at, jsonListOf, listOf, type Json } from '../json.ts';
import type { Surroundings } from './strategy.ts';

/** The Service CIDR of the cluster: 10.96.0.0/16. */
export const SERVICE_CIDR = '10.96.0.0/16';
/** The address of default/kubernetes: the first of the range. */
export const KUBERNETES_SERVICE_IP = '10.96.0.1';

const RANGE_SIZE = 65_536;
/** The addresses below are left to those that ask for one. Source: k/k pkg/registry/core/service/ipallocator (min(size/16, 256)). */
const STATIC_BAND = 256;
const NODE_PORTS = { first: 30_000, last: 32_767 };
/** Node ports are random above the band that is left to those that ask for one. Source: portallocator. */
const STATIC_NODE_PORTS = 86;

/** A free ClusterIP, or the one that was asked for; an error where that is taken or out of range. */
export function allocateClusterIP(asked: string, { services, random, errors }: Surroundings): string {
  if (asked === 'None') return asked;
  const used = new Set(services().flatMap((service) => listOf(at(service, 'spec', 'clusterIPs'))));
  if (asked !== '') {
    // What is no address at all is the validation's to say.
    if (!/^\d+\.\d+\.\d+\.\d+$/.test(asked)) return asked;
    if (!asked.startsWith('10.96.')) {
      errors.invalid(
        'spec.clusterIPs',
        [asked],
        `failed to allocate IP ${asked}: the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`,
      );
    }
    if (used.has(asked)) {
      errors.invalid('spec.clusterIPs', [asked], `failed to allocate IP ${asked}: provided IP is already allocated`);
    }
    return asked;
  }
  const span = RANGE_SIZE - 1 - STATIC_BAND;
  const start = Math.floor(random() * span);
  for (let step = 0; step < span; step++) {
    const offset = STATIC_BAND + ((start + step) % span);
    const address = `10.96.${offset >> 8}.${offset & 255}`;
    if (!used.has(address)) return address;
  }
  errors.invalid('spec.clusterIPs', [], 'failed to allocate IP: range is full');
  return '';
}

/** As allocateClusterIP, of node ports. `own` are the ports of the Service itself, some of them assigned. */
export function allocateNodePort(
  asked: unknown,
  own: readonly Json[],
  { services, random, errors }: Surroundings,
): unknown {
  const taken = new Set(services().flatMap((service) => portsOf(jsonListOf(at(service, 'spec', 'ports')))));
  if (asked !== undefined) {
    if (typeof asked !== 'number' || asked < NODE_PORTS.first || asked > NODE_PORTS.last) {
      const range = `${NODE_PORTS.first}-${NODE_PORTS.last}`;
      errors.invalid(
        'spec.ports[0].nodePort',
        asked,
        `provided port is not in the valid range. The range of valid ports is ${range}`,
      );
    }
    if (taken.has(asked)) errors.invalid('spec.ports[0].nodePort', asked, 'provided port is already allocated');
    return asked;
  }
  const mine = new Set(portsOf(own));
  const first = NODE_PORTS.first + STATIC_NODE_PORTS;
  const span = NODE_PORTS.last - first + 1;
  const start = Math.floor(random() * span);
  for (let step = 0; step < span; step++) {
    const port = first + ((start + step) % span);
    if (!taken.has(port) && !mine.has(port)) return port;
  }
  errors.invalid('spec.ports[0].nodePort', 0, 'range is full');
  return undefined;
}

function portsOf(ports: readonly Json[]): readonly unknown[] {
  return ports.map(({ nodePort }) => nodePort).filter((port) => port !== undefined);
}
