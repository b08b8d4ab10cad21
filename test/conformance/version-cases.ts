import type { Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Target, Wire } from './target.ts';

// How fresh a list must be, and from where a watch begins. Source: kubernetes.io, API concepts, "resource versions".
const { CONFIG_MAP } = BY_KIND;
const MATCH = 'resourceVersionMatch';

interface Asked {
  readonly path: string;
  readonly own: string;
  readonly now: string;
}

/** Three ConfigMaps, and the version after them. */
async function three(target: Target, id: string): Promise<Asked> {
  const path = CONFIG_MAP.path(target.namespace);
  const own = `labelSelector=case%3D${id}`;
  for (const end of ['a', 'b', 'c']) await target.send('POST', path, { body: CONFIG_MAP.make(`${id}-${end}`) });
  const { metadata } = (await target.send('GET', `${path}?${own}`)).body as { readonly metadata: Wire };
  return { path, own, now: String(metadata.resourceVersion) };
}

interface Seen {
  readonly type: string;
  readonly object: { readonly metadata: Wire };
}

/** Those there are come in no order, and a bookmark that marks nothing comes when a server likes. */
function inOrder(events: readonly unknown[]): readonly unknown[] {
  const text = ({ type, object }: Seen): string => `${type} ${String(object.metadata.name)}`;
  const owed = (events as readonly Seen[]).filter(
    ({ type, object }) => type !== 'BOOKMARK' || object.metadata.annotations !== undefined,
  );
  return [...owed].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** All that comes in two seconds. */
function watch(query: string): Case {
  return {
    name: `watch: ${query === '' ? 'without a version' : query}`,
    play: async (target, id) => {
      const { path, own, now } = await three(target, id);
      const asked = `${path}?watch=1&timeoutSeconds=2&${own}&${query.replace('NOW', now)}`;
      return inOrder(await target.watch(asked, { events: 99 }));
    },
  };
}

const STREAM = 'sendInitialEvents=true';
const WATCHES: readonly Case[] = [
  '',
  'resourceVersion=0',
  `${STREAM}&${MATCH}=NotOlderThan&allowWatchBookmarks=true`,
  `${STREAM}&${MATCH}=NotOlderThan&allowWatchBookmarks=true&resourceVersion=NOW`,
  `${STREAM}&${MATCH}=Exact`,
  `sendInitialEvents=false&${MATCH}=NotOlderThan&resourceVersion=NOW`,
  `${MATCH}=NotOlderThan&resourceVersion=NOW`,
  `${MATCH}=Exact&resourceVersion=NOW`,
].map(watch);

/** Code, reason and causes: the message tells how long was waited. */
function refused(query: string): Case {
  return {
    name: `list: of a version to come${query === '' ? '' : `, ${query.slice(1)}`}`,
    play: async (target) => {
      const path = CONFIG_MAP.path(target.namespace);
      const { code, body } = await target.send('GET', `${path}?resourceVersion=99999999999${query}`);
      const { reason, details } = body as Wire;
      return [code, reason, (details as Wire | undefined)?.causes];
    },
  };
}

const LISTS: readonly Case[] = [
  refused(''),
  refused(`&${MATCH}=NotOlderThan`),
  refused('&limit=1'),
  {
    name: 'list: version 0, not older',
    play: async (target, id) => {
      const { path, own } = await three(target, id);
      return target.send('GET', `${path}?${own}&resourceVersion=0&${MATCH}=NotOlderThan`);
    },
  },
  ...['resourceVersion=NOW', 'resourceVersion=0', `resourceVersion=NOW&${MATCH}=Exact`].map((query): Case => ({
    name: `list: going on, with ${query}`,
    play: async (target, id) => {
      const { path, own, now } = await three(target, id);
      const first = (await target.send('GET', `${path}?${own}&limit=2`)).body as { readonly metadata: Wire };
      const token = encodeURIComponent(String(first.metadata.continue));
      return target.send('GET', `${path}?${own}&limit=2&continue=${token}&${query.replace('NOW', now)}`);
    },
  })),
];

const GETS: readonly Case[] = ['0', 'NOW', 'x', '99999999999'].map((version) => ({
  name: `get: resourceVersion=${version}`,
  play: async (target, id) => {
    const { path, now } = await three(target, id);
    const { code, body } = await target.send('GET', `${path}/${id}-a?resourceVersion=${version.replace('NOW', now)}`);
    const { reason, details } = body as Wire;
    // The message tells how long was waited.
    return code === 504 ? [code, reason, (details as Wire).causes] : [code, body];
  },
}));

export const VERSION_CASES: readonly Case[] = [...WATCHES, ...LISTS, ...GETS];
