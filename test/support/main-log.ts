import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const DEFECT = /^\[[^\]]+\] \[error\]\s+((?:Uncaught exception|Unhandled rejection):.*)$/gm;

/**
 * Reads what the app in this folder logs from now on of exceptions and rejections that nobody handled: each call gives the
 * lines since the one before.
 */
export async function readDefects(userData: string): Promise<() => Promise<readonly string[]>> {
  const read = (): Promise<string> => readFile(join(userData, 'logs', 'main.log'), 'utf8').catch(() => '');
  let from = (await read()).length;
  return async () => {
    const text = await read();
    const lines = [...text.slice(text.length < from ? 0 : from).matchAll(DEFECT)].map(([, line = '']) => line);
    from = text.length;
    return lines;
  };
}
