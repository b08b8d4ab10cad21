import { expect, it } from 'vitest';
import type { KubeObject } from '../cluster-api.ts';
import { fitsNode } from './node-affinity.ts';

const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'node-1',
    uid: '',
    resourceVersion: '1',
    creationTimestamp: '',
    labels: { disk: 'ssd', rank: '7' },
  },
};

function fits(...nodeSelectorTerms: readonly object[]): boolean {
  return fitsNode(NODE, { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } });
}

it.each([
  ['disk', 'In', ['hdd', 'ssd'], true],
  ['disk', 'In', ['hdd'], false],
  ['none', 'In', [''], false],
  ['disk', 'NotIn', ['ssd'], false],
  ['none', 'NotIn', ['ssd'], true],
  ['disk', 'Exists', undefined, true],
  ['none', 'Exists', undefined, false],
  ['none', 'DoesNotExist', undefined, true],
  ['disk', 'DoesNotExist', undefined, false],
  ['rank', 'Gt', ['6'], true],
  ['rank', 'Gt', ['7'], false],
  ['rank', 'Lt', ['8'], true],
  ['disk', 'Lt', ['8'], false],
  ['none', 'Gt', ['0'], false],
  ['disk', 'Like', ['ssd'], false],
])('%s %s %j: %s', (key, operator, values, expected) => {
  expect(fits({ matchExpressions: [{ key, operator, ...(values && { values }) }] })).toBe(expected);
});

it('fits where one term does, of which everything must', () => {
  const ssd = { key: 'disk', operator: 'Exists' };
  const other = { key: 'metadata.name', operator: 'NotIn', values: ['node-1'] };
  expect(fits({ matchExpressions: [ssd], matchFields: [other] })).toBe(false);
  expect(fits({ matchExpressions: [ssd], matchFields: [other] }, { matchExpressions: [ssd] })).toBe(true);
  expect(fits({})).toBe(false);
  expect(fitsNode(NODE, undefined)).toBe(true);
});
