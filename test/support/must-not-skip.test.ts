import { expect, it } from 'vitest';
import { mustNotSkip } from './must-not-skip.ts';

it.each([
  ['on the own cluster', { own: true, ci: false, given: false }, true],
  ['on the own cluster in CI', { own: true, ci: true, given: false }, true],
  ['in CI where no cluster was given', { own: false, ci: true, given: false }, true],
  ['in CI on a cluster that was given', { own: false, ci: true, given: true }, false],
  ['by hand on a cluster that was given', { own: false, ci: false, given: true }, false],
])('a test may not leave itself out %s: %j is %s', (_, where, expected) => {
  expect(mustNotSkip(where)).toBe(expected);
});
