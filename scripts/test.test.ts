import { readdirSync, rmSync } from 'node:fs';
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

/** npm itself, whose `npm ci` fails as it does with no registry in reach. `meanwhile`: what it does before, in JavaScript. */
function npmWithoutRegistry(meanwhile = ''): void {
  clone.program(
    'npm',
    `const { spawnSync } = require('node:child_process');
if (process.argv[2] === 'ci') { ${meanwhile}; console.log('npm error network'); process.exit(1); }
process.exit(spawnSync(${JSON.stringify(onPath('npm'))}, process.argv.slice(2), { stdio: 'inherit' }).status);`,
  );
}

/** What .ci/run and npm find on the PATH, and nothing else. */
function toolsOfCi(): void {
  for (const name of ['dirname', 'node', 'sh', 'bash'])
    clone.link(name, name === 'node' ? process.execPath : onPath(name));
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
    toolsOfCi();
    const { status, stdout, commands } = clone.run(['bash', '.ci/run'], { LARGE_PAGES: '/nowhere' });
    expect(commands.map((command) => command.split(' ', 2).join(' '))).toEqual(['npm test', 'npm ci']);
    expect(last(stdout)).toBe(NOTHING_RAN);
    expect(status).toBe(1);
  });

  it('.ci/run gives programs large pages meanwhile, and puts back what it changed', () => {
    const folder = join(clone.path, 'pages');
    clone.write('pages/enabled', 'always [madvise] never\n');
    clone.write('pages/hugepages-64kB/enabled', 'always inherit madvise [never]\n');
    clone.write('pages/hugepages-16kB/enabled', '[always] inherit madvise never\n');
    const names = ['enabled', 'hugepages-64kB/enabled', 'hugepages-16kB/enabled'];
    const all = (): readonly string[] => names.map((name) => clone.read(`pages/${name}`).trim());
    npmWithoutRegistry(
      `require('node:fs').cpSync(${JSON.stringify(folder)}, ${JSON.stringify(`${folder}-meanwhile`)}, { recursive: true })`,
    );
    toolsOfCi();
    const { status } = clone.run(['bash', '.ci/run'], { LARGE_PAGES: folder });
    const meanwhile = names.map((name) => clone.read(`pages-meanwhile/${name}`).trim());
    expect(meanwhile).toEqual(['always', 'always', '[always] inherit madvise never']);
    // As the kernel takes it: the chosen word alone.
    expect(all()).toEqual(['madvise', 'never', '[always] inherit madvise never']);
    expect(status).toBe(1);
  });
});
