import { expect, type Page } from '@playwright/test';

export interface Look {
  readonly language?: 'en' | 'ko';
  readonly theme?: 'light' | 'dark';
}

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
