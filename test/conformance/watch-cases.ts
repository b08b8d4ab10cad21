import type { Case, Sample } from './case.ts';
import { BY_KIND, clusterName, eventSample, NODE, SAMPLES } from './samples.ts';
import type { Target, Wire } from './target.ts';

const MERGE = 'application/merge-patch+json';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

async function versionOf(target: Target, path: string): Promise<string> {
  const { metadata } = (await target.send('GET', `${path}?limit=1`)).body as { readonly metadata: Wire };
  return String(metadata.resourceVersion);
}

interface Seen {
  readonly type: string;
  readonly object: { readonly kind: string; readonly metadata: Wire; readonly spec?: unknown };
}

/** Events less those in which only a controller's status was written. */
function told(events: readonly unknown[]): readonly unknown[] {
  const texts = (events as readonly Seen[]).map(({ type, object }) => ({
    type,
    object: JSON.stringify([object.kind, object.metadata.name, object.metadata.labels, ownAnnotations(object)]),
  }));
  return texts.filter(({ type, object }, index) => type !== 'MODIFIED' || object !== texts[index - 1]?.object);
}

/** Less how long a kubelet may keep what it read: written by the controller manager, on no occasion of the case's. */
function ownAnnotations({ metadata }: Seen['object']): unknown {
  const { 'node.alpha.kubernetes.io/ttl': _, ...own } = (metadata.annotations ?? {}) as Wire;
  return own;
}

/** Made, changed, deleted: what a watcher of its kind hears. */
function watched(kind: string, sampleIn: (namespace: string) => Sample): Case {
  return {
    name: `watch: ${kind}, from its making to its end`,
    play: async (target, id) => {
      const sample = sampleIn(target.namespace);
      const path = sample.path(target.namespace);
      const name = kind === 'Node' ? clusterName(target.namespace, id) : id;
      const since = await versionOf(target, path);
      const change = async (): Promise<void> => {
        await target.send('POST', path, { body: sample.make(name) });
        await target.send('PATCH', `${path}/${name}`, { body: { metadata: { annotations: { a: 'b' } } }, type: MERGE });
        await target.send('DELETE', `${path}/${name}?gracePeriodSeconds=0&propagationPolicy=Background`);
      };
      const query = `watch=1&timeoutSeconds=3&fieldSelector=metadata.name%3D${name}&resourceVersion=${since}`;
      // More events than come: it ends by its time, and none is missed that comes late.
      return told(await target.watch(`${path}?${query}`, { events: 99, during: change }));
    },
  };
}

const TABLES: readonly Case[] = [BY_KIND.SERVICE, BY_KIND.CONFIG_MAP].map((sample) => ({
  name: `watch: ${sample.kind} as Table, its columns in the first event alone`,
  play: async (target: Target, id: string) => {
    const path = sample.path(target.namespace);
    const since = await versionOf(target, path);
    const change = async (): Promise<void> => {
      await target.send('POST', path, { body: sample.make(id) });
      await target.send('DELETE', `${path}/${id}`);
    };
    const query = `watch=1&timeoutSeconds=3&fieldSelector=metadata.name%3D${id}&resourceVersion=${since}`;
    const events = await target.watch(`${path}?${query}`, { events: 2, accept: TABLE, during: change });
    return (events as readonly { readonly type: string; readonly object: Wire }[]).map(({ type, object }) => ({
      type,
      kind: object.kind,
      columns: (object.columnDefinitions as readonly Wire[] | null)?.map(({ name }) => name) ?? null,
      names: (object.rows as readonly { readonly object: { readonly metadata: Wire } }[]).map(
        (row) => row.object.metadata.name,
      ),
    }));
  },
}));

interface ListBody {
  readonly metadata: Wire;
  readonly items: readonly { readonly metadata: Wire }[];
}

/** A list at, or not older than, a version that there is. */
const VERSIONS: readonly Case[] = [
  'resourceVersion=NOW',
  'resourceVersion=NOW&resourceVersionMatch=NotOlderThan',
  'resourceVersion=NOW&resourceVersionMatch=Exact',
].map((query) => ({
  name: `list: ${query}`,
  play: async (target: Target, id: string) => {
    const path = BY_KIND.CONFIG_MAP.path(target.namespace);
    await target.send('POST', path, { body: BY_KIND.CONFIG_MAP.make(id) });
    const now = await versionOf(target, path);
    // Made later than that version: of it, only a list at exactly that one knows nothing.
    await target.send('POST', path, { body: BY_KIND.CONFIG_MAP.make(`${id}-later`) });
    const exact = query.endsWith('Exact');
    const answer = await target.send('GET', `${path}?labelSelector=case%3D${id}&${query.replace('NOW', now)}`);
    const { metadata, items } = answer.body as ListBody;
    const names = items.map((each) => each.metadata.name).filter((name) => exact || name === id);
    return [answer.code, exact ? metadata.resourceVersion === now : true, names];
  },
}));

const GONE: readonly Case[] = [
  {
    name: 'watch: from the first version there was: expired',
    play: (target) =>
      target.watch(`${BY_KIND.CONFIG_MAP.path(target.namespace)}?watch=1&timeoutSeconds=2&resourceVersion=1`, {
        events: 1,
      }),
  },
  {
    name: 'list: at a version that is still to come',
    play: async (target) => {
      const path = `${BY_KIND.CONFIG_MAP.path(target.namespace)}?resourceVersion=99999999999&resourceVersionMatch=Exact`;
      const { code, body } = await target.send('GET', path);
      return [code, (body as Wire).reason];
    },
  },
];

export const WATCH_CASES: readonly Case[] = [
  ...SAMPLES.map((sample) => watched(sample.kind, () => sample)),
  watched('Event', eventSample),
  watched('Node', () => NODE),
  ...TABLES,
  ...VERSIONS,
  ...GONE,
];
