import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { judged, type Call } from './judge-scenario.ts';
import { normalise } from './normalise.ts';
import { makeNamespace, removeNamespace } from './play.ts';
import { EXPECTED, type Expected } from './scenario-expectations.ts';
import { cellsOf, TABLE } from './table-cells.ts';
import type { Target, Wire } from './target.ts';

const FOLDER = join(import.meta.dirname, '../../resources/manifests');
/** Nothing changed for so long: the controllers and probes have said what they had to say. */
const REST_MS = 5_000;
const STARTED = /"phase":"(Running|Succeeded|Failed)"/;
const COMPLETED = /"phase":"(Succeeded|Failed)"/;
const READ: readonly (readonly [string, string])[] = [
  ['api/v1', 'services'],
  ['api/v1', 'endpoints'],
  ['apis/discovery.k8s.io/v1', 'endpointslices'],
  ['apis/apps/v1', 'replicasets'],
  ['apis/batch/v1', 'jobs'],
  ['api/v1', 'pods'],
];
/** More than enough that each of four Pods is met. */
const REQUESTS = 40;

/** Each scenario of resources/manifests, at rest, and what a client Pod sees of it. */
export const SCENARIO_CASES: readonly Case[] = readdirSync(FOLDER).map((file) => ({
  name: `scenario ${file.replace('.yaml', '')}`,
  play: async (target: Target, id: string) => {
    const namespace = `${target.namespace}-${id}`;
    const objects = objectsOf(file, namespace);
    const namespaces = [...new Set([namespace, ...objects.map(({ metadata }) => metadata.namespace)])];
    await Promise.all(namespaces.map((each) => makeNamespace(target, each)));
    for (const group of inTurns(objects)) {
      for (const each of namespaces) await apply(target, each, group);
      if (group !== objects) await Promise.all(namespaces.map((each) => atRest(target, each, COMPLETED)));
    }
    const client = clientPod(await nodeOf(target, namespace, objects));
    isCreated(await target.send('POST', `/api/v1/namespaces/${namespace}/pods`, { body: client }));
    const seen = await Promise.all(namespaces.map((each) => atRest(target, each)));
    const tables = await Promise.all(namespaces.map((each) => tablesOf(target, each)));
    const expected = EXPECTED[file.replace('.yaml', '')] ?? {};
    const calls = await callAll(target, namespace, objects, expected);
    const came = await judged(target, namespaces, calls);
    await Promise.all(namespaces.map((each) => removeNamespace(target, each)));
    expect(came, 'what the scenario is there to show').toEqual(expected);
    return { seen, tables, calls };
  },
}));

type Placed = Wire & { readonly metadata: { readonly name: string; readonly namespace: string } };

/** The manifest's objects; a namespace of its own is `NAMESPACE-ITS`, and made before them with the label of the suites. */
function objectsOf(file: string, namespace: string): readonly Placed[] {
  const documents = parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'));
  const objects = documents.map((document) => document.toJS() as Wire & { readonly metadata: Wire });
  return objects
    .filter(({ kind }) => kind !== 'Namespace')
    .map((object) => {
      const own = object.metadata.namespace;
      const place = typeof own === 'string' ? `${namespace}-${own}` : namespace;
      return { ...object, metadata: { ...object.metadata, name: String(object.metadata.name), namespace: place } };
    });
}

/**
 * What is applied together. Whether a Pod that completes while it is listed leaves its slice hangs on what the controller happens
 * to see of it, so where there is a Job its Service comes once all is done.
 */
function inTurns(objects: readonly Placed[]): readonly (readonly Placed[])[] {
  if (!objects.some(({ kind }) => kind === 'Job')) return [objects];
  const isService = ({ kind }: Placed): boolean => kind === 'Service';
  return [objects.filter((each) => !isService(each)), objects.filter(isService)];
}

/** kubectl refuses objects of another namespace than it is told. */
async function apply(target: Target, namespace: string, objects: readonly Placed[]): Promise<void> {
  const items = objects.filter(({ metadata }) => metadata.namespace === namespace);
  if (items.length === 0) return;
  // One document: kubectl before 1.33 reads JSON that is followed by another with --- as a number.
  const documents = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { code, stderr } = await target.kubectl(['apply', '-n', namespace, '-f', '-'], documents);
  if (code !== 0) throw new Error(`the scenario was not applied: ${stderr}`);
}

/** The Node of the scenario's first Pod, for its client: internalTrafficPolicy counts by Node, and clusters have one or more. */
async function nodeOf(target: Target, namespace: string, objects: readonly Placed[]): Promise<string | undefined> {
  const runs = objects.some(
    ({ kind, spec }) => kind === 'Job' || (kind === 'ReplicaSet' && (spec as Wire).replicas !== 0),
  );
  if (!runs) return undefined;
  return eventually(async () => {
    const { items } = (await target.send('GET', `/api/v1/namespaces/${namespace}/pods`)).body as PodList;
    return items[0]?.spec.nodeName ?? null;
  }, `a Pod of ${namespace} to have a Node`);
}

interface PodList {
  readonly items: readonly { readonly spec: { readonly nodeName?: string } }[];
}

function clientPod(nodeName: string | undefined): Wire {
  const container = { name: 'client', image: 'docker.io/curlimages/curl:8.7.1', command: ['sleep', '3600'] };
  const spec = { nodeName, terminationGracePeriodSeconds: 0, containers: [container] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client' }, spec };
}

/** What stands in the namespace once nothing changes, in an order that no name decides. */
async function atRest(target: Target, namespace: string, wanted = STARTED): Promise<unknown> {
  let last = '';
  let since = Date.now();
  const read = async (): Promise<unknown> => {
    const lists = await Promise.all(
      READ.map(([api, plural]) => itemsOf(target, `/${api}/namespaces/${namespace}/${plural}`)),
    );
    const text = JSON.stringify(lists);
    if (text !== last) since = Date.now();
    last = text;
    const pods = lists.at(-1) ?? [];
    const settled = pods.every((pod) => wanted.test(JSON.stringify(pod)));
    return settled && Date.now() - since > REST_MS ? lists : null;
  };
  return eventually(read, `${namespace} to come to rest`);
}

/** What kubectl prints of the namespace. */
function tablesOf(target: Target, namespace: string): Promise<readonly unknown[]> {
  return Promise.all(
    READ.map(async ([api, plural]) => {
      const { body } = await target.send('GET', `/${api}/namespaces/${namespace}/${plural}`, { accept: TABLE });
      const [columns, rows] = normalise(cellsOf(body, {}), { status: true }) as readonly [unknown, readonly unknown[]];
      return [columns, rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))];
    }),
  );
}

async function itemsOf(target: Target, path: string): Promise<readonly unknown[]> {
  const list = normalise((await target.send('GET', path)).body, { status: true }) as {
    readonly items: readonly unknown[];
  };
  return sortedDeep(list.items) as readonly unknown[];
}

function sortedDeep(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sortedDeep);
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sortedDeep(each)]));
}

async function callAll(
  target: Target,
  namespace: string,
  objects: readonly Placed[],
  expected: Readonly<Record<string, Expected>>,
): Promise<readonly Call[]> {
  const services = objects.filter(({ kind, spec }) => kind === 'Service' && (spec as Wire).type !== 'ExternalName');
  const names = services.map(({ metadata }) =>
    metadata.namespace === namespace ? metadata.name : `${metadata.name}.${metadata.namespace}`,
  );
  return Promise.all(
    names.map(async (service) => {
      const name = service.replace(/\..*/, '');
      // Nobody at an address is told by ARP after 3 s; a busy machine answers late.
      const seconds = expected[name]?.exit === 28 ? 2 : 15;
      return { name, ...(await call(target, namespace, { service, seconds })) };
    }),
  );
}

/** How many Pods answered, and what curl ended with. */
async function call(
  target: Target,
  namespace: string,
  { service, seconds }: { readonly service: string; readonly seconds: number },
): Promise<Omit<Call, 'name'>> {
  const script = `for i in $(seq ${String(REQUESTS)}); do curl -s -m ${String(seconds)} http://${service}/; c=$?; echo "exit=$c"; [ $c = 0 ] || break; done`;
  const { stdout } = await target.kubectl(['exec', '-n', namespace, 'client', '--', 'sh', '-c', script]);
  const pods = new Set([...stdout.matchAll(/"hostname": "([^"]+)"/g)].map(([, pod]) => pod));
  return { pods: pods.size, exits: [...new Set<string>(stdout.match(/exit=\d+/g))] };
}
