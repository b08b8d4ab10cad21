import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case } from './case.ts';
import { BY_KIND, eventSample } from './samples.ts';
import type { Answer, Target, Wire } from './target.ts';

// Kinds that stand in no namespace, and Events, which say in which they belong.
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const APPLY = 'application/apply-patch+yaml';
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
  inNamespace('Namespace: put, with and without conflict', async (target, own) => {
    const path = `${NAMESPACES}/${own}`;
    const put = (more: Wire): Promise<unknown> =>
      target.send('PUT', path, { body: { metadata: { name: own, labels: { a: 'b' }, ...more } } });
    return [
      await put({}),
      await put({ resourceVersion: '1' }),
      await put({ name: `${own}-other` }),
      await target.send('PUT', `${path}-none`, { body: { metadata: { name: `${own}-none` } } }),
      await target.send('GET', path),
    ];
  }),
  inNamespace('Namespace: patched in each other way', async (target, own) => {
    const patch = (query: string, type: string, body: unknown): Promise<unknown> =>
      target.send('PATCH', `${NAMESPACES}/${own}${query}`, { body, type });
    const applied = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own, labels: { by: 'apply' } } };
    return [
      await patch('', STRATEGIC, { metadata: { labels: { a: 'b' } } }),
      await patch('', JSON_PATCH, [{ op: 'add', path: '/metadata/labels/c', value: 'd' }]),
      await patch('', JSON_PATCH, [{ op: 'test', path: '/metadata/labels/c', value: 'e' }]),
      await patch('?fieldManager=me', APPLY, applied),
      await patch('', APPLY, applied),
    ];
  }),
  {
    name: 'Namespace: watched, made and deleted',
    play: async (target, id) => {
      const own = `${target.namespace}-${id}`;
      const labels = { 'servicescope.dev/test-run': process.env.TEST_RUN ?? 'by-hand' };
      const { metadata } = (await target.send('GET', `${NAMESPACES}?limit=1`)).body as { readonly metadata: Wire };
      const during = async (): Promise<void> => {
        await target.send('POST', NAMESPACES, { body: { metadata: { name: own, labels } } });
        await target.send('DELETE', `${NAMESPACES}/${own}`);
      };
      const query = `watch=1&timeoutSeconds=3&fieldSelector=metadata.name%3D${own}`;
      const path = `${NAMESPACES}?${query}&resourceVersion=${String(metadata.resourceVersion)}`;
      const events = await target.watch(path, { events: 99, during });
      const told = (events as readonly { readonly type: string; readonly object: { readonly status: Wire } }[]).map(
        ({ type, object }) => `${type} ${String(object.status.phase)}`,
      );
      // How often its controller writes while it empties it, and how soon it is done, is its own affair.
      return told.filter((each, index) => each !== told[index - 1]).slice(0, 2);
    },
  },
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

/** Of the suite's own Nodes: behind all others, so that the first is one that runs. */
const OWN_NODE = 'zz-';
const NODES = '/api/v1/nodes';

/** Labels and spec, less what other controllers write: a Node that no kubelet looks after gets taints and addresses of its own. */
function shown({ code, body }: Answer): unknown {
  const { kind, metadata, spec } = body as { readonly kind: string; readonly metadata: Wire; readonly spec?: Wire };
  if (spec === undefined) return { code, body };
  const own = Object.entries(metadata.labels ?? {}).filter(([key]) => !key.includes('/'));
  return [code, kind, own, spec.unschedulable ?? null];
}

const OWN_NODE_CASE: Case = {
  name: 'Node: made, put, patched in each way, and deleted',
  play: async (target, id) => {
    const name = `${OWN_NODE}${target.namespace}-${id}`;
    const path = `${NODES}/${name}`;
    const node = (labels: Wire): Wire => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      spec: { unschedulable: true },
    });
    const patch = (query: string, type: string, body: unknown): Promise<Answer> =>
      target.send('PATCH', `${path}${query}`, { body, type });
    // Meanwhile it is given a podCIDR, which a PUT may not take away.
    const put = async (): Promise<Answer | null> => {
      const { spec } = (await target.send('GET', path)).body as Wire;
      const answer = await target.send('PUT', path, { body: { ...node({ a: '2' }), spec } });
      return answer.code === 422 ? null : answer;
    };
    try {
      return [
        shown(await target.send('POST', NODES, { body: node({ a: '1' }) })),
        shown(await target.send('POST', NODES, { body: node({ a: '1' }) })),
        shown(await target.send('GET', path)),
        shown(await eventually(put, `${name} to be put`)),
        shown(await patch('', MERGE, { metadata: { labels: { b: '3' } } })),
        shown(await patch('', STRATEGIC, { metadata: { labels: { c: '4' } } })),
        shown(await patch('', JSON_PATCH, [{ op: 'remove', path: '/metadata/labels/b' }])),
        shown(await patch('?fieldManager=me&force=true', APPLY, node({ d: '5' }))),
        await target.send('DELETE', path),
        await target.send('DELETE', path),
      ];
    } finally {
      await target.send('DELETE', path);
    }
  },
};

const SELF_REVIEW: Case = {
  name: 'SelfSubjectReview: who one is',
  play: async (target) => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { code, body } = await target.send('POST', path, { body: {} });
    const { kind, apiVersion, status } = body as Wire;
    const { username, groups } = (status as { readonly userInfo: Wire }).userInfo;
    const inGroups = ['system:masters', 'system:authenticated'].map((group) => (groups as string[]).includes(group));
    return [code, kind, apiVersion, typeof username, inGroups, (await target.send('GET', path)).code];
  },
};

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
        items
          .filter((node) => !node.metadata.name.startsWith(OWN_NODE))
          .every(({ spec }) => !('unschedulable' in spec)),
        [ready?.status, ready?.reason],
        items[0]?.status.addresses.map(({ type }) => type),
        await patched('x'),
        await patched(null),
        await target.send('GET', '/api/v1/nodes/no-such'),
      ];
    },
  },
];

const EVENT_CASES: readonly Case[] = [
  {
    name: 'Event: made, found by its fields, counted up, deleted',
    play: async (target, id) => {
      const path = `/api/v1/namespaces/${target.namespace}/events`;
      const own = `labelSelector=case%3D${id}`;
      return [
        await target.send('POST', path, { body: eventSample(target.namespace).make(id) }),
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
      target.send('POST', `/api/v1/namespaces/${target.namespace}/events`, { body: eventSample('elsewhere').make(id) }),
  },
  // An Event's name is whatever a path can hold.
  ...['.', '..', '-', 'Upper.', 'a/b', 'a%b'].map((name) => eventNamed({ name })),
  ...['.', '..', '-', 'Upper.', 'a/b-', 'a%b-'].map((generateName) => eventNamed({ generateName })),
];

function eventNamed(metadata: { readonly name: string } | { readonly generateName: string }): Case {
  return {
    name: `Event: of ${JSON.stringify(metadata)}`,
    play: async (target, id) => {
      const path = `/api/v1/namespaces/${target.namespace}/events?dryRun=All`;
      const { code, body } = await target.send('POST', path, {
        body: { ...eventSample(target.namespace).make(id), metadata },
      });
      if (code !== 201 || !('generateName' in metadata)) return [code, body];
      // What follows is chance.
      const { name, generateName } = (body as { readonly metadata: Record<'name' | 'generateName', string> }).metadata;
      return [code, generateName, name.startsWith(generateName), name.length];
    },
  };
}

export const CLUSTER_CASES: readonly Case[] = [
  ...NAMESPACE_CASES,
  ...NODE_CASES,
  OWN_NODE_CASE,
  ...EVENT_CASES,
  SELF_REVIEW,
];
