import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const GUARD = './scripts/require-node.cjs';
const folder = mkdtempSync(join(tmpdir(), 'servicescope-node-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command behind the guard, in a Node.js that says it is another. */
function runAs(version: string) {
  const pretence = join(folder, `${version}.cjs`);
  writeFileSync(pretence, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`);
  const command = ['-r', pretence, '-r', GUARD, '-e', 'console.log("it ran")'];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
}

describe('a Node.js that is too old', () => {
  it.each(['12.22.12', '18.20.8', '20.18.3'])('%s is refused in one sentence, with exit code 2', (version) => {
    const { status, stdout, stderr } = runAs(version);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(version);
    expect(stderr).toContain('Node.js 20.19 or newer');
  });

  it.each(['20.19.0', '21.0.0', '24.1.0'])('%s is not too old', (version) => {
    expect(runAs(version)).toMatchObject({ status: 0, stdout: 'it ran\n' });
  });

  it('is asked about by every npm script, and by the number that package.json names', () => {
    const about = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
      scripts: Record<string, string>;
    };
    for (const [name, command] of Object.entries(about.scripts))
      expect(command, name).toMatch(/^node -r \.\/scripts\/require-node\.cjs \S+\.m?js( |$)/);
    expect(about.engines.node).toBe('>=20.19');
  });
});
