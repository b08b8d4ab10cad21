import { join } from 'node:path';
import { ROOT, packageProgram } from './places.mjs';
import { runMain } from './refusal.mjs';
import { run } from './run-process.mjs';
import { setUp } from './setup.mjs';
import { hasDisplay, screen } from './setup/display.mjs';

await runMain(async () => {
  const seen = hasDisplay();
  await setUp({ forTests: !seen });
  const demo = [packageProgram('tsx', 'dist/cli.mjs'), join(ROOT, 'test', 'demo', 'demo.ts')];
  // Where somebody sees it the window stays, to go on from there.
  const [program = '', ...args] = [...screen(), process.execPath, ...demo, ...(seen ? ['--stay'] : [])];
  return (await run(program, args, { cwd: ROOT })).code;
});
