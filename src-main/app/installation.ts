import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeFileWhole } from './write-file.ts';

/**
 * The uuid of this installation, written on everything temporary it creates so that its sweep never touches another's.
 * Made once; a file that can't be read or written gives one for this session only, and the sweep by expiry does the rest.
 */
export async function installationId(path: string, onTrouble: (error: unknown) => void): Promise<string> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (/^[0-9a-f-]{36}$/.test(text)) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onTrouble(error);
  }
  const id = randomUUID();
  await writeFileWhole(path, `${id}\n`).catch(onTrouble);
  return id;
}
