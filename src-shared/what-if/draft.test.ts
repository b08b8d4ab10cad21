import { describe, expect, it } from 'vitest';
import { aPod, aService, aServicePort } from '../../test/support/builders.ts';
import type { ServiceChange } from './change.ts';
import { changeOf, type Draft, problemOf, rowsOf, UNTOUCHED, withRow } from './draft.ts';
import { withChange } from './with-change.ts';

const SERVICE = aService({ ports: [aServicePort(), aServicePort({ name: 'dns', port: 53, protocol: 'UDP' })] });
const draft = (more: Partial<Draft>): Draft => ({ ...UNTOUCHED, ...more });
const suggested: ServiceChange = {
  kind: 'Service',
  ...SERVICE.meta,
  edits: [{ field: 'selector', from: { app: 'web' }, to: { app: 'x' } }],
};
const POD = aPod({ meta: { labels: { app: 'web', tier: 'x' } } });

describe('a draft', () => {
  it.each<[string, Draft, readonly unknown[] | null]>([
    ['untouched', UNTOUCHED, null],
    ['with what is there already', draft({ selector: rowsOf({ app: 'web' }), publishNotReadyAddresses: false }), null],
    [
      'with another value, spaces left out',
      draft({ selector: [{ id: 0, key: ' app ', value: ' api ' }] }),
      [{ field: 'selector', from: { app: 'web' }, to: { app: 'api' } }],
    ],
    [
      'without a pair; one without a key says nothing yet',
      draft({ selector: withRow([]) }),
      [{ field: 'selector', from: { app: 'web' }, to: {} }],
    ],
    [
      'with a port by name and one by number',
      draft({ targetPorts: { '80/TCP': 'http', '53/UDP': '5353' } }),
      [
        { field: 'targetPort', port: 80, protocol: 'TCP', from: 8080, to: 'http' },
        { field: 'targetPort', port: 53, protocol: 'UDP', from: 8080, to: 5353 },
      ],
    ],
    [
      'of publishNotReadyAddresses',
      draft({ publishNotReadyAddresses: true }),
      [{ field: 'publishNotReadyAddresses', from: false, to: true }],
    ],
    [
      'of a change that a finding suggests',
      withChange(UNTOUCHED, suggested),
      [{ field: 'selector', from: { app: 'web' }, to: { app: 'x' } }],
    ],
  ])('%s', (_, made, edits) => {
    expect(changeOf(made, SERVICE, undefined)?.edits ?? null).toEqual(edits);
  });

  it('of a Pod changes its labels only, and nothing where the Pod is gone', () => {
    const labels = draft({
      subject: 'pod',
      pod: POD.meta.uid,
      labels: rowsOf({ app: 'api' }),
      publishNotReadyAddresses: true,
    });
    expect(changeOf(labels, SERVICE, POD)).toMatchObject({
      kind: 'Pod',
      name: 'web-1',
      resourceVersion: null,
      edits: [{ field: 'labels', from: { app: 'web', tier: 'x' }, to: { app: 'api' } }],
    });
    expect(changeOf(labels, SERVICE, undefined)).toBeNull();
  });

  it('stays what it is when the Service changes, and is then thought of on that', () => {
    const made = draft({ selector: rowsOf({ app: 'api' }) });
    const changed = aService({ selector: { app: 'other' } });
    expect(changeOf(made, changed, undefined)?.edits).toEqual([
      { field: 'selector', from: { app: 'other' }, to: { app: 'api' } },
    ]);
  });

  it.each<[Draft, unknown]>([
    [UNTOUCHED, null],
    [
      draft({
        selector: [
          { id: 0, key: 'a', value: '1' },
          { id: 1, key: 'a ', value: '2' },
        ],
      }),
      { code: 'key-twice', key: 'a' },
    ],
    [draft({ selector: [{ id: 0, key: '', value: '1' }] }), { code: 'key-missing', value: '1' }],
    [draft({ targetPorts: { '53/UDP': '' } }), { code: 'target-port', port: 53 }],
    [draft({ targetPorts: { '53/UDP': '65536' } }), { code: 'target-port', port: 53 }],
    [draft({ targetPorts: { '53/UDP': 'Web' } }), { code: 'target-port', port: 53 }],
    [draft({ targetPorts: { '53/UDP': '65535', '80/TCP': 'http-2' } }), null],
    [draft({ subject: 'pod', targetPorts: { '53/UDP': '' } }), null],
  ])('problem %#', (made, problem) => {
    expect(problemOf(made, SERVICE)).toEqual(problem);
  });
});
