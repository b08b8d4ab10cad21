import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { layoutFaults } from '../support/layout.ts';

export interface Look {
  readonly language?: 'en' | 'ko';
  readonly theme?: 'light' | 'dark';
}

/** Kept where `npm run screenshots` says; else thrown away with the results of the test. */
const folder = process.env.SCREENSHOTS_DIR ?? '';

/** Settings of the app, as its dialog would change them. */
export async function choose(page: Page, look: Look): Promise<void> {
  await page.evaluate(async (wish) => {
    const { servicescope } = window as unknown as {
      servicescope: { request: (name: string, argument: unknown) => Promise<unknown> };
    };
    await servicescope.request('settings.change', wish);
  }, look);
  if (look.language !== undefined) await expect(page.locator('html')).toHaveAttribute('lang', look.language);
}

/** Takes a picture, and says what a designer would send back. */
export async function takePicture(page: Page, name: string): Promise<readonly string[]> {
  await page.mouse.move(0, 0);
  await settled(page);
  const where = folder === '' ? test.info().outputPath() : folder;
  await mkdir(where, { recursive: true });
  await page.screenshot({ path: join(where, `${name}.png`), animations: 'disabled' });
  return (await layoutFaults(page)).map((fault) => `${name}: ${fault}`);
}

/** Two frames after the last change: styles and layout are applied, the canvas is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
}
