import { expect, it } from 'vitest';
import type { KubeObject } from '../cluster-api.ts';
import { at, listOf } from '../json.ts';
import { kindOf } from '../kinds.ts';
import { tableOf } from './table.ts';

const NOW = Date.parse('2026-01-01T00:00:10Z');
const metadata = { name: 'web', uid: '', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };

it.each([
  [{}, '<none>'],
  [{ matchLabels: { b: '2', a: '1' } }, 'a=1,b=2'],
  [
    {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['b', 'a'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    },
    'app=web,!old,tier in (a,b)',
  ],
])('a NetworkPolicy shows whom it selects, as the API server prints a selector: %j', (podSelector, printed) => {
  const policy: KubeObject = { apiVersion: '', kind: '', metadata, spec: { podSelector } };
  const table = tableOf([policy], kindOf('networking.k8s.io/networkpolicies'), {}, 'None', NOW, true);
  expect(at(listOf(table.rows)[0], 'cells')).toEqual(['web', printed, '10s']);
});
