import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Target, Wire } from './target.ts';

// Kinds that stand in no namespace, and Events, which say in which they belong.
const MERGE = 'application/merge-patch+json';
const NAMESPACES = '/api/v1/namespaces';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** A namespace of the case's own, gone at its end. */
function inNamespace(name: string, play: (target: Target, own: string) => Promise<unknown>): Case {
  return {
    name,
    play: async (target, id) => {
      const own = `${target.namespace}-${id}`;
      const labels = { 'servicescope.dev/test-run': process.env.TEST_RUN ?? 'by-hand' };
      isCreated(await target.send('POST', NAMESPACES, { body: { metadata: { name: own, labels } } }));
      try {
        return await play(target, own);
      } finally {
        await target.send('DELETE', `${NAMESPACES}/${own}`);
      }
    },
  };
}

const NAMESPACE_CASES: readonly Case[] = [
  inNamespace('Namespace: read, patched, and made again', async (target, own) => [
    await target.send('GET', `${NAMESPACES}/${own}`),
    await target.send('PATCH', `${NAMESPACES}/${own}`, { body: { metadata: { labels: { a: 'b' } } }, type: MERGE }),
    await target.send('POST', NAMESPACES, { body: { metadata: { name: own } } }),
    await target.send('POST', NAMESPACES, { body: { metadata: { name: 'UPPER' } } }),
    await target.send('PATCH', `${NAMESPACES}/${own}`, { body: { spec: { finalizers: [] } }, type: MERGE }),
  ]),
  inNamespace('Namespace: deleted, with what is in it, and nothing made in it meanwhile', async (target, own) => {
    const path = BY_KIND.CONFIG_MAP.path(own);
    const held = {
      ...BY_KIND.CONFIG_MAP.make('held'),
      metadata: { name: 'held', finalizers: ['servicescope.dev/held'] },
    };
    isCreated(await target.send('POST', path, { body: held }));
    const deleted = await target.send('DELETE', `${NAMESPACES}/${own}`);
    const made = await target.send('POST', path, { body: BY_KIND.CONFIG_MAP.make('late') });
    const again = await target.send('DELETE', `${NAMESPACES}/${own}`);
    await target.send('PATCH', `${path}/held`, { body: { metadata: { finalizers: null } }, type: MERGE });
    const gone = async (): Promise<number | null> => {
      const { code } = await target.send('GET', `${NAMESPACES}/${own}`);
      return code === 404 ? code : null;
    };
    const { reason, details } = made.body as { readonly reason: unknown; readonly details: Wire };
    return [
      deleted.code,
      (deleted.body as Wire).kind,
      made.code,
      reason,
      details.causes,
      again.code,
      await eventually(gone, own),
    ];
  }),
  {
    name: 'Namespace: default may not be deleted, and in none that is not there is anything made',
    play: async (target) => [
      await target.send('DELETE', `${NAMESPACES}/default`),
      await target.send('POST', BY_KIND.CONFIG_MAP.path('no-such'), { body: BY_KIND.CONFIG_MAP.make('x') }),
      await target.send('GET', `${NAMESPACES}/no-such`),
      await target.send('GET', BY_KIND.CONFIG_MAP.path('no-such')),
    ],
  },
  inNamespace('Namespace: Table', async (target, own) => {
    const query = `${NAMESPACES}?fieldSelector=metadata.name%3D${own}`;
    const { columnDefinitions, rows } = (await target.send('GET', query, { accept: TABLE })).body as {
      readonly columnDefinitions: readonly Wire[];
      readonly rows: readonly { readonly cells: readonly unknown[] }[];
    };
    return [columnDefinitions.map(({ name, type }) => [name, type]), rows.map(({ cells }) => cells.slice(0, 2))];
  }),
];

interface NodeObject {
  readonly metadata: { readonly name: string };
  readonly spec: Wire;
  readonly status: { readonly conditions: readonly Wire[]; readonly addresses: readonly Wire[] };
}

const NODE_CASES: readonly Case[] = [
  {
    name: 'Node: what is read of it, and labelled',
    play: async (target, id) => {
      const { items } = (await target.send('GET', '/api/v1/nodes')).body as { readonly items: readonly NodeObject[] };
      const name = items[0]?.metadata.name ?? '';
      const label = `servicescope.dev/${id}`;
      const patched = async (value: string | null): Promise<unknown> => {
        const body = { metadata: { labels: { [label]: value } } };
        const answer = await target.send('PATCH', `/api/v1/nodes/${name}`, { body, type: MERGE });
        return (answer.body as { readonly metadata: { readonly labels: Wire } }).metadata.labels[label] ?? null;
      };
      const ready = items[0]?.status.conditions.find(({ type }) => type === 'Ready');
      return [
        items.every(({ spec }) => spec.unschedulable === undefined),
        [ready?.status, ready?.reason],
        items[0]?.status.addresses.map(({ type }) => type),
        await patched('x'),
        await patched(null),
        await target.send('GET', '/api/v1/nodes/no-such'),
      ];
    },
  },
];

/** An Event about nothing that is there. */
function event(name: string, namespace: string, more: Wire = {}): Wire {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, labels: { case: name } },
    involvedObject: { kind: 'Pod', name: 'nobody', namespace, uid: 'none' },
    reason: 'Tried',
    message: 'as a test',
    type: 'Normal',
    count: 1,
    source: { component: 'suite' },
    ...more,
  };
}

const EVENT_CASES: readonly Case[] = [
  {
    name: 'Event: made, found by its fields, counted up, deleted',
    play: async (target, id) => {
      const path = `/api/v1/namespaces/${target.namespace}/events`;
      const own = `labelSelector=case%3D${id}`;
      return [
        await target.send('POST', path, { body: event(id, target.namespace) }),
        await target.send('GET', `${path}?${own}&fieldSelector=involvedObject.name%3Dnobody,type%3DNormal`),
        await target.send('GET', `${path}?${own}&fieldSelector=involvedObject.name%3Dsomebody`),
        await target.send('GET', `${path}?${own}&fieldSelector=reason!%3DTried`),
        await target.send('PATCH', `${path}/${id}`, { body: { count: 2 }, type: MERGE }),
        await target.send('DELETE', `${path}/${id}`),
      ];
    },
  },
  {
    name: 'Event: of another namespace than its object’s, refused',
    play: (target, id) =>
      target.send('POST', `/api/v1/namespaces/${target.namespace}/events`, { body: event(id, 'elsewhere') }),
  },
];

export const CLUSTER_CASES: readonly Case[] = [...NAMESPACE_CASES, ...NODE_CASES, ...EVENT_CASES];
