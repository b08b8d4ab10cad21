import type { Locator, Page } from '@playwright/test';

/** One Service: its facts, the path drawn, its members. */
export class ServicePage {
  readonly #page: Page;
  /** The drawing of client, Service address, endpoints and Pods. */
  readonly path: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.path = page.getByRole('figure', { name: 'Path of a connection' });
  }

  /** The value beside a term, such as Cluster-IP. */
  fact(term: string): Locator {
    const name = this.#page.getByRole('term').filter({ hasText: new RegExp(`^${term}$`) });
    return this.#page.locator('dl > div').filter({ has: name }).getByRole('definition');
  }

  /** Rows of the table of members with a word in them: a Pod's name, a state. */
  members(text: string): Locator {
    const cell = this.#page.getByRole('gridcell').filter({ hasText: text });
    return this.#page.getByRole('grid', { name: 'Members' }).getByRole('row').filter({ has: cell });
  }

  /** The cell of a member under a heading of the table. */
  async memberCell(name: string, column: string): Promise<Locator> {
    const grid = this.#page.getByRole('grid', { name: 'Members' });
    const headings = (await grid.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    const index = headings.indexOf(column);
    if (index === -1) throw new Error(`No column ${column} among ${headings.join(', ')}`);
    return this.members(name).getByRole('gridcell').nth(index);
  }

  /** Members that are in. */
  get in(): Locator {
    const cell = this.#page.getByRole('gridcell', { name: 'In', exact: true });
    return this.#page.getByRole('grid', { name: 'Members' }).getByRole('row').filter({ has: cell });
  }

  async showTab(name: 'Findings' | 'Members' | 'Endpoints' | 'Events' | 'History' | 'YAML'): Promise<void> {
    await this.#page.getByRole('tab', { name }).click();
  }

  /** Lines of the history with all these words in them: a Pod's name, what happened, why. */
  history(...words: readonly (string | RegExp)[]): Locator {
    const lines = this.#page.getByRole('table', { name: 'Changes' }).getByRole('row');
    return words.reduce((found: Locator, hasText) => found.filter({ hasText }), lines);
  }

  /** Codes of the findings, as they stand in the tab. */
  findings(): Promise<readonly (string | null)[]> {
    return this.#page.getByRole('article').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-code')));
  }

  /** The cells of the row under `Endpoints, as kubectl get ep shows them`: NAME, ENDPOINTS, AGE. */
  get endpointsCells(): Locator {
    const heading = this.#page.getByRole('heading', { name: 'as kubectl get ep shows them' });
    return this.#page.locator('section').filter({ has: heading }).last().getByRole('cell');
  }

  async back(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Back' }).click();
  }

  /** By the page's own button; a second one stands beside "nothing wrong is visible". */
  async testTraffic(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Test traffic' }).first().click();
  }
}
