import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshClone, type CloneRun, type FreshClone } from '../test/support/fresh-clone.ts';

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
