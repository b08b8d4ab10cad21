import { eventually } from '../support/kubectl.ts';
import { isCreated, type Case, type Sample } from './case.ts';
import { clusterName, eventSample, NAMESPACE, NODE, SAMPLES } from './samples.ts';
import type { Target, Wire } from './target.ts';

type Play = (target: Target, path: string, name: string, sample: Sample) => Promise<unknown>;

const UNKNOWN_UID = '00000000-0000-4000-8000-000000000000';
const MERGE = 'application/merge-patch+json';

function withMetadata(object: Wire, metadata: Wire): Wire {
  return { ...object, metadata: { ...(object.metadata as Wire), ...metadata } };
}

async function made(target: Target, path: string, object: Wire): Promise<void> {
  isCreated(await target.send('POST', path, { body: object }));
}

/** What is done with each kind. */
const VERBS: Readonly<Record<string, Play>> = {
  'create, get, create again': async (t, path, name, { make }) => [
    await t.send('POST', path, { body: make(name) }),
    await t.send('GET', `${path}/${name}`),
    await t.send('POST', path, { body: make(name) }),
  ],
  'generateName, and a dry run that leaves nothing': async (t, path, name, { make }) => {
    const draft = withMetadata(make(name), { name: undefined, generateName: `${name}-` });
    const query = '?dryRun=All';
    return [
      await t.send('POST', `${path}${query}`, { body: draft }),
      await t.send('POST', `${path}${query}`, { body: make(name) }),
      await t.send('GET', `${path}/${name}`),
    ];
  },
  'names that are none': async (t, path, name, { make }) => {
    const names = ['UPPER', '-dash', 'with space', 'a.b', 'x'.repeat(254), ''];
    return Promise.all(
      names.map((each) => t.send('POST', `${path}?dryRun=All`, { body: withMetadata(make(name), { name: each }) })),
    );
  },
  'update, with and without conflict': async (t, path, name, { make }) => {
    await made(t, path, make(name));
    const changed = withMetadata(make(name), { annotations: { note: 'changed' } });
    const { spec } = (await t.send('GET', `${path}/${name}`)).body as Wire;
    const put = spec === undefined ? changed : { ...changed, spec };
    return [
      await t.send('PUT', `${path}/${name}`, { body: withMetadata(put, { resourceVersion: '1' }) }),
      await t.send('PUT', `${path}/${name}`, { body: put }),
      await t.send('PUT', `${path}/${name}`, { body: withMetadata(put, { name: `${name}-other` }) }),
      await t.send('PUT', `${path}/${name}`, { body: withMetadata(put, { uid: UNKNOWN_UID }) }),
      await t.send('PUT', `${path}/${name}-none`, { body: make(`${name}-none`) }),
    ];
  },
  'merge patch': async (t, path, name, { make, change }) => {
    await made(t, path, make(name));
    return [
      await t.send('PATCH', `${path}/${name}`, { body: change, type: MERGE }),
      await t.send('PATCH', `${path}/${name}`, {
        body: { metadata: { labels: { case: null, more: 'x' } } },
        type: MERGE,
      }),
      await t.send('PATCH', `${path}/${name}`, { body: { metadata: { uid: UNKNOWN_UID } }, type: MERGE }),
      await t.send('PATCH', `${path}/${name}-none`, { body: change, type: MERGE }),
    ];
  },
  'strategic merge patch': async (t, path, name, { make, change }) => {
    await made(t, path, make(name));
    const type = 'application/strategic-merge-patch+json';
    return [
      await t.send('PATCH', `${path}/${name}`, { body: change, type }),
      await t.send('PATCH', `${path}/${name}`, { body: { metadata: { labels: { $patch: 'replace', a: 'b' } } }, type }),
    ];
  },
  'JSON patch': async (t, path, name, { make }) => {
    await made(t, path, make(name));
    const type = 'application/json-patch+json';
    const patch = (body: unknown): Promise<unknown> => t.send('PATCH', `${path}/${name}`, { body, type });
    return [
      await patch([{ op: 'add', path: '/metadata/labels/more', value: 'x' }]),
      await patch([{ op: 'test', path: '/metadata/labels/more', value: 'y' }]),
      await patch([{ op: 'remove', path: '/metadata/labels/more' }]),
    ];
  },
  'server-side apply': async (t, path, name, { make }) => {
    const body = make(name);
    const type = 'application/apply-patch+yaml';
    const changed = withMetadata(body, { labels: { case: 'other' } });
    return [
      await t.send('PATCH', `${path}/${name}?fieldManager=me`, { body, type }),
      await t.send('PATCH', `${path}/${name}?fieldManager=me`, { body: changed, type }),
      await t.send('PATCH', `${path}/${name}`, { body, type }),
    ];
  },
  'delete, preconditions, and again': async (t, path, name, { make }) => {
    await made(t, path, make(name));
    const only = (preconditions: Wire): Wire => ({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions });
    return [
      await t.send('DELETE', `${path}/${name}`, { body: only({ uid: UNKNOWN_UID }) }),
      await t.send('DELETE', `${path}/${name}`, { body: only({ resourceVersion: '1' }) }),
      await t.send('DELETE', `${path}/${name}?dryRun=All`),
      await t.send('DELETE', `${path}/${name}?gracePeriodSeconds=0&propagationPolicy=Background`),
      await t.send('DELETE', `${path}/${name}`),
    ];
  },
  'list by label, and delete the collection': async (t, path, name, { make }) => {
    for (const end of ['a', 'b', 'c']) await made(t, path, make(`${name}-${end}`));
    const query = `?labelSelector=case%3D${name}`;
    const all = (): Promise<unknown> => t.send('GET', `${path}${query}`);
    const before = [
      await all(),
      await t.send('GET', `${path}${query}&limit=2`),
      await t.send('DELETE', `${path}${query}`),
    ];
    // The garbage collector takes the finalizer of a Job that orphans its Pods off a moment later.
    const gone = async (): Promise<unknown> => {
      const answer = await all();
      return JSON.stringify(answer).includes(`"${name}-`) ? null : answer;
    };
    return [...before, await eventually(gone, `${name} to go`)];
  },
  Table: async (t, path, name, { make, settled = () => true }) => {
    await made(t, path, make(name));
    const now = async (): Promise<Wire> => (await t.send('GET', `${path}/${name}`)).body as Wire;
    await eventually(async () => (settled(await now()) ? true : null), `the status of ${name}`);
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const table = (await t.send('GET', `${path}?labelSelector=case%3D${name}`, { accept })).body;
    const none = await t.send('GET', `${path}?labelSelector=case%3Dno-such&includeObject=None`, { accept });
    return [cells(table), none.code, cells(none.body)];
  },
  'metadata alone': async (t, path, name, { make }) => {
    await made(t, path, make(name));
    const partial = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const list = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    return [
      await t.send('GET', `${path}/${name}`, { accept: partial }),
      await t.send('GET', `${path}?labelSelector=case%3D${name}`, { accept: list }),
    ];
  },
  'fields that are not there, and bodies that are none': async (t, path, name, { make }) => {
    const wrong = { ...make(name), unknownField: 1 };
    const dry = `${path}?dryRun=All`;
    return [
      await t.send('POST', `${dry}&fieldValidation=Strict`, { body: wrong }),
      await t.send('POST', `${dry}&fieldValidation=Warn`, { body: wrong }),
      await t.send('POST', dry, { body: { ...make(name), kind: 'Nothing' } }),
      await t.send('POST', dry, { body: withMetadata(make(name), { namespace: 'elsewhere' }) }),
      await t.send('POST', `${path}?dryRun=Some`, { body: make(name) }),
    ];
  },
};

/** A Table less its ages, and less what its columns say of themselves, which has a case of its own. */
function cells(body: unknown): unknown {
  const { columnDefinitions, rows, ...rest } = body as {
    readonly columnDefinitions?: readonly { readonly name: string }[];
    readonly rows?: readonly { readonly cells: readonly unknown[] }[];
  };
  const isAge = (index: number): boolean => columnDefinitions?.[index]?.name === 'Age';
  const told = rows?.map((row) => ({ ...row, cells: row.cells.map((cell, at) => (isAge(at) ? '<age>' : cell)) }));
  const columns = columnDefinitions?.map((column) => ({ ...column, description: undefined }));
  return { ...rest, columnDefinitions: columns, rows: told };
}

type InNamespace = (namespace: string) => Sample;
const KINDS: readonly (readonly [string, InNamespace])[] = [
  ...SAMPLES.map((sample): readonly [string, InNamespace] => [sample.kind, () => sample]),
  ['Event', eventSample],
];

/** A Node is given a podCIDR at some moment, which a PUT may not take away: cluster-cases.ts puts it. A Namespace goes in its own time. */
const NOT_OF_NODES = ['update, with and without conflict'];
const OF_NAMESPACES = [
  'create, get, create again',
  'generateName, and a dry run that leaves nothing',
  'names that are none',
  'metadata alone',
  'fields that are not there, and bodies that are none',
];

/** Of no namespace, and gone at the end. */
function ofCluster(sample: Sample, verb: string, play: Play): Case {
  return {
    name: `${sample.kind}: ${verb}`,
    play: async (target, id) => {
      const path = sample.path(target.namespace);
      const name = clusterName(target.namespace, id);
      try {
        return await play(target, path, name, sample);
      } finally {
        const ends = verb.startsWith('list') ? ['-a', '-b', '-c'] : [''];
        for (const end of ends) await target.send('DELETE', `${path}/${name}${end}`);
      }
    },
  };
}

const OF_CLUSTER: readonly Case[] = Object.entries(VERBS).flatMap(([verb, play]) => [
  ...(NOT_OF_NODES.includes(verb) ? [] : [ofCluster(NODE, verb, play)]),
  ...(OF_NAMESPACES.includes(verb) ? [ofCluster(NAMESPACE, verb, play)] : []),
]);

const IN_NAMESPACE: readonly Case[] = KINDS.flatMap(([kind, sampleIn]) =>
  Object.entries(VERBS).map(([verb, play]) => ({
    name: `${kind}: ${verb}`,
    play: (target: Target, id: string) => {
      const sample = sampleIn(target.namespace);
      return play(target, sample.path(target.namespace), id, sample);
    },
  })),
);

/** Every kind × every verb. */
export const VERB_CASES: readonly Case[] = [...IN_NAMESPACE, ...OF_CLUSTER];
