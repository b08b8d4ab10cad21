// known-bad: types unit tests: 'string' is not assignable to type 'number'
import { expect, test } from 'vitest';

test('types of tests are checked', () => {
  const wrong: number = 'text';
  expect(wrong).toBe('text');
});
