import type { Service, ServicePort } from './service.ts';

// kubectl's columns of a Service. Source: k/k 1.34.4 pkg/printers/internalversion/printers.go printService; proved by
// test/golden/fixtures/services.json.

/** LoadBalancer addresses are cut at this many characters unless `-o wide` is given. */
const LOAD_BALANCER_WIDTH = 16;

/** PORT(S): `80:30080/TCP,443/TCP`; `<none>` for a Service without ports. */
export function printServicePorts(ports: readonly ServicePort[]): string {
  return orNone(
    ports.map(({ port, nodePort, protocol }) =>
      nodePort !== null && nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
    ),
  );
}

/** TARGET, which kubectl has not: the targetPort of each port, a number or the name each Pod resolves. */
export function printTargetPorts(ports: readonly ServicePort[]): string {
  return orNone(ports.map(({ targetPort }) => String(targetPort)));
}

/** CLUSTER-IP: the first one, `None` for a headless Service, `<none>` for ExternalName. */
export function printClusterIP({ clusterIPs }: Service): string {
  return clusterIPs[0] ?? '<none>';
}

/** Every ClusterIP of a dual-stack Service. */
export function printClusterIPs({ clusterIPs }: Service): string {
  return orNone(clusterIPs);
}

/**
 * EXTERNAL-IP: externalIPs, the addresses of the load balancer (`<pending>` while there are none), the name an
 * ExternalName Service stands for, or `<none>`. `wide` shows long load balancer names whole, as `-o wide` does.
 */
export function printExternalIP(service: Service, wide = false): string {
  switch (service.type) {
    case 'ExternalName':
      return service.externalName ?? '';
    case 'LoadBalancer': {
      const balancer = printLoadBalancer(service.loadBalancerIngress, wide);
      return [...(balancer === '' ? [] : [balancer]), ...service.externalIPs].join(',') || '<pending>';
    }
    default:
      return orNone(service.externalIPs);
  }
}

function printLoadBalancer(ingress: readonly string[], wide: boolean): string {
  const addresses = [...new Set(ingress)].sort().join(',');
  if (wide || addresses.length <= LOAD_BALANCER_WIDTH) return addresses;
  return `${addresses.slice(0, LOAD_BALANCER_WIDTH - 3)}...`;
}

function orNone(parts: readonly string[]): string {
  return parts.length === 0 ? '<none>' : parts.join(',');
}
