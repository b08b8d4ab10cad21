import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshClone, type FreshClone } from '../test/support/fresh-clone.ts';

let clone: FreshClone;
beforeEach(() => (clone = freshClone()));
afterEach(() => clone.remove());

const DEMO = ['node', '-r', './scripts/require-node.cjs', 'scripts/demo.mjs'] as const;

describe.skipIf(process.platform !== 'linux')('npm run demo in a fresh clone', () => {
  beforeEach(() => clone.link('node', process.execPath));

  it('with no display sets up and runs on a virtual one by itself', () => {
    const { status, commands } = clone.run(DEMO);
    expect(status).toBe(0);
    const order = ['npm ci', 'electron-installer', 'electron-vite build', 'xvfb-run'];
    const places = order.map((begin) => commands.findIndex((command) => command.startsWith(begin)));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(commands.at(-1)).toMatch(/^xvfb-run .*tsx\/dist\/cli\.mjs \S+test\/demo\/demo\.ts$/);
  });

  it('ends with the exit code of the demo, and without it where the set-up fails', () => {
    clone.program('xvfb-run', 'process.exit(7);');
    expect(clone.run(DEMO).status).toBe(7);
    clone.program('npm', 'process.exit(1);');
    clone.append('package-lock.json', '\n');
    const failed = clone.run(DEMO);
    expect(failed.status).toBe(1);
    expect(failed.commands.filter((command) => command.startsWith('xvfb-run'))).toEqual([]);
  });

  it('with a display uses that, and stays open', () => {
    const seen = "import { writeFileSync } from 'node:fs';\nwriteFileSync('seen', process.argv.slice(2).join(' '));\n";
    clone.write('node_modules/tsx/dist/cli.mjs', `${seen}process.exitCode = 3;\n`);
    const { status, commands } = clone.run(DEMO, { DISPLAY: 'elsewhere:0' });
    expect(status).toBe(3);
    expect(commands.filter((command) => command.startsWith('xvfb-run'))).toEqual([]);
    expect(clone.read('seen')).toMatch(/test\/demo\/demo\.ts --stay$/);
  });
});
