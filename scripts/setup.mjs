import { runMain } from './refusal.mjs';
import { ensureElectron, resolveElectron } from './setup/electron-runtime.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

/**
 * Everything between a fresh clone and a window, each step only when it is not done yet.
 * @param {{ forTests?: boolean }} [options] forTests: also a virtual screen and a font with Korean letters
 */
export async function setUp({ forTests = false } = {}) {
  await ensurePackages();
  await ensureSystemPackages(['unzip'], null);
  await ensureElectron();
  const { executablePath } = resolveElectron();
  await ensureSystemPackages(forTests ? ['libraries', 'xvfb', 'korean-font'] : ['libraries'], executablePath);
  await ensureBuilt();
}

if (import.meta.filename === process.argv[1]) {
  await runMain(async () => {
    await setUp({ forTests: process.argv.includes('--tests') });
    return 0;
  });
}
