import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT_CACHE, ROOT } from '../places.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const STAMP = join(CHECKOUT_CACHE, 'packages.stamp');
/** npm writes it at the end of every install: a copy of the lock of what is there. */
const INSTALLED_LOCK = join(ROOT, 'node_modules', '.package-lock.json');

/**
 * Whether the packages someone installed by hand are those of the lockfile: then there is nothing to do either.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }> }} lock
 * @param {{ packages: Record<string, { version?: string }> }} installed
 */
export function sameVersions(lock, installed) {
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || wanted.optional === true || installed.packages[path]?.version === wanted.version,
  );
}

/** @param {string} lock */
function installedByHand(lock) {
  if (!existsSync(INSTALLED_LOCK)) return false;
  return sameVersions(JSON.parse(lock), JSON.parse(readFileSync(INSTALLED_LOCK, 'utf8')));
}

/**
 * Installs the packages of the lockfile when they are not those already there. No package's own script runs.
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensurePackages() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const wanted = hashOf([lock, process.version, process.platform, process.arch]);
  if (readStamp(STAMP) === wanted) return false;
  const needed = !installedByHand(lock);
  if (needed) {
    console.error('set-up: installing packages (npm ci) …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code } = await run(
      npm,
      ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--no-update-notifier', '--loglevel=error'],
      {
        cwd: ROOT,
      },
    );
    if (code !== 0) throw new Refusal('npm ci failed: see the lines above.', 1);
  }
  writeStamp(STAMP, wanted);
  return needed;
}
