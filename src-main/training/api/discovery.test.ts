import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrainingApi, type TrainingApi } from '../../../test/support/training-api.ts';
import type { Draft } from '../cluster-api.ts';
import { at, jsonListOf, textOf } from '../json.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

let api: TrainingApi;

beforeAll(async () => {
  api = await startTrainingApi();
});
afterAll(async () => {
  await api.server.close();
  expect(api.errors).toEqual([]);
});

it('says that it is well, at length where it is asked so', async () => {
  expect((await api.ask('/readyz')).text).toBe('ok');
  expect((await api.ask('/livez/ping')).text).toBe('ok');
  expect((await api.ask('/readyz?verbose')).text).toBe('[+]ping ok\nreadyz check passed\n');
});

/** One resource or subresource, however discovery tells of it. */
interface Found {
  readonly groupVersion: string;
  readonly name: string;
  readonly kind: unknown;
  /** `GROUP/VERSION` of the kind. */
  readonly of: string;
  readonly singular: unknown;
  readonly namespaced: boolean;
  readonly verbs: unknown;
  readonly shortNames: unknown;
  readonly categories: unknown;
}

/** As clients before 1.26 ask: a document for each group and version. */
async function plain(): Promise<readonly Found[]> {
  const groups = jsonListOf((await api.ask('/apis')).body.groups).flatMap((group) => jsonListOf(group.versions));
  const named = groups.map(({ groupVersion }) => textOf(groupVersion));
  const lists = ['/api/v1', ...named.map((groupVersion) => `/apis/${groupVersion}`)].map((path) => api.ask(path));
  return (await Promise.all(lists)).flatMap(({ body }) =>
    jsonListOf(body.resources).map((entry) => ({
      groupVersion: textOf(body.groupVersion),
      name: textOf(entry.name),
      kind: entry.kind,
      of: entry.version === undefined ? textOf(body.groupVersion) : joined(entry.group, entry.version),
      singular: entry.singularName,
      namespaced: entry.namespaced === true,
      verbs: entry.verbs,
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
    })),
  );
}

async function whole(): Promise<readonly Found[]> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => api.ask(path, { headers: { accept: AGGREGATED } })),
  );
  return answers
    .flatMap(({ body }) => jsonListOf(body.items))
    .flatMap((group) =>
      jsonListOf(group.versions).flatMap(({ version, resources }) => {
        const groupVersion = joined(at(group, 'metadata', 'name'), version);
        return jsonListOf(resources).flatMap((entry) => aggregatedEntries(groupVersion, entry));
      }),
    );
}

function aggregatedEntries(groupVersion: string, entry: Draft): readonly Found[] {
  const shared = { groupVersion, namespaced: entry.scope === 'Namespaced' };
  const kindOf = ({ responseKind }: Draft): Pick<Found, 'kind' | 'of'> => ({
    kind: at(responseKind, 'kind'),
    of:
      at(responseKind, 'version') === ''
        ? groupVersion
        : joined(at(responseKind, 'group'), at(responseKind, 'version')),
  });
  return [
    {
      ...shared,
      ...kindOf(entry),
      name: textOf(entry.resource),
      singular: entry.singularResource,
      verbs: entry.verbs,
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
    },
    ...jsonListOf(entry.subresources).map((under) => ({
      ...shared,
      ...kindOf(under),
      name: `${textOf(entry.resource)}/${textOf(under.subresource)}`,
      singular: '',
      verbs: under.verbs,
      shortNames: [],
      categories: [],
    })),
  ];
}

function joined(group: unknown, version: unknown): string {
  const named = textOf(group);
  return named === '' ? textOf(version) : `${named}/${textOf(version)}`;
}

describe('discovery', () => {
  it('tells of the same resources in one answer and in many', async () => {
    const [many, one] = await Promise.all([plain(), whole()]);
    expect(one).toEqual(many);
    expect(many.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'pods',
        'pods/exec',
        'pods/log',
        'services',
        'endpoints',
        'endpointslices',
        'deployments/scale',
      ]),
    );
  });

  it('comes in the form that was asked for, in the order in which it was asked', async () => {
    const typeOf = async (accept: string): Promise<unknown> => {
      const { headers, body } = await api.ask('/apis', { headers: { accept } });
      return [headers['content-type'], body.kind];
    };
    expect(await typeOf(`${AGGREGATED},application/json`)).toEqual([AGGREGATED, 'APIGroupDiscoveryList']);
    expect(await typeOf('application/json')).toEqual(['application/json', 'APIGroupList']);
    expect(await typeOf('application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList')).toEqual([
      'application/json',
      'APIGroupList',
    ]);
  });

  it('names no resource that is not there', async () => {
    const listed = (await plain()).filter(
      ({ name, verbs }) => !name.includes('/') && (verbs as string[]).includes('list'),
    );
    for (const { groupVersion, name } of listed) {
      const root = groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`;
      expect([name, (await api.ask(`${root}/${name}`)).code]).toEqual([name, 200]);
    }
  });
});
