import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** What may be thrown away and is bound to this checkout: stamps, type checker state. `npm ci` removes it with the packages. */
export const CHECKOUT_CACHE = join(ROOT, 'node_modules', '.cache', 'servicescope');

/** What checkouts share: never inside the repository. */
export const USER_CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'servicescope');

/** @param {string} name a package @param {string} file its program, below the package's folder */
export const packageProgram = (name, file) => join(ROOT, 'node_modules', name, file);
