import { runCheck } from './check/check.mjs';
import { runMain } from './refusal.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { lastLine } from './suites/counts.mjs';

await runMain(async () => {
  await ensurePackages();
  const counts = await runCheck();
  console.log(lastLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
