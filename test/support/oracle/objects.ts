import type {
  Addresses,
  HandPlan,
  NamedPort,
  PodPlan,
  PortName,
  Readiness,
  ServiceKind,
  ServicePlan,
  SlicePlan,
} from './plan.ts';
import type { RawPod, RawService } from './raw.ts';
import { canonicalV6 } from './truth.ts';

/** One state: a Service, its Pods, and a label that joins them. */
export interface StateName {
  readonly index: number;
  readonly name: string;
}

const PORTS: Readonly<
  Record<PortName, { readonly port: number; readonly protocol: string; readonly targetPort: number | string }>
> = {
  number: { port: 80, protocol: 'TCP', targetPort: 8080 },
  named: { port: 81, protocol: 'TCP', targetPort: 'http' },
  'named-udp': { port: 82, protocol: 'UDP', targetPort: 'http' },
  sidecar: { port: 83, protocol: 'TCP', targetPort: 'proxy' },
  absent: { port: 84, protocol: 'TCP', targetPort: 'nowhere' },
  sctp: { port: 85, protocol: 'SCTP', targetPort: 3868 },
};

/** The Service as it is created. */
export function serviceOf({ name }: StateName, kind: ServiceKind, plan: ServicePlan): object {
  const metadata = { name };
  const byHand = kind === 'slices-by-hand' || kind === 'endpoints-by-hand' || kind === 'without-selector';
  const selector = { state: name, ...(plan.byTier ? { tier: 'front' } : {}) };
  if (kind === 'external-name')
    return { metadata, spec: { type: 'ExternalName', externalName: 'db.example.org', selector } };
  const [first = 'number'] = plan.ports;
  const ports = plan.unnamed ? [PORTS[first]] : plan.ports.map((port) => ({ name: port, ...PORTS[port] }));
  const headless = kind === 'headless' || kind === 'headless-without-ports';
  return {
    metadata,
    spec: {
      ...(headless ? { clusterIP: 'None' } : kindOf(plan)),
      // An empty selector is none.
      ...(byHand ? (plan.byTier ? { selector: {} } : {}) : { selector }),
      ...(kind === 'headless-without-ports' ? {} : { ports }),
      ipFamilies: plan.families,
      ipFamilyPolicy: plan.families.length === 2 ? 'RequireDualStack' : 'SingleStack',
      publishNotReadyAddresses: plan.publishNotReady,
      ...(plan.preferClose ? { trafficDistribution: 'PreferClose' } : {}),
    },
  };
}

function kindOf({ internalLocal, outside }: ServicePlan): object {
  const internal = internalLocal ? { internalTrafficPolicy: 'Local' } : {};
  return outside === 'no' ? internal : { ...internal, type: 'NodePort', externalTrafficPolicy: outside };
}

/** The addresses of the state's Pod of this number; another `turn`, other addresses. */
export function addressesOf({ index }: StateName, pod: number, plan: PodPlan, turn = 0): readonly string[] {
  const host = pod + 1 + 40 * turn;
  const node = plan.node === 'node-2' ? 2 : 1;
  const v4 = plan.shared ? `192.0.2.${node}` : `10.${100 + Math.floor(index / 250)}.${index % 250}.${host}`;
  const group = (value: number): string => value.toString(16);
  const v6 = plan.shared ? `2001:db8::${node}` : `fd00:${group(index + 1)}::${group(host)}`;
  const irregular = plan.shared
    ? `2001:0DB8:0:0:0:0:0:${node}`
    : `FD00:${group(index + 1)
        .toUpperCase()
        .padStart(4, '0')}:0:0:0:0:0:${group(host)}`;
  const byFamily = { v4, v6: plan.irregular ? irregular : v6 };
  return plan.addresses === 'none' ? [] : plan.addresses.split(' ').map((family) => byFamily[family as 'v4' | 'v6']);
}

/** The Pod as it is created; its status is written after. */
export function podOf(state: StateName, pod: number, plan: PodPlan): object {
  return {
    metadata: {
      name: `${state.name}-p${pod}`,
      labels: { state: plan.joins ? state.name : 'nobody', ...(plan.tier === null ? {} : { tier: plan.tier }) },
      ...(plan.finalizer ? { finalizers: ['servicescope.dev/oracle'] } : {}),
    },
    spec: {
      ...(plan.node === null ? {} : { nodeName: plan.node }),
      automountServiceAccountToken: false,
      containers: [
        { name: 'web', image: 'none', ports: portsOf(plan.web) },
        { name: 'aside', image: 'none', ports: portsOf(plan.aside) },
      ],
      initContainers:
        plan.init === null
          ? []
          : [
              {
                name: 'init',
                image: 'none',
                ports: portsOf(plan.init.ports),
                ...(plan.init.sidecar ? { restartPolicy: 'Always' } : {}),
              },
            ],
    },
  };
}

function portsOf(ports: readonly NamedPort[]): readonly object[] {
  return ports.map(([name, protocol, containerPort]) => ({ name, protocol, containerPort }));
}

/** What the kubelet would report. */
export function statusOf(state: StateName, pod: number, plan: PodPlan): object {
  return {
    phase: plan.phase,
    ...podIPs(addressesOf(state, pod, plan)),
    conditions: conditionsOf(plan.readiness),
    containerStatuses: ['web', 'aside'].map((name) => containerStatus(name, plan.containersReady)),
  };
}

/** Both fields, as the API wants them. */
export function podIPs(addresses: readonly string[]): object {
  const [podIP = null] = addresses;
  return { podIP, podIPs: podIP === null ? null : addresses.map((ip) => ({ ip })) };
}

/** Beside `Ready` another that is True: only the one counts. */
export function conditionsOf(readiness: Readiness): readonly object[] | null {
  return readiness === 'absent'
    ? null
    : [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: readiness },
      ];
}

export function changedAddresses(addresses: Addresses, state: StateName, pod: number, turn: number): object {
  const plan = { addresses, shared: false, irregular: turn % 2 === 1, node: null } as Partial<PodPlan> as PodPlan;
  return podIPs(addressesOf(state, pod, plan, turn));
}

function containerStatus(name: string, ready: boolean): object {
  return { name, image: 'none', imageID: '', ready, started: ready, restartCount: 0, state: { running: {} } };
}

/** A slice that somebody wrote by hand for the Service. */
export function sliceOf(service: RawService, pods: readonly RawPod[], plan: SlicePlan, number: number): object {
  const { name, uid } = service.metadata;
  const known = service.spec.ports ?? [];
  const ports = {
    'of the Service': known.map((port) => ({
      ...nameOf(port),
      port: typeof port.targetPort === 'number' ? port.targetPort : 8080,
    })),
    another: [{ name: 'other', protocol: 'TCP', port: 9 }],
    all: known.slice(0, 1).map(nameOf),
  }[plan.ports];
  return {
    metadata: {
      name: `${name}-by-hand-${number}`,
      labels: {
        'kubernetes.io/service-name': plan.astray ? 'nobody' : name,
        ...(plan.managedBy === null ? {} : { 'endpointslice.kubernetes.io/managed-by': plan.managedBy }),
      },
      ...(plan.owned ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid }] } : {}),
    },
    addressType: plan.addressType,
    ports,
    endpoints: plan.listings.map((listing, index) => ({
      addresses: [addressByHand(listing, pods, plan.addressType, `${number + 1}${index}`)],
      ...(listing.conditions === null ? {} : { conditions: listing.conditions }),
      ...(listing.node === null ? {} : { nodeName: listing.node }),
      ...targetRef(listing, pods),
    })),
  };
}

const nameOf = ({ name, protocol }: { name?: string; protocol: string }): object => ({ name: name ?? '', protocol });

function targetRef({ named, pod }: HandPlan, pods: readonly RawPod[]): object {
  const meant = pods[pod % pods.length];
  if (named === 'nothing' || meant === undefined) return {};
  const { name, namespace, uid } = meant.metadata;
  return { targetRef: { kind: 'Pod', namespace, name, ...(named === 'uid' ? { uid } : {}) } };
}

function addressByHand(listing: HandPlan, pods: readonly RawPod[], addressType: string, suffix: string): string {
  if (addressType === 'FQDN') return `db-${suffix}.example.org`;
  const meant = pods[listing.pod % pods.length];
  const own = meant?.status.podIPs?.find(({ ip }) => ip.includes(':') === (addressType === 'IPv6'))?.ip;
  if (listing.own && own !== undefined) return own.includes(':') ? canonicalV6(own) : own;
  return addressType === 'IPv6' ? `fd00:99::${suffix}` : `198.51.100.${suffix}`;
}

/**
 * Endpoints that somebody wrote by hand for a Service without selector; of both families, which Endpoints may well be. An
 * address stands there once: ready and not ready at once would mean neither.
 */
export function endpointsOf(service: RawService, pods: readonly RawPod[], listings: readonly HandPlan[]): object {
  const all = listings.map((listing, index) => ({
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- without it there is no such field: it takes optional ones for nothing
    ready: (listing.conditions as { ready?: boolean } | null)?.ready !== false,
    address: {
      ip: addressByHand(listing, pods, index % 2 === 0 ? 'IPv4' : 'IPv6', String(index + 1)),
      ...(listing.node === null ? {} : { nodeName: listing.node }),
      ...targetRef(listing, pods),
    },
  }));
  const addresses = [...new Map(all.map((each) => [each.address.ip, each])).values()];
  return {
    metadata: { name: service.metadata.name },
    subsets: [
      {
        addresses: addresses.filter(({ ready }) => ready).map(({ address }) => address),
        notReadyAddresses: addresses.filter(({ ready }) => !ready).map(({ address }) => address),
        ports: (service.spec.ports ?? []).map((port) => ({ ...nameOf(port), port: 8080 })),
      },
    ],
  };
}
