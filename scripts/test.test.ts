import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshClone, type FreshClone } from '../test/support/fresh-clone.ts';

let clone: FreshClone;
beforeEach(() => (clone = freshClone()));
afterEach(() => clone.remove());

const NOTHING_RAN = '0 passed, 1 failed, 0 skipped';
const last = (text: string): string | undefined => text.trim().split('\n').at(-1);
const testAll = (env: Readonly<Record<string, string>> = {}) =>
  clone.run([process.execPath, 'scripts/test.mjs'], { CI: 'true', ...env });

function onPath(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folder = folders.find((each) => holds(each, program));
  if (folder === undefined) throw new Error(`no ${program} on the PATH`);
  return join(folder, program);
}
function holds(folder: string, program: string): boolean {
  try {
    return readdirSync(folder).includes(program);
  } catch {
    return false;
  }
}

/** How this machine gives memory to programs: what a run changes of it, it puts back. */
function pageSizes(): string {
  const file = '/sys/kernel/mm/transparent_hugepage/enabled';
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** npm itself, whose `npm ci` fails as it does with no registry in reach. */
function npmWithoutRegistry(): void {
  clone.program(
    'npm',
    `const { spawnSync } = require('node:child_process');
if (process.argv[2] === 'ci') { console.log('npm error network'); process.exit(1); }
process.exit(spawnSync(${JSON.stringify(onPath('npm'))}, process.argv.slice(2), { stdio: 'inherit' }).status);`,
  );
}

describe.skipIf(process.platform !== 'linux')('npm test, whose set-up fails', () => {
  it('tells the sum in the last line all the same, and exits 1: npm ci failed', () => {
    npmWithoutRegistry();
    const { status, stdout, stderr, commands } = testAll();
    expect(commands).toHaveLength(1);
    expect(stderr).toContain('npm ci failed');
    expect(last(stdout)).toBe(NOTHING_RAN);
    expect(status).toBe(1);
  });

  it('tells it where the build failed', () => {
    expect(clone.run(['npm', 'ci']).status).toBe(0);
    clone.program('npm');
    clone.write('node_modules/electron-vite/bin/electron-vite.js', "console.log('no such module'); process.exit(1);");
    const { status, stdout, stderr } = testAll();
    expect(stderr).toContain('The build failed:\nno such module');
    expect(last(stdout)).toBe(NOTHING_RAN);
    expect(status).toBe(1);
  });

  it('tells it where set-up itself breaks, with what broke', () => {
    rmSync(join(clone.path, 'package-lock.json'));
    clone.write('package-lock.json/instead', 'of a file');
    const { status, stdout, stderr } = testAll();
    expect(stderr).toContain('EISDIR');
    expect(last(stdout)).toBe(NOTHING_RAN);
    expect(status).toBe(1);
  });

  it('is told by .ci/run through npm itself', () => {
    npmWithoutRegistry();
    for (const name of ['dirname', 'node', 'sh', 'bash'])
      clone.link(name, name === 'node' ? process.execPath : onPath(name));
    const before = pageSizes();
    const { status, stdout, commands } = clone.run(['bash', '.ci/run']);
    expect(pageSizes()).toBe(before);
    expect(commands.map((command) => command.split(' ', 2).join(' '))).toEqual(['npm test', 'npm ci']);
    expect(last(stdout)).toBe(NOTHING_RAN);
    expect(status).toBe(1);
  });
});
