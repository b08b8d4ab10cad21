/** What is compared of each kind. Paths go through lists. */
interface Fields {
  /** All of `spec` is compared where this is left out. */
  readonly notOfSpec?: readonly string[];
  readonly status?: readonly string[];
  /** Fields beside metadata, spec and status. */
  readonly more?: readonly string[];
}

/** Where a Pod runs: the cluster's own choice. What a cluster puts into a Pod by itself goes by its looks: `isInjected`. */
const PLACED = ['nodeName'];
/** Fields that hold what a cluster puts in, beside what the client put there. */
const INJECTED_INTO = ['volumes', 'volumeMounts', 'tolerations'];
const CONDITION = ['conditions.type', 'conditions.status', 'conditions.reason'];
const ADDRESS = ['ip', 'hostname', 'nodeName', 'targetRef.kind', 'targetRef.namespace', 'targetRef.name'];
const CONTAINER_STATUS = [
  ...['name', 'ready', 'started', 'restartCount', 'state.waiting'],
  ...['state', 'lastState'].flatMap((state) =>
    ['reason', 'message', 'exitCode', 'signal'].map((field) => `${state}.terminated.${field}`),
  ),
];

function under(field: string, fields: readonly string[]): readonly string[] {
  return fields.map((each) => `${field}.${each}`);
}

/** Once per kind: all of spec that a client may set, and the status that our views read. */
const FIELDS: Readonly<Record<string, Fields>> = {
  Namespace: { status: ['phase', ...CONDITION] },
  Node: { notOfSpec: ['podCIDR', 'podCIDRs', 'taints'], status: ['addresses', ...CONDITION] },
  Service: { status: ['loadBalancer', ...CONDITION] },
  Endpoints: {
    more: [...under('subsets.addresses', ADDRESS), ...under('subsets.notReadyAddresses', ADDRESS), 'subsets.ports'],
  },
  EndpointSlice: {
    more: [
      'addressType',
      'endpoints.addresses',
      'endpoints.conditions',
      'endpoints.zone',
      'endpoints.hints',
      ...under('endpoints', ADDRESS),
      'ports',
    ],
  },
  Pod: {
    notOfSpec: PLACED,
    status: [
      'phase',
      'podIP',
      'podIPs',
      'reason',
      'message',
      'qosClass',
      ...CONDITION,
      'conditions.message',
      ...under('containerStatuses', CONTAINER_STATUS),
      ...under('initContainerStatuses', CONTAINER_STATUS),
    ],
  },
  ReplicaSet: {
    status: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'],
  },
  Deployment: {
    status: ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration', ...CONDITION],
  },
  Job: {
    status: ['active', 'ready', 'succeeded', 'failed', 'terminating', ...CONDITION],
  },
  ConfigMap: { more: ['data', 'binaryData', 'immutable'] },
  ServiceAccount: { more: ['automountServiceAccountToken', 'secrets', 'imagePullSecrets'] },
  Event: {
    more: [
      'involvedObject',
      'reason',
      'message',
      'type',
      'count',
      'source',
      'reportingComponent',
      'reportingInstance',
      'eventTime',
      'firstTimestamp',
      'action',
    ],
  },
  NetworkPolicy: {},
};

const METADATA = [
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'generation',
  'ownerReferences.kind',
  'ownerReferences.name',
  'ownerReferences.controller',
  'ownerReferences.blockOwnerDeletion',
  'deletionGracePeriodSeconds',
  'resourceVersion',
];
/** Written by a controller whenever it likes. */
const NOT_OF_METADATA = [
  'annotations.endpoints.kubernetes.io/last-change-trigger-time',
  'annotations.kubectl.kubernetes.io/last-applied-configuration',
  'annotations.node.alpha.kubernetes.io/ttl',
];

type Wire = Readonly<Record<string, unknown>>;

/** The same value, in which each object of a kind above has only what is compared. */
export function compared(value: unknown, status: boolean, listed = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => compared(each, status, listed));
  if (!isWire(value)) return value;
  const kind = typeof value.kind === 'string' ? value.kind : listed;
  if (kind.endsWith('List') && Array.isArray(value.items)) {
    return { ...value, items: compared(value.items, status, kind.replace(/List$/, '')) };
  }
  const fields = FIELDS[kind];
  if (fields !== undefined && isWire(value.metadata)) return ofObject(value, fields, status);
  if (kind === 'PartialObjectMetadata') return { ...value, metadata: ofMetadata(value.metadata) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, compared(each, status)]));
}

function ofObject(object: Wire, { notOfSpec = [], status = [], more = [] }: Fields, withStatus: boolean): Wire {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: withoutCount(ofMetadata(object.metadata)),
    spec: withoutInjected(without(object.spec, notOfSpec.map(split))),
    ...(withStatus ? { status: only(object.status, status.map(split)) } : {}),
    ...(only(object, more.map(split)) as Wire),
  };
}

/** Lists without what the cluster put in; a list that is empty then was none. */
function withoutInjected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInjected);
  if (!isWire(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    if (!INJECTED_INTO.includes(key) || !Array.isArray(each)) return [[key, withoutInjected(each)] as const];
    const own = each.filter((item) => !isInjected(item));
    return own.length === 0 ? [] : [[key, own] as const];
  });
  return Object.fromEntries(entries);
}

/** The ServiceAccount's token and its mounts, and the two tolerations of DefaultTolerationSeconds. */
function isInjected(item: unknown): boolean {
  if (!isWire(item)) return false;
  if (String(item.name).startsWith('kube-api-access-')) return true;
  return item.tolerationSeconds === 300 && /^node\.kubernetes\.io\/(not-ready|unreachable)$/.test(String(item.key));
}

function ofMetadata(metadata: unknown): unknown {
  const left = without(
    only(metadata, METADATA.map(split)),
    NOT_OF_METADATA.map((path) => path.split(/\.(.*)/).slice(0, 2)),
  );
  // Annotations of which none is compared are as good as none: whether a time was written is chance.
  const none = isWire(left) && isWire(left.annotations) && Object.keys(left.annotations).length === 0;
  return none ? without(left, [['annotations']]) : left;
}

/** The generation of a slice that a controller writes counts its writes: two runs of one cluster differ in it. */
function withoutCount(metadata: unknown): unknown {
  const labels = isWire(metadata) && isWire(metadata.labels) ? metadata.labels : {};
  const byController = String(labels['endpointslice.kubernetes.io/managed-by']).endsWith('.k8s.io');
  return byController ? without(metadata, [['generation']]) : metadata;
}

function only(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((each) => only(each, paths));
  if (!isWire(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const below = paths.filter(([first]) => first === key).map((path) => path.slice(1));
    return below.length === 0 ? [] : [[key, only(each, below)] as const];
  });
  return Object.fromEntries(entries);
}

function without(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, paths));
  if (!isWire(value) || paths.length === 0) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const below = paths.filter(([first]) => first === key).map((path) => path.slice(1));
    return below.some((path) => path.length === 0) ? [] : [[key, without(each, below)] as const];
  });
  return Object.fromEntries(entries);
}

function split(path: string): readonly string[] {
  return path.split('.');
}

function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
