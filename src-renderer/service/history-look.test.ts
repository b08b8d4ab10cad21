import { expect, it } from 'vitest';
import { rowsBeside } from './history-look.ts';

it.each([
  // 1280×720 with four Pods in the picture above, with and without the banner of a test runtime.
  [265, 20, 3],
  [296, 20, 4],
  [296, 3, 6],
  [265, 0, 6],
  [160, 20, 3],
  [620, 300, 6],
  [0, 300, 6],
])('in %i pixels, beside %i changes, %i Pods are drawn', (height, changes, rows) => {
  expect(rowsBeside(height, changes)).toBe(rows);
});
