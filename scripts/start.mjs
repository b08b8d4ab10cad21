import { NO_DISPLAY, hasDisplay } from './setup/display.mjs';
import { resolveElectron } from './setup/electron-runtime.mjs';
import { sandboxOf, sandboxRemedy } from './setup/sandbox.mjs';
import { Refusal, runMain } from './refusal.mjs';
import { run } from './run-process.mjs';
import { swallowedOption } from './setup/swallowed-option.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  const swallowed = swallowedOption(process.env);
  if (swallowed !== null) throw new Refusal(swallowed);
  if (!hasDisplay()) throw new Refusal(NO_DISPLAY);
  await setUp();
  const { executablePath, args, appPath, folder } = resolveElectron();
  const sandbox = sandboxOf(folder);
  if (sandbox === 'forbidden') throw new Refusal(sandboxRemedy(folder));
  if (sandbox === 'root') console.error('Running as root: Chromium is started with --no-sandbox.');
  const { code } = await run(executablePath, [...args, appPath, ...process.argv.slice(2)]);
  return code;
});
