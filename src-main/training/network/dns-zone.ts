import type { ClusterApi } from '../cluster-api.ts';
import { CLUSTER_DOMAIN } from './addresses.ts';
import { asService, asSlice, type EndpointView, type ServiceView } from './object-views.ts';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'SRV';

export interface DnsRecord {
  /** Without the dot at the end. */
  readonly name: string;
  readonly type: RecordType;
  readonly data: string;
}

export interface DnsAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN';
  readonly records: readonly DnsRecord[];
}

const NO_NAME: DnsAnswer = { rcode: 'NXDOMAIN', records: [] };

/** What CoreDNS' kubernetes plugin answers. @param question a whole name, with or without the dot at the end */
export function answerDns(api: ClusterApi, question: string, type: RecordType): DnsAnswer {
  const name = question.replace(/\.$/, '').toLowerCase();
  if (name.endsWith('.in-addr.arpa')) return answerReverse(api, name, type);
  if (!name.endsWith(`.${CLUSTER_DOMAIN}`)) return NO_NAME;
  const labels = name.slice(0, -CLUSTER_DOMAIN.length - 1).split('.');
  const kind = labels.pop();
  const namespace = labels.pop();
  if (namespace === undefined || api.get('namespaces', undefined, namespace) === undefined) return NO_NAME;
  if (kind === 'pod') return answerPod(name, labels, type);
  const service = labels.pop();
  if (kind !== 'svc') return NO_NAME;
  // The zone's own nodes exist, and hold nothing.
  if (service === undefined) return { rcode: 'NOERROR', records: [] };
  const found = api.get('services', namespace, service);
  return found === undefined ? NO_NAME : answerService(api, asService(found), name, labels, type);
}

function answerService(
  api: ClusterApi,
  service: ServiceView,
  name: string,
  labels: readonly string[],
  type: RecordType,
): DnsAnswer {
  const { type: serviceType, externalName, clusterIP } = service.spec;
  if (serviceType === 'ExternalName') {
    if (labels.length > 0) return NO_NAME;
    const data = (externalName ?? '').replace(/\.$/, '');
    const target = answerDns(api, data, type);
    return { rcode: 'NOERROR', records: [{ name, type: 'CNAME', data }, ...target.records] };
  }
  if (clusterIP !== undefined && clusterIP !== '' && clusterIP !== 'None') {
    if (labels.length === 2) return answerPort(service, name, labels, type);
    return labels.length > 0 ? NO_NAME : addresses(name, type, [clusterIP]);
  }
  const endpoints = readyEndpoints(api, service).filter(
    (endpoint) => labels.length === 0 || (labels.length === 1 && endpointName(endpoint) === labels[0]),
  );
  // A headless Service with nobody ready has no name either (CoreDNS, errNoItems).
  if (endpoints.length === 0) return NO_NAME;
  return addresses(
    name,
    type,
    endpoints.flatMap((endpoint) => endpoint.addresses.slice(0, 1)),
  );
}

/** `_PORT._PROTOCOL.SVC…` */
function answerPort(
  service: ServiceView,
  name: string,
  [port, protocol]: readonly string[],
  type: RecordType,
): DnsAnswer {
  const found = service.spec.ports?.find(
    (one) => `_${one.name ?? ''}` === port && `_${(one.protocol ?? 'TCP').toLowerCase()}` === protocol,
  );
  if (found === undefined) return NO_NAME;
  const target = name.split('.').slice(2).join('.');
  const records: readonly DnsRecord[] = type === 'SRV' ? [{ name, type, data: `0 100 ${found.port} ${target}.` }] : [];
  return { rcode: 'NOERROR', records };
}

/** CoreDNS' `pods insecure`: the name is the address, whether such a Pod exists or not. */
function answerPod(name: string, labels: readonly string[], type: RecordType): DnsAnswer {
  const address = labels[0]?.replaceAll('-', '.') ?? '';
  return labels.length === 1 && /^\d+(\.\d+){3}$/.test(address) ? addresses(name, type, [address]) : NO_NAME;
}

function answerReverse(api: ClusterApi, name: string, type: RecordType): DnsAnswer {
  const address = name.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.');
  for (const service of api.list('services').map(asService)) {
    const zone = `${service.metadata.name}.${service.metadata.namespace}.svc.${CLUSTER_DOMAIN}`;
    const endpoint =
      service.spec.clusterIP === 'None'
        ? readyEndpoints(api, service).find((one) => one.addresses[0] === address)
        : undefined;
    if (endpoint === undefined && service.spec.clusterIP !== address) continue;
    const data = endpoint === undefined ? zone : `${endpointName(endpoint)}.${zone}`;
    return { rcode: 'NOERROR', records: type === 'PTR' ? [{ name, type, data }] : [] };
  }
  return NO_NAME;
}

function readyEndpoints(api: ClusterApi, service: ServiceView): readonly EndpointView[] {
  const { name, namespace } = service.metadata;
  const seen = new Set<string>();
  return api
    .list('discovery.k8s.io/endpointslices', namespace)
    .map(asSlice)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name && slice.addressType === 'IPv4')
    .flatMap((slice) => slice.endpoints ?? [])
    .filter(({ conditions, addresses: [address] }) => {
      if (conditions?.ready === false || address === undefined || seen.has(address)) return false;
      seen.add(address);
      return true;
    });
}

/** Pod.spec.hostname where there is one, else the address with dashes. */
function endpointName({ hostname, addresses: [address = ''] }: EndpointView): string {
  return hostname ?? address.replaceAll('.', '-');
}

function addresses(name: string, type: RecordType, found: readonly string[]): DnsAnswer {
  const records = type === 'A' ? found.map((data) => ({ name, type, data })) : [];
  return { rcode: 'NOERROR', records };
}
