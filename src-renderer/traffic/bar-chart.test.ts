import { expect, it } from 'vitest';
import { annotationsOf, datasetsOf, niceMax, scalesOf, type BarData } from './bar-chart.ts';

const DATA: BarData = {
  labels: ['web-a  A', 'web-b  B'],
  stacks: [
    { label: 'client-1', values: [10, 12], fills: ['red', 'blue'] },
    { label: 'client-2', values: [9, 11], fills: ['red', 'blue'] },
  ],
  max: 25,
  expected: null,
};
const LOOK = { text: 'black', line: 'grey', accent: 'blue', band: 'silver', font: 'sans-serif' };

it('stacks the clients of a Pod into one bar, which is as long as all its answers', () => {
  const datasets = datasetsOf(DATA);
  expect(datasets.map(({ label, data }) => [label, data])).toEqual([
    ['client-1', [10, 12]],
    ['client-2', [9, 11]],
  ]);
  expect(new Set(datasets.map(({ stack }) => stack)).size, 'one stack').toBe(1);
  // Without `stacked` on both axes Chart.js draws the parts over one another.
  expect(scalesOf(DATA, LOOK)).toMatchObject({ x: { stacked: true, min: 0, max: 25 }, y: { stacked: true } });
});

it('draws what random choice comes to: the mean, and behind the bars the band', () => {
  expect(annotationsOf({ expected: null }, LOOK)).toEqual({});
  expect(annotationsOf({ expected: { expected: 50, low: 31, high: 69, label: '31–69' } }, LOOK)).toMatchObject({
    band: { type: 'box', xMin: 31, xMax: 69, backgroundColor: 'silver', drawTime: 'beforeDatasetsDraw' },
    expected: { type: 'line', value: 50, label: { content: '31–69' } },
  });
});

it('ends its axis at a round number that no bar is longer than', () => {
  expect([0, 5, 6, 21, 25, 26, 99, 100, 101].map(niceMax)).toEqual([5, 5, 8, 25, 25, 40, 100, 100, 200]);
});
