import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installationId } from './installation.ts';
import { DEFAULT_CLIENT, openSettings } from './settings-file.ts';
import { writeFileWhole } from './write-file.ts';

let folder: string;
const onTrouble = vi.fn();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servicescope-settings-'));
  onTrouble.mockReset();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'settings.json');

describe('openSettings', () => {
  it('starts with defaults, and says nothing about a file that was never there', async () => {
    const settings = await openSettings(path(), onTrouble);
    expect(settings.view(null)).toEqual({ language: null, theme: 'system', client: DEFAULT_CLIENT, lastNamespace: {} });
    expect(onTrouble).not.toHaveBeenCalled();
  });

  it('remembers over a restart, each cluster’s client apart, all namespaces as such', async () => {
    const first = await openSettings(path(), onTrouble);
    const mine = { image: 'registry.local/curl:1', imagePullSecret: 'pull', imagePullPolicy: 'Always' } as const;
    await Promise.all([
      first.change({ language: 'ko', theme: 'dark' }),
      first.change({ client: { clusterKey: 'a', settings: mine } }),
      first.change({ lastNamespace: { context: 'dev', namespace: 'web' } }),
      first.change({ lastNamespace: { context: 'prod', namespace: null } }),
    ]);
    const again = await openSettings(path(), onTrouble);
    expect(again.view('a')).toEqual({
      language: 'ko',
      theme: 'dark',
      client: mine,
      lastNamespace: { dev: 'web', prod: null },
    });
    expect(again.view('b').client).toEqual(DEFAULT_CLIENT);
    await again.change({ language: null });
    expect((await openSettings(path(), onTrouble)).view('a')).toMatchObject({ language: null, theme: 'dark' });
  });

  it.each([
    ['cut off', '{"language": "ko"'],
    ['empty', ''],
    ['of other types', '{"theme": 7}'],
    [
      'with an image that is no image',
      '{"clients": {"a": {"image": "x; rm -rf /", "imagePullSecret": null, "imagePullPolicy": "Always"}}}',
    ],
  ])('keeps a file aside that is %s, and starts with defaults', async (_what, text) => {
    await writeFile(path(), text);
    const settings = await openSettings(path(), onTrouble);
    expect(settings.view(null).theme).toBe('system');
    expect(await readFile(`${path()}.broken`, 'utf8')).toBe(text);
    expect(onTrouble).toHaveBeenCalledOnce();
  });

  it('goes on with what it has where the file can’t be written, and says so', async () => {
    await writeFile(join(folder, 'file'), '');
    const settings = await openSettings(join(folder, 'file', 'settings.json'), onTrouble);
    onTrouble.mockReset();
    await settings.change({ theme: 'light' });
    expect(settings.view(null).theme).toBe('light');
    expect(onTrouble).toHaveBeenCalledOnce();
    await settings.change({ theme: 'dark' });
    expect(settings.view(null).theme).toBe('dark');
  });
});

describe('writeFileWhole', () => {
  it('makes folder and file readable to their owner alone, and leaves nothing beside it', async () => {
    const file = join(folder, 'new', 'runs.json');
    await writeFileWhole(file, 'one');
    await chmod(file, 0o644);
    await writeFileWhole(file, 'two');
    expect(await readFile(file, 'utf8')).toBe('two');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'new'))).toEqual(['runs.json']);
  });

  it('leaves the old file and no other where it can’t be replaced', async () => {
    // A rename onto a folder fails after the temporary file was written.
    await writeFileWhole(join(folder, 'taken', 'inside'), 'kept');
    await expect(writeFileWhole(join(folder, 'taken'), 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('installationId', () => {
  it('is made once and kept', async () => {
    const file = join(folder, 'installation-id');
    const id = await installationId(file, onTrouble);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(await installationId(file, onTrouble)).toBe(id);
    expect(onTrouble).not.toHaveBeenCalled();
  });

  it('is made anew where the file holds something else, which would be a label nobody can match', async () => {
    const file = join(folder, 'installation-id');
    await writeFile(file, 'not an id');
    const id = await installationId(file, onTrouble);
    expect((await readFile(file, 'utf8')).trim()).toBe(id);
  });
});
