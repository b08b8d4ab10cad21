import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshClone, type CloneRun, type FreshClone } from '../test/support/fresh-clone.ts';
import { installCommand } from './setup/system-packages.mjs';

let clone: FreshClone;
beforeEach(() => (clone = freshClone()));
afterEach(() => clone.remove());

const start = (env: Readonly<Record<string, string>> = {}): CloneRun =>
  clone.run([process.execPath, 'scripts/start.mjs'], { DISPLAY: 'elsewhere:0', ...env });
const setUpForTests = (): CloneRun => clone.run([process.execPath, 'scripts/setup.mjs', '--tests']);

/** Programs that only look. */
const LOOKS = ['ldd', 'fc-list'];
const names = ({ commands }: CloneRun): readonly string[] =>
  commands.map((command) => command.split(' ')[0] ?? '').filter((name) => !LOOKS.includes(name));
const ofSetUp = (run: CloneRun): readonly string[] => names(run).filter((name) => name !== 'electron');

describe.skipIf(process.platform !== 'linux')('the set-up of a fresh clone', () => {
  it('installs the packages, gets an Electron and builds, in this order, and says that it did', () => {
    const first = start();
    expect(ofSetUp(first)).toEqual(['npm', 'electron-installer', 'electron-vite']);
    expect(first.commands[0]).toMatch(/^npm ci --ignore-scripts\b/);
    expect(first.stderr).toMatch(/^set-up: done \(\d+\.\d s\)$/m);
  });

  it('does none of it again on a second start, and says what its checks took', () => {
    start();
    const second = start();
    expect(ofSetUp(second)).toEqual([]);
    const said = second.stderr.split('\n').filter((line) => line.startsWith('set-up:'));
    expect(said).toEqual([expect.stringMatching(/^set-up: nothing to do \(\d+\.\d s\)$/)]);
  });

  it('does none of it again for the tests either', () => {
    start();
    const second = setUpForTests();
    expect(second.status).toBe(0);
    expect(names(second)).toEqual([]);
    expect(second.stderr).toMatch(/^set-up: nothing to do \(\d+\.\d s\)$/m);
  });

  it.each([
    ['a source changed: a build', 'src-main/main.ts', ['electron-vite']],
    ['a test changed: nothing', 'src-main/main.test.ts', []],
    ['the lockfile changed: packages and a build', 'package-lock.json', ['npm', 'electron-vite']],
  ])('does again only what has to be: %s', (_, file, expected) => {
    start();
    clone.append(file, '\n');
    expect(ofSetUp(start())).toEqual(expected);
  });

  it('does again what did not come to its end', () => {
    clone.program('npm', 'process.exit(1);');
    const failed = start();
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('npm ci failed');
    expect(ofSetUp(start())).toEqual(['npm']);
  });
});

const OS_RELEASE = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
const NEEDED = installCommand(OS_RELEASE, ['libraries']);
const ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

describe.skipIf(NEEDED === null)('a shared library that is missing', () => {
  const { packages, command, family } = NEEDED ?? { packages: [], command: '', family: 'debian' };
  const install = `apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends ${packages.join(' ')}`;
  const unless = (file: string): string => `if (!require('node:fs').existsSync(${JSON.stringify(file)}))`;
  beforeEach(() => clone.program('ldd', `${unless('installed')} console.log('libgtk-3.so.0 => not found');`));
  const ofApt = (run: CloneRun): readonly string[] => run.commands.filter((line) => line.startsWith('apt-get '));

  it.skipIf(!ROOT || family !== 'debian')('is installed as root on Debian and its kin, before the build', () => {
    clone.program('apt-get', "make('installed', '');");
    const first = start();
    expect(ofSetUp(first)).toEqual(['npm', 'electron-installer', 'apt-get', 'electron-vite']);
    expect(ofApt(first)).toEqual([install]);
    expect(first.stderr).toContain(`set-up: installing ${packages.join(' ')} …`);
    expect(ofSetUp(start())).toEqual([]);
  });

  it.skipIf(!ROOT || family !== 'debian')('is installed from new lists where the old ones do not do', () => {
    const known = "make(process.argv[2] === 'update' ? 'lists' : 'installed', '');";
    clone.program('apt-get', `if (process.argv[2] !== 'update') ${unless('lists')} process.exit(100);\n${known}`);
    expect(ofApt(start())).toEqual([install, 'apt-get update', install]);
  });

  it.skipIf(!ROOT || family !== 'debian')('ends the set-up where it can’t be installed', () => {
    clone.program('apt-get', "console.log('E: no such package'); process.exit(100);");
    const failed = start();
    expect(failed.status).toBe(2);
    expect(failed.stderr).toContain(`Could not install: run "${command}".\nE: no such package`);
    expect(names(failed)).not.toContain('electron-vite');
  });

  it('is left to another user, who reads what to type', () => {
    for (const manager of ['apt-get', 'dnf', 'pacman', 'sudo']) clone.program(manager);
    if (ROOT) clone.giveTo(NOBODY);
    const refused = start();
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(`Missing here: libraries. Install with:\n  sudo ${command}\n`);
    expect(ofSetUp(refused)).toEqual(['npm', 'electron-installer']);
  });
});
