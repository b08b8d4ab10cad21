import { BarController, BarElement, CategoryScale, Chart, type ChartDataset, LinearScale, Tooltip } from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import type { ExpectedBand } from '#shared/traffic/even-choice.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip, annotation);

/** What a chart shows: a bar per Pod, a stack per client. */
export interface BarData {
  readonly labels: readonly string[];
  readonly stacks: readonly {
    readonly label: string;
    readonly values: readonly number[];
    readonly fills: readonly Fill[];
  }[];
  /** Same on both sides, so that lengths compare. */
  readonly max: number;
  readonly expected: (ExpectedBand & { readonly label: string }) | null;
}

export type Fill = string | CanvasPattern;

export interface ChartLook {
  readonly text: string;
  readonly line: string;
  readonly accent: string;
  /** Behind bars. */
  readonly band: string;
  readonly font: string;
}

export const BAR_ROW = 26;

/** Makes the chart of a canvas. `show` is called at most once a frame; nothing is animated. */
export function createBarChart(canvas: HTMLCanvasElement): {
  readonly show: (data: BarData, look: ChartLook) => void;
  readonly destroy: () => void;
} {
  const chart = new Chart<'bar', number[], string>(canvas, {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: {
      indexAxis: 'y',
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 14 } },
      plugins: { tooltip: { mode: 'index', axis: 'y', intersect: false } },
    },
  });
  return {
    show: (data, look) => {
      chart.data.labels = [...data.labels];
      for (const [index, fields] of datasetsOf(data).entries()) {
        const known = chart.data.datasets[index];
        if (known === undefined) chart.data.datasets.push({ ...fields, barPercentage: 0.82, categoryPercentage: 0.9 });
        else Object.assign(known, fields);
      }
      chart.data.datasets.length = data.stacks.length;
      chart.options.scales = scalesOf(data, look);
      const { plugins } = chart.options;
      if (plugins !== undefined) plugins.annotation = { annotations: annotationsOf(data, look), clip: false };
      chart.update('none');
    },
    destroy: () => chart.destroy(),
  };
}

/** A dataset a client, all of one stack: a bar is a Pod's answers, its parts are the clients'. */
export function datasetsOf({ stacks }: BarData): readonly ChartDataset<'bar', number[]>[] {
  return stacks.map(({ label, values, fills }) => ({
    label,
    data: [...values],
    backgroundColor: [...fills],
    stack: 'clients',
  }));
}

export function scalesOf(data: BarData, look: ChartLook): NonNullable<Chart<'bar'>['options']['scales']> {
  const ticks = { color: look.text, font: { family: look.font, size: 11 } };
  return {
    x: {
      stacked: true,
      min: 0,
      max: data.max,
      border: { display: false },
      grid: { color: look.line },
      ticks: { ...ticks, precision: 0, maxTicksLimit: 6 },
    },
    y: { stacked: true, border: { display: false }, grid: { display: false }, ticks: { ...ticks, autoSkip: false } },
  };
}

/** What random choice comes to: the mean as a line, and behind the bars what a Pod has 999 times of 1000. */
export function annotationsOf({ expected }: Pick<BarData, 'expected'>, look: ChartLook) {
  if (expected === null) return {};
  return {
    band: {
      type: 'box' as const,
      xMin: expected.low,
      xMax: expected.high,
      backgroundColor: look.band,
      borderWidth: 0,
      drawTime: 'beforeDatasetsDraw' as const,
    },
    expected: {
      type: 'line' as const,
      scaleID: 'x',
      value: expected.expected,
      borderColor: look.accent,
      borderDash: [4, 3],
      borderWidth: 1.5,
      label: {
        display: true,
        content: expected.label,
        position: 'start' as const,
        yAdjust: -13,
        backgroundColor: 'transparent',
        color: look.accent,
        padding: 0,
        font: { size: 11, family: look.font, weight: 'normal' as const },
      },
    },
  };
}

/** The next round number of an axis: 1, 2, 2.5, 4, 5 or 8 times a power of ten. */
export function niceMax(value: number): number {
  if (value <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 4, 5, 8, 10].find((candidate) => value <= candidate * power) ?? 10;
  return step * power;
}
