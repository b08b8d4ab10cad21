import { saveText } from './save-text.ts';
import type { AppWindow } from './windows.ts';

const JSON_FILE = { name: 'JSON', extension: 'json' };

/** Asks where, and writes a value as JSON. Null when the user thought better of it. Rejects with `export.failed`. */
export function saveJson(window: AppWindow, name: string, value: object): Promise<string | null> {
  return saveText(window, name, JSON_FILE, `${JSON.stringify(value, null, 2)}\n`);
}
