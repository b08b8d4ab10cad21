import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { RunExport } from '../../../src-shared/traffic/export-run.ts';
import type { LaunchedApp } from '../../support/launch-app.ts';

export function exportRun(app: Pick<LaunchedApp, 'app' | 'page'>): Promise<RunExport> {
  return exportJson<RunExport>(app);
}

/** Presses Export JSON and reads the file. Nobody can answer the system's save dialog here: it is told the place. */
export async function exportJson<T>({ app, page }: Pick<LaunchedApp, 'app' | 'page'>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'servicescope-export-'));
  try {
    const file = join(folder, 'run.json');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: 'Export JSON' }).click();
    await expect(page.getByText(`Saved as ${file}`)).toBeVisible();
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
