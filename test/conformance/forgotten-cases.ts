import { isCreated, type Case } from './case.ts';
import { BY_KIND, eventSample } from './samples.ts';
import type { Answer, Target, Wire } from './target.ts';

// What is said of a version that was, and is forgotten. Source: kubernetes.io, API concepts, "410 Gone responses".
const { CONFIG_MAP } = BY_KIND;
const EXACT = 'resourceVersionMatch=Exact';

interface Past {
  readonly path: string;
  readonly own: string;
  /** Of the first page, before the others came. */
  readonly version: string;
  readonly token: string;
}

/** Two ConfigMaps of which one page was read, and a third, since when all before is forgotten. */
async function past(target: Target, id: string): Promise<Past> {
  const path = CONFIG_MAP.path(target.namespace);
  const own = `labelSelector=case%3D${id}`;
  const make = async (end: string): Promise<void> =>
    isCreated(await target.send('POST', path, { body: CONFIG_MAP.make(`${id}-${end}`) }));
  await make('a');
  await make('c');
  const first = metadataOf(await target.send('GET', `${path}?${own}&limit=1`));
  await make('b');
  await make('d');
  await target.forget(metadataOf(await target.send('GET', `${path}?${own}`)).resourceVersion ?? '');
  return { path, own, version: first.resourceVersion ?? '', token: encodeURIComponent(first.continue ?? '') };
}

function metadataOf({ body }: Answer): { readonly resourceVersion?: string; readonly continue?: string } {
  return (body as { readonly metadata: Wire }).metadata;
}

export const FORGOTTEN_CASES: readonly Case[] = [
  {
    name: 'list: exactly a version that is forgotten, a page of it, and what is not older than it',
    forgets: true,
    play: async (target, id) => {
      const { path, own, version } = await past(target, id);
      const queries = [EXACT, `limit=1&${EXACT}`, 'limit=1', 'resourceVersionMatch=NotOlderThan', ''];
      const answers: Answer[] = [];
      for (const query of queries) {
        answers.push(await target.send('GET', `${path}?${own}&resourceVersion=${version}&${query}`));
      }
      return answers;
    },
  },
  {
    name: 'list: going on in one that is forgotten, then by the token that is given instead',
    forgets: true,
    play: async (target, id) => {
      const { path, own, token } = await past(target, id);
      const old = await target.send('GET', `${path}?${own}&limit=1&continue=${token}`);
      const next = encodeURIComponent(metadataOf(old).continue ?? '');
      const rest = await target.send('GET', `${path}?${own}&limit=2&continue=${next}`);
      const last = encodeURIComponent(metadataOf(rest).continue ?? '');
      return [old, rest, await target.send('GET', `${path}?${own}&limit=2&continue=${last}`)];
    },
  },
  {
    // Other kinds' events an API server remembers by itself, as many as it likes: `watch: from the first version there was`.
    name: 'watch: Events, from a version that is forgotten',
    forgets: true,
    play: async (target, id) => {
      const { version } = await past(target, id);
      const path = eventSample(target.namespace).path(target.namespace);
      const query = `watch=1&timeoutSeconds=2&fieldSelector=metadata.name%3D${id}&resourceVersion=${version}`;
      return [
        await target.watch(`${path}?${query}`, { events: 1 }),
        await target.send('GET', `${path}?resourceVersion=${version}&${EXACT}`),
      ];
    },
  },
];
