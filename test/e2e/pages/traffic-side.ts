import { expect, type Locator, type Page } from '@playwright/test';
import { drawnTexts, inks, recordDrawing } from '../../support/drawn-text.ts';

export type Affinity = 'None' | 'ClientIP';

export interface PodRow {
  readonly pod: string;
  readonly byClient: readonly number[];
  readonly total: number;
}

/** What stands in the table of one side, read in one go. */
export interface Numbers {
  readonly clients: readonly string[];
  readonly pods: readonly PodRow[];
  /** Unidentified, Failed, Unaccounted: only what is not 0. */
  readonly rest: Readonly<Record<string, number>>;
  readonly total: number;
}

/** One side of a run: None or ClientIP. */
export class TrafficSide {
  readonly #page: Page;
  readonly region: Locator;
  readonly verdict: Locator;

  constructor(page: Page, affinity: Affinity) {
    this.#page = page;
    this.region = page.getByRole('region', { name: `sessionAffinity: ${affinity}`, exact: true });
    this.verdict = this.region.getByRole('paragraph').first();
  }

  /** The row of the table with this text: a Pod's name, or a mark beside it. */
  row(text: string): Locator {
    return this.region.getByRole('table').getByRole('row').filter({ hasText: text });
  }

  async numbers(): Promise<Numbers> {
    const table = this.region.getByRole('table');
    await expect(table).toBeVisible();
    return table.evaluate((element) => {
      const texts = (cells: Iterable<Element>): string[] =>
        [...cells].map((cell) => cell.querySelector('[title]')?.getAttribute('title') ?? cell.textContent.trim());
      const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
      const [head, foot] = [element.querySelector('thead tr'), element.querySelector('tfoot tr')];
      const clients = [...(head?.children ?? [])].slice(1, -2).map((cell) => cell.getAttribute('title') ?? '');
      const rows = [...element.querySelectorAll('tbody tr')].map((row) => texts(row.children));
      const isPod = (row: readonly string[]): boolean => row.length === clients.length + 3;
      return {
        clients,
        pods: rows.filter(isPod).map(([pod = '', ...cells]) => ({
          pod,
          byClient: cells.slice(0, clients.length).map(number),
          total: number(cells[clients.length]),
        })),
        rest: Object.fromEntries(rows.filter((row) => !isPod(row)).map((row) => [row[0] ?? '', number(row[1])])),
        total: number([...(foot?.children ?? [])].at(-2)?.textContent.trim()),
      };
    });
  }

  /** What stands beside a term under the chart: p50, p99, or a kind of error. */
  fact(term: string): Locator {
    const name = this.#page.getByRole('term').filter({ hasText: new RegExp(`^\\s*${term}\\s*$`) });
    return this.region.locator('dl > div').filter({ has: name }).getByRole('definition');
  }

  /**
   * What the chart itself says: the tooltip of each bar, as drawn on the canvas, in the order of the bars. A row is the
   * numbers of the clients.
   */
  async chart(bars: number): Promise<readonly (readonly number[])[]> {
    const canvas = this.region.getByRole('figure').locator('canvas');
    await recordDrawing(this.#page);
    const rows: number[][] = [];
    for (let bar = 0; bar < bars; bar += 1) {
      const letter = String.fromCharCode('A'.charCodeAt(0) + bar);
      let lines: readonly string[] = [];
      let step = 0;
      await expect(async () => {
        // Measured anew at each try: while a run goes on, the page above the chart changes its height.
        await canvas.scrollIntoViewIfNeeded();
        const box = await canvas.boundingBox();
        if (box === null) throw new Error('The chart is not on the page.');
        // A frame that draws new hits may swallow a move: a person moves again.
        step = (step + 7) % 20;
        await this.#page.mouse.move(
          box.x + box.width / 2 + step,
          box.y + 14 + (bar + 0.5) * ((box.height - 40) / bars),
        );
        const texts = await drawnTexts(canvas);
        // The axis names each bar once; the tooltip, drawn last, names its own again.
        const names = texts.flatMap((text, index) => (text.endsWith(`  ${letter}`) ? [index] : []));
        expect(names, `the tooltip of bar ${letter} among ${texts.join(' | ')}`).toHaveLength(2);
        lines = texts.slice(names[1]).filter((text) => /: [\d,]+$/.test(text));
        expect(lines.length).toBeGreaterThan(0);
      }).toPass({ timeout: 10_000 });
      rows.push(lines.map((line) => Number((line.split(': ').at(-1) ?? '').replaceAll(',', ''))));
    }
    return rows;
  }

  /** What the chart's words are written in, and what they should be. Only what is drawn after recordDrawing is known. */
  inks(): ReturnType<typeof inks> {
    return inks(this.region.getByRole('figure').locator('canvas'));
  }

  /** The numbers along the chart's axis, as drawn. Only what is drawn after recordDrawing is known. */
  async scale(): Promise<readonly string[]> {
    const texts = await drawnTexts(this.region.getByRole('figure').locator('canvas'));
    return texts.filter((text) => /^[\d,.]+$/.test(text));
  }

  /** The letters in the strips, a strip a client, oldest first. Only what is drawn after recordDrawing is known. */
  async strips(): Promise<readonly (readonly string[])[]> {
    const strips = await this.region.getByRole('img').locator('canvas').all();
    return Promise.all(strips.map(drawnTexts));
  }

  /**
   * Of each cell of the first strip its letter, and what its leftmost pixels are, where no letter reaches: the colour, which is
   * their lightest, and the pattern on it.
   */
  async cellPictures(): Promise<ReadonlyMap<string, { colours: Set<string>; patterns: Set<string> }>> {
    const [letters = []] = await this.strips();
    const canvas = this.region.getByRole('img').locator('canvas').first();
    const pictures = await canvas.evaluate((element: HTMLCanvasElement, cells) => {
      const context = element.getContext('2d');
      const size = element.width / Math.floor(element.clientWidth / 13);
      return Array.from({ length: cells }, (_, cell) => {
        const { data } = context?.getImageData(Math.round(cell * size), 0, 2, 16) ?? { data: [] };
        const pixels = Array.from({ length: data.length / 4 }, (_pixel, at) => [...data.slice(at * 4, at * 4 + 3)]);
        const lightest = pixels.reduce((most, pixel) => ((pixel[0] ?? 0) > (most[0] ?? 0) ? pixel : most), [0, 0, 0]);
        const pattern = pixels.map(([red]) => (red === lightest[0] ? ' ' : '#')).join('');
        return { colour: lightest.join(' '), pattern };
      });
    }, letters.length);
    const byLetter = new Map<string, { colours: Set<string>; patterns: Set<string> }>();
    for (const [index, letter] of letters.entries()) {
      const seen = byLetter.get(letter) ?? { colours: new Set(), patterns: new Set() };
      byLetter.set(letter, seen);
      seen.colours.add(pictures[index]?.colour ?? '');
      seen.patterns.add(pictures[index]?.pattern ?? '');
    }
    return byLetter;
  }
}
