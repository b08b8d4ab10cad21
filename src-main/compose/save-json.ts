import { writeFile } from 'node:fs/promises';
import { dialog } from 'electron';
import { failure } from '#shared/ipc/failure.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { AppWindow } from './windows.ts';

/** Asks where, and writes a value as JSON. Null when the user thought better of it. Rejects with `export.failed`. */
export async function saveJson(window: AppWindow, name: string, value: object): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window.browserWindow, {
    defaultPath: `${name}.json`,
    filters: [{ name: 'JSON', extensions: ['json'] }],
  });
  if (canceled || filePath === '') return null;
  try {
    await writeFile(filePath, `${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new FailureError(failure('export.failed', { path: filePath, detail }));
  }
  return filePath;
}
