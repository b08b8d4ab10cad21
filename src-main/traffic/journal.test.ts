import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal, type JournalEntry } from './journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'servicescope-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (run: string): JournalEntry => ({
  run,
  context: 'c',
  cluster: 'k',
  service: { namespace: 'n', name: 's' },
  serviceUid: 'u',
  objects: [{ kind: 'Job', name: 'j', uid: null }],
  patch: null,
});

describe('the journal', () => {
  it('is on the disk when put resolves, and is read again', async () => {
    const path = join(folder, 'deeper', 'runs.json');
    const journal = await openJournal(path);
    await journal.put(entry('a'));
    expect((await openJournal(path)).entries()).toEqual([entry('a')]);
    await Promise.all([journal.put(entry('b')), journal.put(entry('c')), journal.remove('a')]);
    expect((await openJournal(path)).entries().map(({ run }) => run)).toEqual(['b', 'c']);
    expect(await readdir(join(folder, 'deeper'))).toEqual(['runs.json']);
  });

  it('starts empty where there is no file, half a file or another’s, and keeps what it could not read', async () => {
    const path = join(folder, 'runs.json');
    expect((await openJournal(path)).entries()).toEqual([]);
    await writeFile(path, '[{"run":"a"');
    expect((await openJournal(path)).entries()).toEqual([]);
    expect(await readFile(`${path}.corrupt`, 'utf8')).toBe('[{"run":"a"');
    await writeFile(path, JSON.stringify([entry('a'), { run: 1 }, null]));
    expect((await openJournal(path)).entries()).toEqual([entry('a')]);
  });

  it('keeps aside what it did not understand, each under a name of its own, before anything is written over it', async () => {
    const path = join(folder, 'runs.json');
    const texts = ['{"version":2,"runs":[]}', JSON.stringify([entry('a'), { run: 'half' }]), '"x"'];
    const troubles: unknown[] = [];
    for (const text of texts) {
      await writeFile(path, text);
      await (await openJournal(path, (error) => troubles.push(error))).put(entry('b'));
    }
    const kept = ['runs.json.corrupt', 'runs.json.corrupt-2', 'runs.json.corrupt-3'];
    expect(await readdir(folder)).toEqual(['runs.json', ...kept]);
    for (const [index, name] of kept.entries()) expect(await readFile(join(folder, name), 'utf8')).toBe(texts[index]);
    expect(troubles).toHaveLength(3);
  });

  it('keeps what it understood in its place at once', async () => {
    const path = join(folder, 'runs.json');
    await writeFile(path, JSON.stringify([entry('a'), null]));
    await openJournal(path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([entry('a')]);
  });

  it('keeps aside what can’t be read at all', async () => {
    const path = join(folder, 'runs.json');
    // Reading a folder fails with EISDIR, for root as well.
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'x');
    const journal = await openJournal(path);
    await journal.put(entry('a'));
    expect(await readFile(join(`${path}.corrupt`, 'inside'), 'utf8')).toBe('x');
    expect((await openJournal(path)).entries()).toEqual([entry('a')]);
  });

  it('refuses to write where what it could not read can’t be kept aside', async () => {
    const path = join(folder, 'runs.json');
    // A path through a file: reading fails with ENOTDIR, and so does every other step.
    await writeFile(path, 'x');
    const journal = await openJournal(join(path, 'runs.json'));
    await expect(journal.put(entry('a'))).rejects.toThrow('ENOTDIR');
    expect(await readFile(path, 'utf8')).toBe('x');
  });
});
