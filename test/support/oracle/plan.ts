import fc from 'fast-check';

// Random states and changes, as plans: what of them becomes of which object is play.ts'. Few names, so that things meet.

/** Two Nodes exist, `ghost` does not. */
export const NODE_NAMES = ['node-1', 'node-2'] as const;
const GHOST = 'ghost';

export type Addresses = 'none' | 'v4' | 'v6' | 'v4 v6' | 'v6 v4';
export type Readiness = 'True' | 'False' | 'Unknown' | 'absent';
export type NamedPort = readonly [name: string, protocol: 'TCP' | 'UDP', number: number];

export interface PodPlan {
  readonly joins: boolean;
  readonly tier: 'front' | 'back' | null;
  readonly node: string | null;
  readonly phase: string;
  readonly addresses: Addresses;
  /** Leading zeros and capitals, as a network plugin may write them. */
  readonly irregular: boolean;
  /** The address of its Node, which others have too. */
  readonly shared: boolean;
  readonly readiness: Readiness;
  readonly containersReady: boolean;
  readonly web: readonly NamedPort[];
  readonly aside: readonly NamedPort[];
  readonly init: { readonly sidecar: boolean; readonly ports: readonly NamedPort[] } | null;
  readonly finalizer: boolean;
  readonly deleted: boolean;
}

export type ServiceKind =
  | 'selector'
  | 'headless'
  | 'headless-without-ports'
  | 'selector-and-slices'
  | 'slices-by-hand'
  | 'endpoints-by-hand'
  | 'without-selector'
  | 'external-name';

/** Names of PORTS in play.ts. */
export type PortName = 'number' | 'named' | 'named-udp' | 'sidecar' | 'absent' | 'sctp';

export interface ServicePlan {
  readonly families: readonly ('IPv4' | 'IPv6')[];
  readonly publishNotReady: boolean;
  readonly byTier: boolean;
  readonly ports: readonly PortName[];
  /** One port without a name instead. */
  readonly unnamed: boolean;
  readonly internalLocal: boolean;
  readonly outside: 'no' | 'Cluster' | 'Local';
  readonly preferClose: boolean;
}

/** A listing in a slice or Endpoints written by hand. `pod`: the state's Pod of that number; `own`: at its own address. */
export interface HandPlan {
  readonly pod: number;
  readonly named: 'uid' | 'name' | 'nothing';
  readonly own: boolean;
  readonly conditions: object | null;
  readonly node: string | null;
}

export interface SlicePlan {
  readonly managedBy: string | null;
  readonly owned: boolean;
  /** The label names another Service than the one that owns it. */
  readonly astray: boolean;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: 'of the Service' | 'another' | 'all';
  readonly listings: readonly HandPlan[];
}

export interface StatePlan {
  readonly service: ServicePlan;
  readonly pods: readonly PodPlan[];
  readonly slices: readonly SlicePlan[];
  readonly listings: readonly HandPlan[];
  readonly podsFirst: boolean;
}

export type Change =
  | { readonly kind: 'ready'; readonly pod: number; readonly readiness: Readiness }
  | { readonly kind: 'phase'; readonly pod: number; readonly phase: string }
  | { readonly kind: 'addresses'; readonly pod: number; readonly addresses: Addresses }
  | { readonly kind: 'tier'; readonly pod: number; readonly tier: 'front' | 'back' | null }
  | { readonly kind: 'move'; readonly pod: number; readonly to: number }
  | { readonly kind: 'delete' | 'remove'; readonly pod: number }
  | { readonly kind: 'add'; readonly plan: PodPlan }
  | { readonly kind: 'target-port'; readonly port: number; readonly targetPort: number | string }
  | { readonly kind: 'publish' | 'by-tier' | 'families' | 'prefer-close' | 'no-selector' | 'external-name' };

/** One of the values, as often as its weight says. */
const weighted = <T>(...values: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...values.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const readiness = weighted<Readiness>([6, 'True'], [3, 'False'], [1, 'Unknown'], [1, 'absent']);
const phase = weighted([14, 'Running'], [2, 'Pending'], [1, 'Unknown'], [2, 'Succeeded'], [2, 'Failed']);
const addresses = weighted<Addresses>([2, 'none'], [6, 'v4'], [2, 'v6'], [6, 'v4 v6'], [2, 'v6 v4']);
const tier = weighted<PodPlan['tier']>([5, 'front'], [1, 'back'], [1, null]);
const rarely = weighted([4, false], [1, true]);
const number = fc.nat({ max: 50 });

/** `homeless`: among Pods on Nodes that exist there are some on none. The controller tries those Services again and again. */
export const podPlan = (homeless: boolean): fc.Arbitrary<PodPlan> =>
  fc.record({
    joins: weighted([8, true], [1, false]),
    tier,
    node: homeless
      ? weighted<string | null>([2, 'node-1'], [2, GHOST], [1, null])
      : weighted<string | null>([3, 'node-1'], [1, 'node-2']),
    phase,
    addresses,
    irregular: rarely,
    shared: rarely,
    readiness,
    containersReady: fc.boolean(),
    web: weighted<readonly NamedPort[]>(
      [2, []],
      [3, [['http', 'TCP', 8080]]],
      [2, [['http', 'TCP', 9090]]],
      [2, [['http', 'UDP', 8080]]],
    ),
    aside: weighted<readonly NamedPort[]>(
      [5, []],
      [1, [['http', 'UDP', 5353]]],
      [1, [['http', 'TCP', 7070]]],
      [1, [['proxy', 'TCP', 7001]]],
    ),
    init: weighted<PodPlan['init']>(
      [2, null],
      [3, { sidecar: true, ports: [['proxy', 'TCP', 15001]] }],
      [2, { sidecar: false, ports: [['proxy', 'TCP', 15001]] }],
      [1, { sidecar: true, ports: [['http', 'UDP', 53]] }],
    ),
    finalizer: fc.boolean(),
    deleted: rarely,
  });

const servicePlan: fc.Arbitrary<ServicePlan> = fc.record({
  families: weighted<ServicePlan['families']>(
    [3, ['IPv4']],
    [1, ['IPv6']],
    [3, ['IPv4', 'IPv6']],
    [1, ['IPv6', 'IPv4']],
  ),
  publishNotReady: rarely,
  byTier: fc.boolean(),
  ports: fc.subarray<PortName>(['number', 'named', 'named-udp', 'sidecar', 'absent', 'sctp'], {
    minLength: 1,
    maxLength: 4,
  }),
  unnamed: rarely,
  internalLocal: rarely,
  outside: weighted<ServicePlan['outside']>([8, 'no'], [1, 'Cluster'], [1, 'Local']),
  preferClose: rarely,
});

const handPlan: fc.Arbitrary<HandPlan> = fc.record({
  pod: number,
  named: fc.constantFrom('uid', 'name', 'nothing'),
  own: fc.boolean(),
  conditions: fc.constantFrom(
    null,
    {},
    { ready: true },
    { ready: false },
    { ready: false, serving: true, terminating: true },
    { serving: false },
  ),
  node: fc.constantFrom('node-1', null),
});

const slicePlan: fc.Arbitrary<SlicePlan> = fc.record({
  managedBy: fc.constantFrom('hands.example.org', null),
  owned: fc.boolean(),
  astray: rarely,
  addressType: weighted<SlicePlan['addressType']>([4, 'IPv4'], [2, 'IPv6'], [1, 'FQDN']),
  ports: weighted<SlicePlan['ports']>([4, 'of the Service'], [1, 'another'], [1, 'all']),
  listings: fc.array(handPlan, { minLength: 1, maxLength: 4 }),
});

/** A Service with its Pods, and what is written by hand beside them. */
export const statePlan = (homeless: boolean): fc.Arbitrary<StatePlan> =>
  fc.record({
    service: servicePlan,
    pods: fc.array(podPlan(homeless), { minLength: 1, maxLength: 6, size: 'max' }),
    slices: fc.array(slicePlan, { minLength: 1, maxLength: 2 }),
    listings: fc.array(handPlan, { minLength: 1, maxLength: 4 }),
    podsFirst: fc.boolean(),
  });

const change = (homeless: boolean): fc.Arbitrary<Change> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('ready'), pod: number, readiness }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('phase'), pod: number, phase }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('addresses'), pod: number, addresses }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('tier'), pod: number, tier }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('move'), pod: number, to: number }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'remove'), pod: number }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('add'), plan: podPlan(homeless) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('target-port'),
        port: number,
        targetPort: fc.constantFrom(8080, 9999, 'http', 'proxy', 'nowhere'),
      }),
    },
    {
      weight: 6,
      arbitrary: weighted<Change>(
        [5, { kind: 'publish' }],
        [5, { kind: 'by-tier' }],
        [4, { kind: 'families' }],
        [3, { kind: 'prefer-close' }],
        [2, { kind: 'no-selector' }],
        [2, { kind: 'external-name' }],
      ),
    },
  );

/** What happens to one state between two looks. */
export const changes = (homeless: boolean): fc.Arbitrary<readonly Change[]> =>
  fc.array(change(homeless), { minLength: 2, maxLength: 3 });
