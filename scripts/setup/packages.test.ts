import { expect, it } from 'vitest';
import { sameVersions } from './packages.mjs';

const lock = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-on-a-mac': { version: '2.0.0', optional: true },
  },
};

it('takes packages that were installed by hand for what they are', () => {
  expect(sameVersions(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  expect(sameVersions(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  expect(sameVersions(lock, { packages: {} })).toBe(false);
});
