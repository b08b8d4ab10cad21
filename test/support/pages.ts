import { expect, type Locator, type Page } from '@playwright/test';
import type { Transport } from '../../src-shared/ipc/contract.ts';
import type { Result } from '../../src-shared/ipc/result.ts';
import type { FailureText } from '../../src-shared/messages/failure-text.ts';
import { en } from '../../src-shared/messages/en.ts';

/** The words of the product, so that a better wording breaks no test; the sentences are asserted to be there, whole. */
export const words = en.screens;

export function servicesHeading(page: Page): Locator {
  return page.getByRole('heading', { name: words.services.title, exact: true });
}

export function serviceRow(page: Page, name: string): Locator {
  return page
    .getByRole('grid', { name: words.services.title })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name, exact: true }) });
}

export function connectHeading(page: Page): Locator {
  return page.getByRole('heading', { name: words.connect.title });
}

/** The row of a kube context on the connect page. */
export function contextRow(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: words.connect.title })
    .getByRole('listitem')
    .filter({ has: page.locator('strong', { hasText: new RegExp(`^${name}$`) }) });
}

export async function openContext(page: Page, name: string): Promise<void> {
  await contextRow(page, name).getByRole('button').click();
  await expect(servicesHeading(page)).toBeVisible();
}

export function namespaceField(page: Page): Locator {
  return page.getByRole('combobox', { name: words.shell.namespace });
}

/** The entry of one watched kind in the status bar. */
export function kindMark(page: Page, kind: string): Locator {
  return page
    .getByRole('contentinfo')
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`(^|\\s)${kind}\\s`) });
}

/** What is known of each watched kind, as a sentence: opens the list in the status bar. */
export async function openKinds(page: Page): Promise<Locator> {
  const list = page.getByLabel(words.shell.kinds, { exact: true });
  if (!(await list.isVisible())) await page.getByRole('contentinfo').getByRole('button').first().click();
  await expect(list).toBeVisible();
  return list;
}

/** Goes to the Traffic page of a Service whose row is on the Services page. */
export async function openTraffic(page: Page, service: string): Promise<void> {
  await serviceRow(page, service).click();
  await page.getByRole('button', { name: words.service.testTraffic }).first().click();
  await expect(page.getByRole('heading', { name: words.traffic.plan.title })).toBeVisible();
}

/** What failed, why, and what to do. */
export function sentences({ what, why, next }: FailureText): readonly string[] {
  return [what, why, next];
}

/** Its reason, where it has one not to be pressed, stands in its name. */
export function startButton(page: Page): Locator {
  return page.getByRole('button', { name: new RegExp(`^${words.traffic.start}( |$)`) });
}

declare global {
  interface Window {
    readonly servicescope: Transport;
  }
}

/** What any script in the page could ask of main: names and arguments are whatever the test wants. */
export function ask(page: Page, name: unknown, argument: unknown): Promise<Result<unknown>> {
  return page.evaluate(
    ([asked, given]) =>
      (window.servicescope.request as (n: unknown, a: unknown) => Promise<Result<unknown>>)(asked, given),
    [name, argument],
  );
}
