import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aMap, MAPS, namesOf, startTrainingApi, type TrainingApi } from '../../../test/support/training-api.ts';
import type { Draft } from '../cluster-api.ts';
import { at, jsonListOf } from '../json.ts';

let api: TrainingApi;

beforeEach(async () => {
  api = await startTrainingApi();
});

afterEach(async () => {
  await api.server.close();
  expect(api.errors).toEqual([]);
});

describe('lists', () => {
  beforeEach(() => {
    ['a', 'b', 'c', 'd'].forEach((name, index) =>
      api.cluster.create('configmaps', 'default', aMap(name, { n: String(index), odd: String(index % 2) })),
    );
  });

  it.each([
    ['labelSelector=odd%3D1', ['b', 'd']],
    ['labelSelector=odd!%3D1', ['a', 'c']],
    ['labelSelector=n%20in%20(0,3)', ['a', 'd']],
    ['labelSelector=n%20notin%20(0,3),odd', ['b', 'c']],
    ['labelSelector=!odd', []],
    ['labelSelector=n%3E1', ['c', 'd']],
    ['fieldSelector=metadata.name%3Dc', ['c']],
    ['fieldSelector=metadata.name!%3Dc,metadata.namespace%3Ddefault', ['a', 'b', 'd']],
  ])('are selected by %s', async (query, names) => {
    expect(namesOf(await api.ask(`${MAPS}?${query}`))).toEqual(names);
  });

  it.each([
    'labelSelector=a%20b',
    'labelSelector=a%3D%40',
    'fieldSelector=spec.x%3D1',
    'fieldSelector=x',
    'resourceVersion=x',
    'continue=x',
    'limit=x',
  ])('refuse %s', async (query) => {
    expect((await api.ask(`${MAPS}?${query}`)).body).toMatchObject({ kind: 'Status', code: 400 });
  });

  it('come in pages of one resourceVersion', async () => {
    const first = await api.ask(`${MAPS}?limit=2`);
    expect([namesOf(first), at(first.body, 'metadata', 'remainingItemCount')]).toEqual([['a', 'b'], 2]);
    api.cluster.delete('configmaps', 'default', 'c');
    const token = encodeURIComponent(String(at(first.body, 'metadata', 'continue')));
    const second = await api.ask(`${MAPS}?limit=2&continue=${token}`);
    expect(namesOf(second)).toEqual(['c', 'd']);
    expect(at(second.body, 'metadata', 'resourceVersion')).toBe(at(first.body, 'metadata', 'resourceVersion'));
    api.store.compact();
    const old = await api.ask(`${MAPS}?limit=2&continue=${token}`);
    expect(old.body).toMatchObject({ code: 410, reason: 'Expired' });
    const now = encodeURIComponent(String(at(old.body, 'metadata', 'continue')));
    expect(namesOf(await api.ask(`${MAPS}?limit=2&continue=${now}`))).toEqual(['d']);
  });

  it('know one object by its resourceVersion too: no older, and none to come', async () => {
    const then = api.store.version;
    api.cluster.update('configmaps', 'default', 'a', aMap('a', { x: '1' }));
    const labels = async (query: string): Promise<unknown> =>
      at((await api.ask(`${MAPS}/a?${query}`)).body, 'metadata', 'labels', 'x');
    expect([await labels(`resourceVersion=${then}`), await labels('resourceVersion=0')]).toEqual(['1', '1']);
    expect((await api.ask(`${MAPS}/a?resourceVersion=${then + 2}`)).body).toMatchObject({
      code: 504,
      message: expect.stringMatching(/^Timeout: Too large resource version: /) as string,
    });
  });

  it('keep the rules of resourceVersion', async () => {
    const then = api.store.version;
    api.cluster.delete('configmaps', 'default', 'a');
    expect(namesOf(await api.ask(`${MAPS}?resourceVersion=${then}&resourceVersionMatch=Exact`))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(namesOf(await api.ask(`${MAPS}?resourceVersion=${then}&resourceVersionMatch=NotOlderThan`))).toEqual([
      'b',
      'c',
      'd',
    ]);
    expect(namesOf(await api.ask(`${MAPS}?resourceVersion=0`))).toEqual(['b', 'c', 'd']);
    expect((await api.ask(`${MAPS}?resourceVersion=99999`)).body).toMatchObject({
      code: 504,
      reason: 'Timeout',
      details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
    });
    expect((await api.ask(`${MAPS}?resourceVersionMatch=Exact`)).code).toBe(422);
  });

  it('come as a table', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const { body } = await api.ask(MAPS, { headers: { accept } });
    expect(jsonListOf(body.columnDefinitions).map(({ name }) => name)).toEqual(['Name', 'Data', 'Age']);
    expect(jsonListOf(body.rows)[0]).toMatchObject({
      cells: ['a', 1, expect.any(String)],
      object: { kind: 'PartialObjectMetadata' },
    });
  });

  it('are deleted by selector', async () => {
    await api.ask(`${MAPS}?labelSelector=odd%3D1`, { method: 'DELETE' });
    expect(namesOf(await api.ask(MAPS))).toEqual(['a', 'c']);
  });
});

describe('watches', () => {
  const create = (name: string, labels?: Draft): unknown =>
    api.cluster.create('configmaps', 'default', aMap(name, labels));

  it('begin with what there is and go on with each change', async () => {
    create('a');
    const events = await api.watch(MAPS, '', () => {
      api.cluster.update('configmaps', 'default', 'a', { ...aMap('a'), data: { a: '2' } });
      api.cluster.delete('configmaps', 'default', 'a');
    });
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    expect(new Set(events.map(({ object }) => at(object, 'metadata', 'resourceVersion'))).size).toBe(3);
  });

  it('go on from a resourceVersion, or say that it is too old', async () => {
    create('a');
    const then = api.store.version;
    create('b');
    const events = await api.watch(MAPS, `resourceVersion=${then}&allowWatchBookmarks=true`);
    expect(events.map(({ type, object }) => [type, at(object, 'metadata', 'name')])).toEqual([
      ['ADDED', 'b'],
      ['BOOKMARK', undefined],
    ]);
    api.store.compact();
    const [gone] = await api.watch(MAPS, `resourceVersion=${then}`);
    expect(gone).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    expect(at(gone, 'object', 'message')).toBe(`too old resource version: ${then} (${api.store.version})`);
    const [event] = await api.watch('/api/v1/namespaces/default/events', `resourceVersion=${then}`);
    expect(at(event, 'object', 'message')).toBe('The resourceVersion for the provided watch is too old.');
  });

  it('tell of objects that come to match and no longer do', async () => {
    const events = await api.watch(MAPS, 'labelSelector=x', () => {
      create('a');
      api.cluster.update('configmaps', 'default', 'a', aMap('a', { x: '1' }));
      api.cluster.update('configmaps', 'default', 'a', aMap('a', { x: '2' }));
      api.cluster.update('configmaps', 'default', 'a', aMap('a'));
    });
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('mark the end of the initial events', async () => {
    create('a');
    const events = await api.watch(
      MAPS,
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'ADDED' },
      { type: 'BOOKMARK', object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } } },
    ]);
    expect((await api.ask(`${MAPS}?watch=1&sendInitialEvents=true`)).code).toBe(422);
  });
});
