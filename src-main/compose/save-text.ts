import { writeFile } from 'node:fs/promises';
import { dialog } from 'electron';
import { failure } from '#shared/ipc/failure.ts';
import { FailureError } from '../kube/failure-error.ts';
import type { AppWindow } from './windows.ts';

export interface FileKind {
  /** As the save dialog calls it. */
  readonly name: string;
  readonly extension: string;
}

/**
 * Asks where, and writes a text. `name` is offered without what would make another folder of it. Null when the user thought
 * better of it. Rejects with `export.failed`.
 */
export async function saveText(window: AppWindow, name: string, kind: FileKind, text: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window.browserWindow, {
    defaultPath: `${name.replaceAll(/[^\w.-]/g, '-')}.${kind.extension}`,
    filters: [{ name: kind.name, extensions: [kind.extension] }],
  });
  if (canceled || filePath === '') return null;
  try {
    await writeFile(filePath, text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new FailureError(failure('export.failed', { path: filePath, detail }));
  }
  return filePath;
}
