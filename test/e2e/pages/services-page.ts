import { expect, type Locator, type Page } from '@playwright/test';

/** The live table of Services. */
export class ServicesPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Resolves when the table, or the word that there is none, is there: the first list has come. */
  async opened(): Promise<void> {
    await expect(this.#page.getByRole('heading', { name: 'Services', exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(this.#page.getByText(/^\d+ Services?$/)).toBeVisible({ timeout: 60_000 });
  }

  /** `namespace`: of several Services of that name, in the list of all namespaces, the one that stands there. */
  row(name: string, namespace?: string): Locator {
    const strong = this.#page.getByText(name, { exact: true });
    const rows = this.#page.getByRole('grid', { name: 'Services' }).getByRole('row').filter({ has: strong });
    if (namespace === undefined) return rows;
    return rows.filter({ has: this.#page.getByRole('gridcell', { name: namespace, exact: true }) });
  }

  /** The cell of a Service under a heading of the table. */
  async cell(name: string, column: string): Promise<Locator> {
    const headings = await this.#page.getByRole('columnheader').allInnerTexts();
    const index = headings.map((text) => text.trim()).indexOf(column);
    if (index === -1) throw new Error(`No column ${column} among ${headings.join(', ')}`);
    return this.row(name).getByRole('gridcell').nth(index);
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
    await expect(this.#page.getByRole('heading', { name, exact: true })).toBeVisible();
  }

  async chooseNamespace(namespace: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: 'Namespace' }).click();
    await this.#page.getByRole('option', { name: namespace, exact: true }).click();
    await expect(this.#page.getByRole('combobox', { name: 'Namespace' })).toHaveValue(namespace);
    await this.opened();
  }
}
