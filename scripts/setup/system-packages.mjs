import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';

/** @typedef {'libraries' | 'unzip' | 'xvfb' | 'korean-font'} Need */

/** What each family of distributions calls it, and how it is installed. */
const FAMILIES = {
  debian: {
    command: 'apt-get install -y --no-install-recommends',
    packages: {
      libraries: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1'],
      unzip: ['unzip'],
      xvfb: ['xvfb', 'xauth'],
      'korean-font': ['fonts-noto-cjk'],
    },
  },
  fedora: {
    command: 'dnf install -y',
    packages: {
      libraries: ['gtk3', 'nss', 'alsa-lib', 'mesa-libgbm', 'libXScrnSaver'],
      unzip: ['unzip'],
      xvfb: ['xorg-x11-server-Xvfb', 'xorg-x11-xauth'],
      'korean-font': ['google-noto-sans-cjk-fonts'],
    },
  },
  arch: {
    command: 'pacman -S --needed',
    packages: {
      libraries: ['gtk3', 'nss', 'alsa-lib', 'mesa', 'libxss'],
      unzip: ['unzip'],
      xvfb: ['xorg-server-xvfb', 'xorg-xauth'],
      'korean-font': ['noto-fonts-cjk'],
    },
  },
};

/**
 * The command that brings what is missing, for the distribution of this os-release; null where we do not know its names.
 * @param {string} osRelease @param {Need[]} needs
 * @returns {{ family: keyof typeof FAMILIES, packages: string[], command: string } | null}
 */
export function installCommand(osRelease, needs) {
  const value = (/** @type {string} */ key) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const ids = `${value('ID')} ${value('ID_LIKE')}`.split(' ');
  const family = /** @type {const} */ (['debian', 'fedora', 'arch']).find(
    (name) =>
      ids.includes(name) ||
      (name === 'debian' && ids.includes('ubuntu')) ||
      (name === 'fedora' && ids.includes('rhel')),
  );
  if (family === undefined) return null;
  // Since the 64-bit time transition two of Debian's names end in t64.
  const version = Number.parseFloat(value('VERSION_ID'));
  const t64 = (ids[0] === 'debian' && version >= 13) || (ids[0] === 'ubuntu' && version >= 24.04);
  const renamed = (/** @type {string} */ name) =>
    t64 && ['libgtk-3-0', 'libasound2'].includes(name) ? `${name}t64` : name;
  const packages = needs.flatMap((need) => FAMILIES[family].packages[need]).map(renamed);
  return { family, packages, command: `${FAMILIES[family].command} ${packages.join(' ')}` };
}

/**
 * What to do about what is missing: as root on Debian and its kin install it, elsewhere say what to type.
 * @param {string} osRelease @param {Need[]} missing @param {boolean} root
 * @returns {{ way: 'install', packages: string[], command: string } | { way: 'refuse', sentence: string }}
 */
export function installStep(osRelease, missing, root) {
  const install = installCommand(osRelease, missing);
  const what = `Missing here: ${missing.join(', ')}`;
  if (install === null) {
    const libraries = 'GTK 3, NSS, ALSA, GBM and XScrnSaver';
    return {
      way: 'refuse',
      sentence: `${what} (libraries: ${libraries}). Install them with your package manager.`,
    };
  }
  const { family, packages, command } = install;
  if (root && family === 'debian') return { way: 'install', packages, command };
  return { way: 'refuse', sentence: `${what}. Install with:\n  ${root ? '' : 'sudo '}${command}` };
}

/** @param {string} program */
const onPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** @param {Need} need @param {string | null} electron the executable, once there is one */
async function isMissing(need, electron) {
  switch (need) {
    case 'unzip':
      return !onPath('unzip');
    case 'xvfb':
      return !onPath('xvfb-run') || !onPath('xauth');
    case 'korean-font':
      return !onPath('fc-list') || (await run('fc-list', [':lang=ko'], { output: 'capture' })).output.trim() === '';
    case 'libraries': {
      if (electron === null) return false;
      const { code, output } = await run('ldd', [electron], { output: 'capture' });
      return code === 0 && output.includes('not found');
    }
  }
}

/** @param {string[]} packages */
async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, output: /** @type {const} */ ('capture') };
  const args = ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...packages];
  const first = await run('apt-get', args, options);
  if (first.code === 0) return first;
  await run('apt-get', ['update'], options);
  return run('apt-get', args, options);
}

/**
 * Installs what is missing as root on Debian and its kin; elsewhere says what to type and refuses.
 * @param {Need[]} needs @param {string | null} electron
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensureSystemPackages(needs, electron) {
  if (process.platform !== 'linux') return false;
  /** @type {Need[]} */
  const missing = [];
  for (const need of needs) if (await isMissing(need, electron)) missing.push(need);
  if (missing.length === 0) return false;
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const step = installStep(osRelease, missing, process.getuid?.() === 0);
  if (step.way === 'refuse') throw new Refusal(step.sentence);
  console.error(`set-up: installing ${step.packages.join(' ')} …`);
  const { code, output } = await aptInstall(step.packages);
  if (code !== 0) throw new Refusal(`Could not install: run "${step.command}".\n${output.trim().slice(-800)}`);
  return true;
}
