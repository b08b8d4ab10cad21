import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Wire } from './target.ts';
import { change, rule, specs, stored } from './validation-case.ts';

// What is left of the rules of Services, Endpoints and EndpointSlices.
const { SERVICE, SLICE, ENDPOINTS } = BY_KIND;
const PORT = { port: 80 };
/** Below what is given out by chance; the second is taken for a while. */
const NODE_PORT = 30_077;
const TAKEN_PORT = 30_078;

const SERVICES = specs(SERVICE, {
  'an appProtocol that is none': { ports: [{ port: 80, appProtocol: 'a b' }] },
  'a clusterIP that is not the first': { clusterIP: '10.96.7.1', clusterIPs: ['10.96.7.2'], ports: [PORT] },
  'a family that is none, and one twice': { ipFamilies: ['IPv5', 'IPv4', 'IPv4'], ports: [PORT] },
  'an ipFamilyPolicy that is none': { ipFamilyPolicy: 'Some', ports: [PORT] },
  'headless and not': { clusterIP: 'None', clusterIPs: ['None', '10.96.7.1'], ports: [PORT], selector: { a: 'b' } },
  'an address of another family': { clusterIP: '10.96.7.1', ipFamilies: ['IPv6'], ports: [PORT] },
  'a family that the cluster has not': { ipFamilies: ['IPv6'], ports: [PORT] },
  'a family without a name': { ipFamilies: [''], ports: [PORT] },
  'one nodePort twice': {
    type: 'NodePort',
    ports: ['a', 'b'].map((name) => ({ name, port: 80, nodePort: NODE_PORT })),
  },
  'externalTrafficPolicy that is none': { type: 'NodePort', ports: [PORT], externalTrafficPolicy: 'Some' },
  'what only a LoadBalancer has': {
    ports: [PORT],
    allocateLoadBalancerNodePorts: true,
    loadBalancerClass: 'example.com/class',
    loadBalancerSourceRanges: ['192.0.2.0/24'],
    healthCheckNodePort: NODE_PORT,
  },
  'a LoadBalancer with a class and ranges that are none': {
    type: 'LoadBalancer',
    ports: [PORT],
    loadBalancerClass: 'a b',
    loadBalancerSourceRanges: ['192.0.2.0/24', 'here'],
  },
  'a healthCheckNodePort that is none': {
    ...{ type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    ...{ ports: [PORT], healthCheckNodePort: 70_000 },
  },
  'external addresses nobody may have': { ports: [PORT], externalIPs: ['127.0.0.1', '0.0.0.0', '169.254.0.1'] },
  'ExternalName with families': {
    ...{ type: 'ExternalName', externalName: 'a.b' },
    ...{ ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
  },
});

const ALLOCATED: readonly Case[] = [
  ...stored(SERVICE, {
    'a LoadBalancer whose policy is Local': { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [PORT] },
  }),
  {
    name: 'Service: a nodePort that is taken',
    play: async (target, id) => {
      const path = SERVICE.path(target.namespace);
      const body = (name: string): Wire => ({
        ...SERVICE.make(name),
        spec: { type: 'NodePort', ports: [{ port: 80, nodePort: TAKEN_PORT }] },
      });
      isCreated(await target.send('POST', path, { body: body(id) }));
      const answer = await target.send('POST', `${path}?dryRun=All`, { body: body(`${id}-more`) });
      return [answer, (await target.send('DELETE', `${path}/${id}`)).code];
    },
  },
];

const CHANGES: readonly Case[] = [
  change(SERVICE, 'no clusterIP any more', { spec: { ports: [PORT] } }, { spec: { clusterIP: '', clusterIPs: [] } }),
  change(SERVICE, 'another family', { spec: { ports: [PORT] } }, { spec: { ipFamilies: ['IPv6'] } }),
  change(
    SERVICE,
    'another class',
    { spec: { type: 'LoadBalancer', loadBalancerClass: 'example.com/a', ports: [PORT] } },
    { spec: { loadBalancerClass: 'example.com/b' } },
  ),
];

const addresses = (...ips: readonly string[]): Wire => ({ subsets: [{ addresses: ips.map((ip) => ({ ip })) }] });
const NOT_REACHED = ['0.0.0.0', '169.254.1.1', '224.0.0.1'];
const NOT_REACHED_BY_6 = ['::', '::1', 'fe80::1', 'ff02::1'];

const ENDPOINT_RULES: readonly Case[] = [
  rule(ENDPOINTS, 'addresses nobody may have', addresses(...NOT_REACHED, ...NOT_REACHED_BY_6)),
  rule(ENDPOINTS, 'a hostname that is none', { subsets: [{ addresses: [{ ip: '192.0.2.7', hostname: 'A b' }] }] }),
  rule(ENDPOINTS, 'ports that are none', {
    subsets: [
      {
        notReadyAddresses: [{ ip: '192.0.2.7' }],
        ports: [{ port: 80 }, { name: 'A b', port: 81 }, { name: 'c', port: 82, protocol: 'X' }],
      },
    ],
  }),
  rule(SLICE, 'an addressType that is none', { addressType: 'IPv5', endpoints: [] }),
  rule(SLICE, 'addresses nobody may have', {
    addressType: 'IPv4',
    endpoints: NOT_REACHED.map((address) => ({ addresses: [address] })),
  }),
  rule(SLICE, 'addresses of IPv6, and not', {
    addressType: 'IPv6',
    endpoints: ['2001:db8::7', '192.0.2.7', 'x', ...NOT_REACHED_BY_6].map((address) => ({ addresses: [address] })),
  }),
  rule(SLICE, 'domains and hostnames that are none', {
    addressType: 'FQDN',
    endpoints: [{ addresses: ['a_b.example.com', '', 'single'] }, { addresses: ['www.example.com'], hostname: 'A b' }],
  }),
  rule(SLICE, 'any port number', { addressType: 'IPv4', endpoints: [], ports: [{ name: 'a', port: 70_000 }] }),
];

export const SERVICE_RULE_CASES: readonly Case[] = [...SERVICES, ...ALLOCATED, ...CHANGES, ...ENDPOINT_RULES];
