// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { configDir } from './paths.mjs';

/**
 * Writes a configuration file and gives its path. The path holds a hash of the text: a process whose configuration has
 * changed has another command, by which `ensurePart` sees that it must be started again. A file that is there is not
 * touched: kube-proxy exits as soon as anyone writes to its own, be it the same text.
 * @param {string} name with its extension
 * @param {string} text
 */
export function configFile(name, text) {
  mkdirSync(configDir, { recursive: true });
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const extension = extname(name);
  const path = join(configDir, `${name.slice(0, -extension.length)}-${hash}${extension}`);
  if (!existsSync(path)) {
    writeFileSync(`${path}.partial`, text);
    renameSync(`${path}.partial`, path);
  }
  return path;
}
