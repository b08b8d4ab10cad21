import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type Page } from '@playwright/test';
import { unrecordedCanvases } from '../support/drawn-text.ts';
import { layoutFaults } from '../support/layout.ts';

/** Kept where `npm run screenshots` says; else thrown away with the results of the test. */
const folder = process.env.SCREENSHOTS_DIR ?? '';

/** Takes a picture, and says what a designer would send back. One that is `judged` alone is of no use to a reader. */
export async function takePicture(page: Page, name: string, judged = false): Promise<readonly string[]> {
  await page.mouse.move(0, 0);
  await settled(page);
  const where = folder === '' || judged ? test.info().outputPath() : folder;
  await mkdir(where, { recursive: true });
  await page.screenshot({ path: join(where, `${name}.png`), animations: 'disabled' });
  const unrecorded = await unrecordedCanvases(page);
  const unknown = unrecorded === 0 ? [] : [`${String(unrecorded)} canvases with words nobody looked at: recordDrawing`];
  return [...unknown, ...(await layoutFaults(page))].map((fault) => `${name}: ${fault}`);
}

/** Two frames after the last change: styles and layout are applied, the canvas is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
}
