import { describe, expect, it } from 'vitest';
import { jsonOf, withoutNulls, type Json } from '../json.ts';
import { applyConfiguration, type Applied } from './apply.ts';
import { conflictStatus } from './conflict-status.ts';
import { writeManagers } from './managed-fields.ts';
import { trackUpdate } from './track-update.ts';

const AT = '2026-01-01T00:00:00Z';
const LATER = '2026-01-01T00:00:09Z';

/** A cluster of one object: applies and updates, one after the other. */
function object(type: string, apiVersion: string) {
  let live: Json | undefined;
  const identity = { apiVersion, kind: type };
  const store = (next: Json, managedFields: readonly Json[]): void => {
    const plain = jsonOf(withoutNulls(next));
    live = { ...identity, ...plain, metadata: { ...jsonOf(plain.metadata), managedFields } };
  };
  return {
    live: (): Json => jsonOf(live),
    owners: (): Readonly<Record<string, unknown>> => {
      const entries = jsonOf(live?.metadata).managedFields as readonly Json[];
      return Object.fromEntries(entries.map((each) => [String(each.manager), each.fieldsV1]));
    },
    entries: (): unknown => jsonOf(live?.metadata).managedFields,
    apply: (config: Json, manager: string, now = AT): Applied => {
      const by = { manager, operation: 'Apply', apiVersion, subresource: '' } as const;
      const applied = applyConfiguration({ type, live, config: { ...identity, ...config }, by, now });
      return applied;
    },
    keep: (applied: Applied): void => store(applied.object, writeManagers(applied.managers)),
    update: (next: Json, manager: string, now = AT): void => {
      const by = { manager, operation: 'Update', apiVersion, subresource: '' } as const;
      store(next, trackUpdate({ type, live, next: { ...identity, ...next }, sent: undefined, by, now }));
    },
  };
}

function applied(type: string, apiVersion: string, ...steps: readonly (readonly [string, Json])[]) {
  const on = object(type, apiVersion);
  for (const [manager, config] of steps) on.keep(on.apply(config, manager));
  return on;
}

const map = (...steps: readonly (readonly [string, Json])[]) => applied('ConfigMap', 'v1', ...steps);
const service = (...steps: readonly (readonly [string, Json])[]) => applied('Service', 'v1', ...steps);

describe('what an apply leaves of an object', () => {
  it.each<readonly [string, readonly (readonly [string, Json])[], unknown]>([
    [
      'a field left out goes',
      [
        ['one', { data: { a: '1', b: '2' } }],
        ['one', { data: { b: '2' } }],
      ],
      { b: '2' },
    ],
    [
      'a field another owns too stays',
      [
        ['one', { data: { a: '1', b: '2' } }],
        ['two', { data: { a: '1' } }],
        ['one', {}],
      ],
      { a: '1' },
    ],
    [
      'all of a map goes',
      [
        ['one', { data: { a: '1' } }],
        ['one', {}],
      ],
      undefined,
    ],
    [
      'null takes nothing away that others own',
      [
        ['one', { data: { a: '1' } }],
        ['two', { data: null }],
      ],
      { a: '1' },
    ],
  ])('%s', (_title, steps, data) => {
    expect(map(...steps).live().data).toEqual(data);
  });

  it('keeps the items of a keyed list by their keys, protocol TCP where none is given', () => {
    const on = service(
      ['one', { spec: { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] } }],
      ['two', { spec: { ports: [{ port: 53, protocol: 'TCP' }] } }],
      ['one', { spec: { ports: [{ port: 80, protocol: 'TCP', name: 'http' }] } }],
    );
    expect(on.live().spec).toEqual({
      ports: [
        { port: 80, protocol: 'TCP', name: 'http' },
        { port: 53, protocol: 'TCP' },
      ],
    });
  });

  it('takes items out of a set that nobody else has in it', () => {
    const on = map(
      ['one', { metadata: { finalizers: ['a', 'b', 'c'] } }],
      ['two', { metadata: { finalizers: ['b'] } }],
      ['one', { metadata: { finalizers: ['c'] } }],
    );
    expect(jsonOf(on.live().metadata).finalizers).toEqual(['b', 'c']);
  });

  it('merges keyed lists in keyed lists', () => {
    const pod = (env: readonly Json[]): Json => ({ spec: { containers: [{ name: 'web', env }] } });
    const on = applied(
      'Pod',
      'v1',
      [
        'one',
        pod([
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ]),
      ],
      ['two', pod([{ name: 'C', value: '3' }])],
      ['one', pod([{ name: 'B', value: '2' }])],
    );
    expect(on.live().spec).toEqual(
      pod([
        { name: 'B', value: '2' },
        { name: 'C', value: '3' },
      ]).spec,
    );
  });

  it('replaces what is owned as a whole', () => {
    const on = service(
      ['one', { spec: { selector: { a: '1', b: '2' } } }],
      ['one', { spec: { selector: { a: '1' } } }],
    );
    expect(on.live().spec).toEqual({ selector: { a: '1' } });
    expect(on.owners()).toEqual({ one: { 'f:spec': { 'f:selector': {} } } });
  });
});

describe('conflicts', () => {
  it('are told with every field and its owner, in the words of the API server', () => {
    const on = map(['one', { data: { a: '1', b: '2' } }]);
    on.update({ ...on.live(), data: { a: '1', b: 'x', c: '3' } }, 'kubectl-client-side-apply');
    const { conflicts } = on.apply({ data: { a: 'z', b: 'z', c: 'z' } }, 'two');
    expect(conflictStatus(conflicts).status).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: [
        'Apply failed with 3 conflicts: conflicts with "kubectl-client-side-apply" using v1:',
        '- .data.b',
        '- .data.c',
        'conflicts with "one":',
        '- .data.a',
      ].join('\n'),
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-client-side-apply" using v1',
            field: '.data.b',
          },
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-client-side-apply" using v1',
            field: '.data.c',
          },
          { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' },
        ],
      },
    });
  });

  it('name the item of a keyed list', () => {
    const on = service(['one', { spec: { ports: [{ port: 80, name: 'a' }] } }]);
    const { conflicts } = on.apply({ spec: { ports: [{ port: 80, name: 'b' }] } }, 'two');
    expect(conflictStatus(conflicts).status.message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.ports[port=80,protocol="TCP"].name',
    );
  });

  it('are none over an equal value: both own it then', () => {
    const on = map(['one', { data: { a: '1' } }], ['two', { data: { a: '1' } }]);
    expect(on.owners()).toEqual({ one: { 'f:data': { 'f:a': {} } }, two: { 'f:data': { 'f:a': {} } } });
  });

  it('by force take the field from its owner', () => {
    const on = map(['one', { data: { a: '1', b: '2' } }], ['two', { data: { a: 'x' } }]);
    expect(on.live().data).toEqual({ a: 'x', b: '2' });
    expect(on.owners()).toEqual({ one: { 'f:data': { 'f:b': {} } }, two: { 'f:data': { 'f:a': {} } } });
  });

  it('are with who stood there before anyone was recorded', () => {
    const on = object('ConfigMap', 'v1');
    on.update({ data: { a: '1' } }, 'maker');
    const unrecorded = { ...on.live(), metadata: {} };
    const by = { manager: 'one', operation: 'Apply', apiVersion: 'v1', subresource: '' } as const;
    const { conflicts } = applyConfiguration({
      type: 'ConfigMap',
      live: unrecorded,
      config: { data: { a: '2' } },
      by,
      now: AT,
    });
    expect(conflicts.map(({ owner }) => owner.manager)).toEqual(['before-first-apply']);
  });
});

describe('updates', () => {
  it('own what they add and change; what they remove is nobody’s', () => {
    const on = object('ConfigMap', 'v1');
    on.update({ metadata: { name: 'x', labels: { l: '1' } }, data: { a: '1', b: '2' } }, 'maker');
    on.update({ ...on.live(), data: { a: '2' } }, 'changer', LATER);
    expect(on.entries()).toEqual([
      {
        manager: 'maker',
        operation: 'Update',
        apiVersion: 'v1',
        time: AT,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': {}, 'f:metadata': { 'f:labels': { '.': {}, 'f:l': {} } } },
      },
      {
        manager: 'changer',
        operation: 'Update',
        apiVersion: 'v1',
        time: LATER,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ]);
  });

  it('gather the oldest of more than ten updaters in one', () => {
    const on = object('ConfigMap', 'v1');
    for (let index = 0; index < 13; index += 1) {
      const data = { ...jsonOf(on.live().data), [`k${index}`]: '1' };
      on.update({ ...on.live(), data }, `m${String(index).padStart(2, '0')}`, `2026-01-01T00:00:${10 + index}Z`);
    }
    expect(Object.keys(on.owners())).toHaveLength(10);
    expect(jsonOf(jsonOf(on.owners()['ancient-changes'])['f:data'])).toEqual({
      '.': {},
      'f:k0': {},
      'f:k1': {},
      'f:k2': {},
      'f:k3': {},
    });
  });

  it('move no time when they change nothing', () => {
    const on = object('ConfigMap', 'v1');
    on.update({ data: { a: '1' } }, 'maker');
    const before = on.entries();
    on.update({ data: { a: '1' } }, 'maker', LATER);
    expect(on.entries()).toEqual(before);
  });
});
