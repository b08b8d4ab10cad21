import { describe, expect, it } from 'vitest';
import { finding } from '#shared/findings/catalogue.ts';
import type { Finding } from '#shared/findings/finding.ts';
import { aService } from '../../test/support/builders.ts';
import { attentionOnly, createSorter, filterServices, listService, sortServices } from './service-list.ts';

const sticky = (affinityTimeoutSeconds: number) => ({ sessionAffinity: 'ClientIP' as const, affinityTimeoutSeconds });
const row = (
  name: string,
  service: Parameters<typeof aService>[0] = {},
  ready = 1,
  total = 1,
  findings: readonly Finding[] = [],
) =>
  listService({
    service: aService({ ...service, meta: { name, ...service.meta } }),
    overview: { counts: { ready, total }, none: null },
    diagnosis: { findings, nextLook: null },
  });
const names = (rows: readonly { columns: { name: string } }[]): string[] => rows.map(({ columns }) => columns.name);

describe('filterServices', () => {
  const rows = [
    row('myapp-svc', { selector: { app: 'myapp-rs' }, clusterIPs: ['10.96.12.4'] }),
    row('Other', { meta: { namespace: 'shop' }, selector: null, clusterIPs: ['10.96.77.1'] }),
  ];
  it.each([
    ['myapp', ['myapp-svc']],
    ['APP=MYAPP-RS', ['myapp-svc']],
    ['10.96.77', ['Other']],
    ['shop/', ['Other']],
    ['shop other', ['Other']],
    ['shop myapp', []],
    ['  ', ['myapp-svc', 'Other']],
  ])('%j leaves %j', (filter, expected) => {
    expect(names(filterServices(rows, filter))).toEqual(expected);
  });
});

describe('a sorter', () => {
  it('says what sorting anew would, whatever came, went or changed before', () => {
    const sorted = createSorter();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => row(name));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no rows');
    const worse = row('c', {}, 0, 1);
    const byName = { key: 'name', descending: false } as const;
    const byEndpoints = { key: 'endpoints', descending: false } as const;
    const steps = [
      [[c, a, b], byName],
      [[worse, a, b], byName],
      [[worse, a, d, b], byName],
      [[worse, a, d, b], byEndpoints],
      [[c, a, d, b], byEndpoints],
      [[d, a], { ...byEndpoints, descending: true }],
      [[], byName],
      [[b, a], byName],
    ] as const;
    for (const [rows, sort] of steps) expect(sorted(rows, sort)).toEqual(sortServices(rows, sort));
  });
});

describe('sortServices', () => {
  it('orders addresses by number, not by text', () => {
    const rows = [row('b', { clusterIPs: ['10.96.100.1'] }), row('a', { clusterIPs: ['10.96.9.1'] })];
    expect(names(sortServices(rows, { key: 'clusterIP', descending: false }))).toEqual(['a', 'b']);
  });

  it('orders by endpoints both ways, equal ones always by name', () => {
    const rows = [row('c', {}, 0, 2), row('a', {}, 4, 4), row('b', {}, 0, 2)];
    expect(names(sortServices(rows, { key: 'endpoints', descending: false }))).toEqual(['b', 'c', 'a']);
    expect(names(sortServices(rows, { key: 'endpoints', descending: true }))).toEqual(['a', 'b', 'c']);
  });

  it('puts the youngest first by age', () => {
    const rows = [
      row('old', { meta: { creationTimestamp: '2026-01-01T00:00:00Z' } }),
      row('new', { meta: { creationTimestamp: '2026-02-01T00:00:00Z' } }),
    ];
    expect(names(sortServices(rows, { key: 'age', descending: false }))).toEqual(['new', 'old']);
  });

  it('orders by affinity with None first, then by timeout', () => {
    const rows = [row('long', sticky(10_800)), row('none'), row('short', sticky(30))];
    expect(names(sortServices(rows, { key: 'affinity', descending: false }))).toEqual(['none', 'short', 'long']);
  });
});

describe('findings', () => {
  const object = { kind: 'Service', namespace: 'default', name: 'web', field: null };
  const found = (name: string, ...findings: readonly Finding[]) => row(name, {}, 1, 1, findings);
  const NOTE = finding('headless', object, {});
  const UNKNOWN = finding('pods-unknown', object, { denied: null });
  const WARNING = finding('all-terminating', object, { pods: ['a'] });
  const ERROR = finding('no-endpoint-ready', object, { listed: 1 });
  const rows = [
    found('e'),
    found('d', NOTE),
    found('c', UNKNOWN),
    found('b', NOTE, WARNING),
    found('a', WARNING, ERROR),
  ];

  it('sort the worst first, and what may not be read before what is fine', () => {
    expect(names(sortServices(rows, { key: 'findings', descending: false }))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(names(sortServices(rows, { key: 'findings', descending: true }))).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('leave those with an error or a warning where attention is asked for', () => {
    expect(names(attentionOnly(rows))).toEqual(['b', 'a']);
  });
});
