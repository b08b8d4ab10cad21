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
  const started = performance.now();
  const did = [await ensurePackages(), await ensureElectron()];
  const { executablePath } = resolveElectron();
  did.push(
    await ensureSystemPackages(forTests ? ['libraries', 'xvfb', 'korean-font'] : ['libraries'], executablePath),
    await ensureBuilt(),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`set-up: ${did.includes(true) ? 'done' : 'nothing to do'} (${seconds} s)`);
}

if (import.meta.filename === process.argv[1]) {
  await runMain(async () => {
    await setUp({ forTests: process.argv.includes('--tests') });
    return 0;
  });
}
