import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * One hash over everything a step depends on: order matters, boundaries are kept.
 * @param {Iterable<string | Uint8Array>} parts
 */
export function hashOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${part.length}:`);
    hash.update(part);
  }
  return hash.digest('hex');
}

/** @param {string} path a file or a folder @returns {string[]} its files, in an order that does not depend on the file system */
function filesBelow(path) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * A hash of the content of files and folders, by path relative to `root`.
 * @param {string} root @param {string[]} paths @param {(path: string) => boolean} [counts] which files matter
 */
export function contentHash(root, paths, counts = () => true) {
  const files = paths.flatMap((path) => filesBelow(join(root, path))).filter(counts);
  return hashOf(files.flatMap((file) => [relative(root, file), readFileSync(file)]));
}

/** @param {string} file @returns {string | null} */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/**
 * Written last, when the step is done, and whole or not at all.
 * @param {string} file @param {string} value
 */
export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${value}\n`);
  renameSync(temporary, file);
}
