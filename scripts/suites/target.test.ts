import { expect, it } from 'vitest';
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
