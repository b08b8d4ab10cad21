import type { LaunchedApp } from './launch-app.ts';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** Makes the window's content so large, and waits until the page knows. */
export async function resize({ app, page }: Pick<LaunchedApp, 'app' | 'page'>, size: WindowSize): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  );
  await page.waitForFunction(({ width, height }) => window.innerWidth === width && window.innerHeight === height, size);
}
