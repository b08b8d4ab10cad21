import { expect, it } from 'vitest';
import { addedObjects } from './leftovers.mjs';

const object = (uid: string, kind: string, name: string, labels: Record<string, string> = {}) => ({
  kind,
  metadata: { uid, name, labels, ...(kind === 'Namespace' ? {} : { namespace: 'default' }) },
});
const before = [object('1', 'Namespace', 'default'), object('2', 'Job', 'old')];
const after = [
  object('1', 'Namespace', 'default'),
  object('3', 'Job', 'old'),
  object('4', 'Namespace', 'ours', { 'servicescope.dev/test-run': 'run-1' }),
  object('5', 'Namespace', 'theirs', { 'servicescope.dev/test-run': 'run-2' }),
];

it('names what came and stayed; on a shared cluster blames the run only for its own namespaces', () => {
  expect(addedObjects(before, after, { testRun: 'run-1', alone: false })).toEqual({
    ours: ['Namespace/ours'],
    others: ['Job/default/old', 'Namespace/theirs'],
  });
});

it('blames the run for everything where it is alone', () => {
  expect(addedObjects(before, after, { testRun: 'run-1', alone: true })).toEqual({
    ours: ['Job/default/old', 'Namespace/ours', 'Namespace/theirs'],
    others: [],
  });
});
