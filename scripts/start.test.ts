import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** `npm start`, with these variables and nothing to open a window on. */
function start(variables: Readonly<Record<string, string>> = {}) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const script = join(import.meta.dirname, 'start.mjs');
  return spawnSync(process.execPath, [script], { env: { ...env, ...variables }, encoding: 'utf8' });
}

describe.skipIf(process.platform !== 'linux')('npm start with no display', () => {
  it('says in one sentence what is missing, and exits 2 before it installs anything', () => {
    const { status, stdout, stderr } = start();
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('no display');
    expect(stderr).toContain('xvfb-run -a npm start');
  });
});

describe('npm start --readonly, without the two dashes', () => {
  // What npm makes of it, seen with npm 11: `--readonly` becomes its own `--read-only`.
  it.each([
    ['npm_config_read_only', 'true', '--readonly'],
    ['npm_config_context', 'dev', '--context'],
    ['npm_config_namespace', 'web', '--namespace'],
  ])('is refused: npm has kept %s to itself', (variable, value, option) => {
    const { status, stderr } = start({ [variable]: value });
    expect(status).toBe(2);
    expect(stderr.trim()).toContain(`npm start -- ${option}`);
  });
});
