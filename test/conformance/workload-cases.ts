import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND, podSpec, template } from './samples.ts';
import { cellsOf, TABLE } from './table-cells.ts';
import type { Target, Wire } from './target.ts';

const { DEPLOYMENT, NETWORK_POLICY, POD, REPLICA_SET, SERVICE } = BY_KIND;
const SERVER = {
  name: 'web',
  image: 'ghcr.io/stefanprodan/podinfo:6.9.2',
  command: ['./podinfo', '--port=8080'],
  ports: [{ containerPort: 8080 }],
};
const CLIENT = { name: 'client', image: 'docker.io/curlimages/curl:8.7.1', command: ['sleep', '3600'] };

interface PodObject {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly Wire[] };
  readonly spec: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly Wire[] };
}

async function podsOf(target: Target, app: string): Promise<readonly PodObject[]> {
  const { body } = await target.send('GET', `${POD.path(target.namespace)}?labelSelector=app%3D${app}`);
  return (body as { readonly items: readonly PodObject[] }).items;
}

const isReady = ({ status }: PodObject): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

function ready(target: Target, app: string, count: number): Promise<readonly PodObject[]> {
  return eventually(
    async () => {
      const pods = await podsOf(target, app);
      return pods.length === count && pods.every(isReady) ? pods : null;
    },
    `${String(count)} Pods of ${app}`,
  );
}

const replicaSet = (name: string, selector: Wire, labels: Wire, replicas: number, spec: Wire): Wire => ({
  ...REPLICA_SET.make(name),
  spec: { replicas, selector, template: { ...template(name, spec), metadata: { labels } } },
});

/** Which Pods answered so many calls in a row, within a second or two. */
async function answering(target: Target, client: string, service: string, calls: number): Promise<readonly string[]> {
  const script = `for i in $(seq ${String(calls)}); do curl -s -m 5 http://${service}/; done`;
  const { stdout } = await target.kubectl(['exec', client, '--', 'sh', '-c', script]);
  const names = [...stdout.matchAll(/"hostname": "([^"]+)"/g)].flatMap(([, name]) => name ?? []);
  if (names.length !== calls) throw new Error(`of ${String(calls)} calls ${String(names.length)} were answered`);
  return [...new Set(names)];
}

const TIMEOUT_SECONDS = 3;
/** Of four Pods chance gives the same one so often once in 260,000 times. */
const ROUNDS = 10;

const AFFINITY: Case = {
  name: 'affinity: held while it is young, and given up after its time',
  play: async (target, id) => {
    const labels = { app: id };
    const pods = REPLICA_SET.path(target.namespace);
    isCreated(
      await target.send('POST', pods, {
        body: replicaSet(id, { matchLabels: labels }, labels, 4, { containers: [SERVER] }),
      }),
    );
    const spec = {
      selector: labels,
      ports: [{ port: 80, targetPort: 8080 }],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: TIMEOUT_SECONDS } },
    };
    isCreated(await target.send('POST', SERVICE.path(target.namespace), { body: { ...SERVICE.make(id), spec } }));
    const [first] = await ready(target, id, 4);
    const client = `${id}-client`;
    const clientSpec = { nodeName: first?.spec.nodeName, terminationGracePeriodSeconds: 0, containers: [CLIENT] };
    const metadata = { name: client, labels: { app: client } };
    isCreated(await target.send('POST', POD.path(target.namespace), { body: { metadata, spec: clientSpec } }));
    await ready(target, client, 1);
    const answered = async (): Promise<true | null> =>
      (await answering(target, client, id, 1).catch(() => [])).length > 0 ? true : null;
    await eventually(answered, 'the Service to answer');
    const held = (await answering(target, client, id, 5)).length;
    const met = new Set<string>();
    for (let round = 0; round < ROUNDS && met.size < 2; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      for (const name of await answering(target, client, id, 1)) met.add(name);
    }
    return [held, met.size > 1];
  },
};

const EXPRESSIONS: Readonly<Record<string, { readonly expression: Wire; readonly yes: Wire; readonly no: Wire }>> = {
  In: { expression: { values: ['a', 'b'] }, yes: { tier: 'b' }, no: { tier: 'c' } },
  NotIn: { expression: { values: ['a', 'b'] }, yes: {}, no: { tier: 'a' } },
  Exists: { expression: {}, yes: { tier: '' }, no: {} },
  DoesNotExist: { expression: {}, yes: {}, no: { tier: 'a' } },
};

/** A Pod that is selected is adopted, one that is not is left alone, and one more is made. */
const SELECTED: readonly Case[] = Object.entries(EXPRESSIONS).map(([operator, { expression, yes, no }]) => ({
  name: `matchExpressions: ${operator}`,
  play: async (target, id) => {
    const pod = async (end: string, labels: Wire): Promise<void> => {
      const metadata = { name: `${id}-${end}`, labels: { app: id, ...labels } };
      isCreated(await target.send('POST', POD.path(target.namespace), { body: { metadata, spec: podSpec() } }));
    };
    await pod('selected', yes);
    await pod('other', no);
    const selector = {
      matchLabels: { app: id },
      matchExpressions: [{ key: 'tier', operator, ...expression }],
    };
    const body = replicaSet(id, selector, { app: id, ...yes }, 2, podSpec());
    isCreated(await target.send('POST', REPLICA_SET.path(target.namespace), { body }));
    const owned = ({ metadata }: PodObject): boolean => metadata.ownerReferences?.[0]?.name === id;
    const three = async (): Promise<readonly PodObject[] | null> => {
      const pods = await podsOf(target, id);
      return pods.filter(owned).length === 2 ? pods : null;
    };
    const pods = await eventually(three, `two Pods of ${id}`);
    const byHand = pods.filter(({ metadata }) => /-(selected|other)$/.test(metadata.name));
    return [pods.length, byHand.map((each) => [each.metadata.name, owned(each)])];
  },
}));

const GENERATION: Case = {
  name: 'Deployment: its generation counts what a client annotates, not its revision',
  play: async (target, id) => {
    const path = DEPLOYMENT.path(target.namespace);
    const paused = DEPLOYMENT.make(id);
    const body = { ...paused, spec: { ...(paused.spec as Wire), paused: false } };
    isCreated(await target.send('POST', path, { body }));
    const revised = async (): Promise<unknown> => {
      const { metadata } = (await target.send('GET', `${path}/${id}`)).body as { readonly metadata: Wire };
      const { annotations = {}, generation } = metadata as { readonly annotations?: Wire; readonly generation: number };
      return annotations['deployment.kubernetes.io/revision'] === '1' ? generation : null;
    };
    const before = await eventually(revised, `the revision of ${id}`);
    const type = 'application/merge-patch+json';
    await target.send('PATCH', `${path}/${id}`, { body: { metadata: { annotations: { note: 'x' } } }, type });
    return [before, await revised()];
  },
};

const RUNNING_TABLES: Case = {
  name: 'Table: of a Pod that runs, and of its Node',
  play: async (target, id) => {
    const labels = { app: id };
    const body = replicaSet(id, { matchLabels: labels }, labels, 1, { containers: [SERVER] });
    isCreated(await target.send('POST', REPLICA_SET.path(target.namespace), { body }));
    const [pod] = await ready(target, id, 1);
    const name = pod?.spec.nodeName ?? '';
    const pods = `${POD.path(target.namespace)}?labelSelector=app%3D${id}`;
    const { status } = (await target.send('GET', `/api/v1/nodes/${name}`)).body as NodeObject;
    const { osImage, kernelVersion, containerRuntimeVersion, kubeletVersion } = status.nodeInfo;
    const internal = status.addresses.find(({ type }) => type === 'InternalIP');
    const own = {
      [name]: '<node>',
      ...{ [osImage]: '<image>', [kernelVersion]: '<kernel>', [containerRuntimeVersion]: '<runtime>' },
      ...{ [kubeletVersion]: '<version>', [internal?.address ?? '']: '<address>' },
    };
    const nodes = `/api/v1/nodes?fieldSelector=metadata.name%3D${name}`;
    return [
      cellsOf((await target.send('GET', pods, { accept: TABLE })).body, own),
      cellsOf((await target.send('GET', nodes, { accept: TABLE })).body, own),
    ];
  },
};

const SELECTOR_TABLE: Case = {
  name: 'Table: of a NetworkPolicy that selects by expressions',
  play: async (target, id) => {
    const path = NETWORK_POLICY.path(target.namespace);
    const matchExpressions = Object.entries(EXPRESSIONS).map(([operator, { expression }]) => ({
      ...{ key: operator.toLowerCase(), operator },
      ...expression,
    }));
    const spec = { podSelector: { matchLabels: { app: id, zone: 'z' }, matchExpressions } };
    isCreated(await target.send('POST', path, { body: { ...NETWORK_POLICY.make(id), spec } }));
    return cellsOf((await target.send('GET', `${path}/${id}`, { accept: TABLE })).body, {});
  },
};

interface NodeObject {
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo: Record<'osImage' | 'kernelVersion' | 'containerRuntimeVersion' | 'kubeletVersion', string>;
  };
}

export const WORKLOAD_CASES: readonly Case[] = [AFFINITY, ...SELECTED, GENERATION, RUNNING_TABLES, SELECTOR_TABLE];
