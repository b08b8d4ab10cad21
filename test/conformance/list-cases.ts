import { isCreated, type Case } from './case.ts';
import { BY_KIND } from './samples.ts';
import type { Target, Wire } from './target.ts';

const MERGE = 'application/merge-patch+json';
const { CONFIG_MAP } = BY_KIND;

/** Three ConfigMaps, `tier` a, b and none; each case asks for its own alone. */
async function three(target: Target, id: string): Promise<string> {
  const path = CONFIG_MAP.path(target.namespace);
  for (const tier of ['a', 'b', undefined]) {
    const labels = { case: id, tier, rank: tier === 'a' ? '1' : '7' };
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}-${tier ?? 'none'}`, labels } };
    isCreated(await target.send('POST', path, { body }));
  }
  return path;
}

function list(name: string, query: (id: string) => string): Case {
  return {
    name: `list: ${name}`,
    play: async (target, id) => target.send('GET', `${await three(target, id)}?${query(id)}`),
  };
}

function labelled(selector: string): Case {
  return list(`labels "${selector}"`, (id) => `labelSelector=${encodeURIComponent(`case=${id},${selector}`)}`);
}

function fields(selector: string): Case {
  return list(`fields "${selector}"`, (id) => {
    const own = `labelSelector=case%3D${id}`;
    return `${own}&fieldSelector=${encodeURIComponent(selector.replaceAll('ID', id))}`;
  });
}

const SELECTORS: readonly Case[] = [
  ...['tier=a', 'tier==a', 'tier!=a', 'tier in (a,b)', 'tier notin (a,b)', 'tier', '!tier', 'rank>3', 'rank<3'].map(
    labelled,
  ),
  ...['tier in (', 'a b', '=x', 'tier=x y', 'rank>x', 'tier in ()'].map(labelled),
  ...[
    'metadata.name=ID-a',
    'metadata.name==ID-a',
    'metadata.name!=ID-a',
    'metadata.namespace=nowhere',
    'data.a=1',
    'metadata.name',
  ].map(fields),
];

const VERSIONS: readonly Case[] = [
  ['resourceVersion=0'],
  ['resourceVersion=x'],
  ['resourceVersionMatch=Exact'],
  ['resourceVersion=0&resourceVersionMatch=Exact'],
  ['resourceVersion=1&resourceVersionMatch=Some'],
  ['limit=1&continue=nonsense'],
  ['sendInitialEvents=true'],
  ['limit=x'],
].map(([query = '']) => list(query, (id) => `labelSelector=case%3D${id}&${query}`));

const PAGES: Case = {
  name: 'list: page by page',
  play: async (target, id) => {
    const query = `${await three(target, id)}?labelSelector=case%3D${id}&limit=2`;
    const first = await target.send('GET', query);
    const token = ((first.body as Wire).metadata as Wire).continue as string;
    return [first, await target.send('GET', `${query}&continue=${encodeURIComponent(token)}`)];
  },
};

function watch(name: string, events: number, query: string): Case {
  return {
    name: `watch: ${name}`,
    play: async (target, id) => {
      const path = await three(target, id);
      const all = (await target.send('GET', `${path}?labelSelector=case%3D${id}`)).body as Wire;
      const since = (all.metadata as Wire).resourceVersion as string;
      const change = async (): Promise<void> => {
        await target.send('PATCH', `${path}/${id}-a`, { body: { data: { x: 'y' } }, type: MERGE });
        await target.send('PATCH', `${path}/${id}-b`, { body: { metadata: { labels: { tier: 'c' } } }, type: MERGE });
        await target.send('PATCH', `${path}/${id}-none`, {
          body: { metadata: { labels: { tier: 'b' } } },
          type: MERGE,
        });
        await target.send('DELETE', `${path}/${id}-a`);
      };
      const asked = query.replaceAll('ID', id).replaceAll('SINCE', since);
      return target.watch(`${path}?watch=1&timeoutSeconds=3&${asked}`, { events, during: change });
    },
  };
}

const OWN = 'labelSelector=case%3DID';
const WATCHES: readonly Case[] = [
  watch('from a version', 4, `${OWN}&resourceVersion=SINCE`),
  watch('what comes to match and what no longer does', 2, `${OWN},tier%3Db&resourceVersion=SINCE`),
  watch('one name', 2, `${OWN}&fieldSelector=metadata.name%3DID-a&resourceVersion=SINCE`),
  watch('sendInitialEvents without a match', 1, `${OWN}&sendInitialEvents=true`),
  watch('a version that is none', 1, `${OWN}&resourceVersion=x`),
];

export const LIST_CASES: readonly Case[] = [...SELECTORS, ...VERSIONS, PAGES, ...WATCHES];
