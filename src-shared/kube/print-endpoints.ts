import type { EndpointSlice } from './endpoint-slice.ts';
import type { Endpoints } from './endpoints.ts';
import { joinHostPort } from './ip-family.ts';

// kubectl's columns of Endpoints and EndpointSlices. Source: k/k 1.34.4 pkg/printers/internalversion/printers.go; proved
// by test/golden/fixtures/endpoints.json and endpoint-slices.json.

/** kubectl names this many and counts the rest. */
const NAMED = 3;

/**
 * ENDPOINTS of `kubectl get endpoints`: ready addresses as `ip:port`, three at most, then ` + N more...`. `<none>` where
 * there are no subsets at all; where there are only addresses that are not ready, kubectl prints nothing, and so does this.
 */
export function printEndpoints({ subsets }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const addresses = subsets.flatMap(({ addresses: ready, ports }) =>
    ports.length === 0
      ? ready.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => ready.map(({ ip }) => joinHostPort(ip, port))),
  );
  return firstThree(addresses);
}

/** PORTS of `kubectl get endpointslices`: numbers, the name where a port has none, `<unset>` for no ports. */
export function printSlicePorts({ ports }: EndpointSlice): string {
  // An API server always sets a name, be it empty: "all ports" prints as that name.
  return unsetOr(ports.map(({ port, name }) => (port === null ? name : String(port))));
}

/** ENDPOINTS of `kubectl get endpointslices`: every address whatever its conditions, `<unset>` for none. */
export function printSliceEndpoints({ endpoints }: EndpointSlice): string {
  return unsetOr(endpoints.flatMap(({ addresses }) => addresses));
}

function unsetOr(parts: readonly string[]): string {
  return firstThree(parts) || '<unset>';
}

function firstThree(parts: readonly string[]): string {
  const named = parts.slice(0, NAMED).join(',');
  return parts.length > NAMED ? `${named} + ${parts.length - NAMED} more...` : named;
}
