import { expect, type Locator, type Page } from '@playwright/test';

/** More than any page has that can be reached. */
const STOPS = 80;

/** Presses Tab until the element has the focus, as who has no mouse must: fails where Tab never gets there. */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  await expect(element).toBeVisible({ timeout: 30_000 });
  const reached = (): Promise<boolean> => element.evaluate((each) => each === document.activeElement);
  for (let stop = 0; stop < STOPS && !(await reached()); stop += 1) await page.keyboard.press('Tab');
  await expect(element).toBeFocused();
}
