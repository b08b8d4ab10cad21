import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} SandboxFacts
 * @property {boolean} linux
 * @property {boolean} root
 * @property {boolean} setuidHelper chrome-sandbox beside the executable belongs to root and is setuid
 * @property {string | null} appArmorRestricts kernel.apparmor_restrict_unprivileged_userns
 * @property {string | null} usernsClone kernel.unprivileged_userns_clone (Debian's switch)
 * @property {string | null} maxUserns user.max_user_namespaces
 *
 * Chromium's sandbox needs either unprivileged user namespaces or a setuid helper.
 * @param {SandboxFacts} facts
 * @returns {'allowed' | 'root' | 'forbidden'}
 */
export function sandboxState(facts) {
  if (!facts.linux) return 'allowed';
  if (facts.root) return 'root';
  if (facts.setuidHelper) return 'allowed';
  const forbidden = facts.appArmorRestricts === '1' || facts.usernsClone === '0' || facts.maxUserns === '0';
  return forbidden ? 'forbidden' : 'allowed';
}

/** @param {string} name */
function kernelSetting(name) {
  try {
    return readFileSync(join('/proc/sys', name), 'utf8').trim();
  } catch {
    return null;
  }
}

/** @param {string} folder the Electron's */
export function sandboxOf(folder) {
  const helper = statSync(join(folder, 'chrome-sandbox'), { throwIfNoEntry: false });
  return sandboxState({
    linux: process.platform === 'linux',
    root: process.getuid?.() === 0,
    setuidHelper: helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0,
    appArmorRestricts: kernelSetting('kernel/apparmor_restrict_unprivileged_userns'),
    usernsClone: kernelSetting('kernel/unprivileged_userns_clone'),
    maxUserns: kernelSetting('user/max_user_namespaces'),
  });
}

/** @param {string} folder */
export function sandboxRemedy(folder) {
  const helper = join(folder, 'chrome-sandbox');
  return (
    'This system forbids the sandbox that keeps cluster data away from the rest of your computer. Allow it for this Electron:\n' +
    `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
  );
}
