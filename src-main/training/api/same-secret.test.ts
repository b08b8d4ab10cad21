import { expect, it } from 'vitest';
import { sameSecret } from './same-secret.ts';

const TOKEN = 'abcdefghijklmnop';

it('is so for the same alone', () => expect(sameSecret(TOKEN, ['abcdefgh', 'ijklmnop'].join(''))).toBe(true));

it.each([
  ['of the same length', 'abcdefghijklmnoq'],
  ['that begins the same', 'abcdefgh'],
  ['that goes on', `${TOKEN}q`],
  ['of nothing', ''],
  ['in other letters', TOKEN.toUpperCase()],
  ['of as many letters and more bytes', 'abcdefghijklmnoé'],
  ['that is long', TOKEN.repeat(10_000)],
])('is not so for one %s, and nothing is thrown', (_what, other) => {
  expect(sameSecret(TOKEN, other)).toBe(false);
  expect(sameSecret(other, TOKEN)).toBe(false);
});
