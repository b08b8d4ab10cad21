import { expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../../src-shared/messages/en.ts';
import { caveatText } from '../../../src-shared/messages/traffic-text.ts';
import type { Caveat } from '../../../src-shared/traffic/run-plan.ts';
import { TrafficSide, type Affinity } from './traffic-side.ts';

const FIELDS = {
  requests: 'Requests',
  rate: 'Rate, per second',
  clients: 'Client Pods',
  timeout: 'Timeout, ms',
} as const;

export type Fields = Partial<Record<keyof typeof FIELDS, number>>;

/** The Traffic page of one Service. */
export class TrafficPage {
  readonly #page: Page;
  /** Named so only while it can be pressed: else its name goes on with the reason why not. */
  readonly start: Locator;
  readonly stop: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.start = page.getByRole('button', { name: /^(Start|Run again|Start and change the Service…)$/ });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
  }

  async choose(affinity: 'As it is' | 'Compare off and on' | 'Change the Service'): Promise<void> {
    await this.#page.getByRole('radio', { name: affinity }).check();
  }

  async fill(fields: Fields): Promise<void> {
    for (const [field, value] of Object.entries(fields)) {
      const label = FIELDS[field as keyof typeof FIELDS];
      await this.#page.getByRole('spinbutton', { name: label, exact: true }).fill(String(value));
    }
  }

  async untilStopped(): Promise<void> {
    await this.#page.getByRole('checkbox', { name: 'Until stopped' }).check();
  }

  /** Presses Start once the plan allows it, and waits until the run is there. */
  async begin(): Promise<void> {
    await this.press();
    await expect(this.stop).toBeVisible();
  }

  async press(): Promise<void> {
    await expect(this.start).toBeVisible({ timeout: 30_000 });
    await this.start.click();
  }

  /** Where the run stands, in words. */
  status(text: string | RegExp): Locator {
    return this.#page.getByRole('status').filter({ hasText: text });
  }

  async counting(): Promise<void> {
    await expect(this.status('Counting')).toBeVisible({ timeout: 90_000 });
  }

  /** Waits for the end of the run and for the word that nothing of it is left. */
  async finished(
    outcome: 'Finished' | 'Stopped' | 'Interrupted' | 'Failed' = 'Finished',
    timeout = 120_000,
  ): Promise<void> {
    await expect(this.status(/^\s*(Finished|Stopped|Interrupted|Failed)\s*$/)).toHaveText(outcome, { timeout });
    await expect(this.#page.getByText('Nothing of this run is left in the cluster.')).toBeVisible();
  }

  side(affinity: Affinity): TrafficSide {
    return new TrafficSide(this.#page, affinity);
  }

  /** What of a result is to be kept in mind, as it stands with the result. */
  caveat(caveat: Caveat): Locator {
    const list = this.#page.getByRole('main').getByRole('list', { name: en.screens.traffic.results.caveats });
    return list.getByRole('listitem').filter({ hasText: caveatText(en.traffic, caveat) });
  }

  async run(): Promise<void> {
    await this.begin();
    await this.finished();
  }
}
