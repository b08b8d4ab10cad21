import { expect, it } from 'vitest';
import { sandboxState, type SandboxFacts } from './sandbox.mjs';

const USER: SandboxFacts = {
  linux: true,
  root: false,
  setuidHelper: false,
  appArmorRestricts: null,
  usernsClone: null,
  maxUserns: '96365',
};

it.each<[string, SandboxFacts, string]>([
  ['an ordinary system', USER, 'allowed'],
  ['not Linux', { ...USER, linux: false, maxUserns: '0' }, 'allowed'],
  ['root', { ...USER, root: true }, 'root'],
  ['AppArmor forbids namespaces', { ...USER, appArmorRestricts: '1' }, 'forbidden'],
  ['Debian forbids namespaces', { ...USER, usernsClone: '0' }, 'forbidden'],
  ['none are left', { ...USER, maxUserns: '0' }, 'forbidden'],
  ['the setuid helper does without', { ...USER, appArmorRestricts: '1', setuidHelper: true }, 'allowed'],
])('sandbox: %s', (_, facts, state) => {
  expect(sandboxState(facts)).toBe(state);
});
