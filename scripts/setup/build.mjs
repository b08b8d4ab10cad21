import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, packageProgram } from '../places.mjs';
import { Refusal } from '../refusal.mjs';
import { run } from '../run-process.mjs';
import { contentHash, readStamp, writeStamp } from './stamp.mjs';

const SOURCES = [
  'src-shared',
  'src-main',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
/** In the output, so that removing it removes the claim. */
const STAMP = join(ROOT, 'out', 'sources.stamp');

/**
 * Builds the app when its sources changed since the last build.
 * @returns {Promise<boolean>} whether it had to
 */
export async function ensureBuilt() {
  const sources = contentHash(ROOT, SOURCES, (path) => !path.endsWith('.test.ts'));
  if (readStamp(STAMP) === sources && existsSync(join(ROOT, 'out', 'main', 'main.js'))) return false;
  console.error('set-up: building …');
  rmSync(STAMP, { force: true });
  const program = packageProgram('electron-vite', 'bin/electron-vite.js');
  const { code, output } = await run(process.execPath, [program, 'build'], { cwd: ROOT, output: 'capture' });
  if (code !== 0) throw new Refusal(`The build failed:\n${output.trim()}`, 1);
  writeStamp(STAMP, sources);
  return true;
}
