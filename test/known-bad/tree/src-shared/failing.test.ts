// known-bad: unit tests: FAIL
import { expect, test } from 'vitest';

test('a failing test fails', () => {
  expect(1).toBe(2);
});
