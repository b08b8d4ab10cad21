// known-bad: unit tests: FAIL
import { expect, test } from 'vitest';

test('a failing test of the renderer fails', () => {
  expect(document.title).toBe('another');
});
