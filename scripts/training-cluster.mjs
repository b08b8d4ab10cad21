import { join } from 'node:path';
import { ROOT } from './places.mjs';
import { runMain } from './refusal.mjs';
import { run } from './run-process.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensurePackages } from './setup/packages.mjs';

// Needs no Electron: the training cluster is a program of Node.js.
await runMain(async () => {
  await ensurePackages();
  await ensureBuilt();
  const entry = join(ROOT, 'out', 'training', 'main.js');
  // As in the app: nothing of this computer's environment is in reach of its shells.
  return (await run(process.execPath, [entry, ...process.argv.slice(2)], { env: {} })).code;
});
