import { expect, it } from 'vitest';
import { runClusterSuite, runOldestKubectlSuite } from './real.mjs';
import { chooseTarget } from './target.mjs';

const LAPTOP = { kubeconfig: undefined, context: undefined, linux: true, root: false, go: true, ci: false };

it('takes the cluster it is given', () => {
  const target = chooseTarget({ ...LAPTOP, kubeconfig: '/k', context: 'kind-kind' });
  expect(target).toEqual({ kind: 'given', kubeconfig: '/k', context: 'kind-kind' });
});

it('takes its own where it can', () => {
  expect(chooseTarget({ ...LAPTOP, root: true })).toEqual({ kind: 'own' });
});

it.each([
  ['a laptop', LAPTOP, 'skipped'],
  ['a Mac', { ...LAPTOP, linux: false }, 'skipped'],
  ['CI without root', { ...LAPTOP, ci: true }, 'failed'],
  ['root without Go', { ...LAPTOP, root: true, go: false }, 'failed'],
  ['a kubeconfig without a context', { ...LAPTOP, kubeconfig: '/k' }, 'failed'],
])('on %s a suite that did not run is %3$s', (_, facts, counts) => {
  expect(chooseTarget(facts)).toMatchObject({ kind: 'none', counts });
});

const UP_BEFORE = { own: true, fresh: false, command: (command: string[]) => command, env: {} };
const GIVEN = { ...UP_BEFORE, own: false };

it.each([
  ['crashes of a cluster that was up before, in CI', runClusterSuite, UP_BEFORE, true, 'failed'],
  ['crashes of a cluster that was up before, by hand', runClusterSuite, UP_BEFORE, false, 'skipped'],
  ['crashes of a cluster that was given', runClusterSuite, GIVEN, true, 'skipped'],
  ['the oldest kubectl with a cluster that was given', runOldestKubectlSuite, GIVEN, true, 'skipped'],
] as const)('%s: left out, and %5$s in the sum', async (_, suite, cluster, ci, counts) => {
  const told: string[] = [];
  const none = { passed: 0, failed: 0, skipped: 0 };
  expect(await suite(cluster, ci, (line) => told.push(line))).toEqual({ ...none, [counts]: 1 });
  expect(told).toEqual([expect.stringMatching(counts === 'failed' ? /^✗ / : /^– /)]);
});
