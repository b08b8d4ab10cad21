import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash, hashOf, readStamp, writeStamp } from './stamp.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'servicescope-stamp-'));
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'src', 'a.ts'), 'a');
  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'b');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const hash = () => contentHash(folder, ['src', 'absent'], (path) => !path.endsWith('.test.ts'));

describe('the hash of sources', () => {
  it('stays when only times change, or files that do not count', () => {
    const before = hash();
    utimesSync(join(folder, 'src', 'a.ts'), 1, 1);
    writeFileSync(join(folder, 'src', 'a.test.ts'), 'test');
    expect(hash()).toBe(before);
  });

  it('changes with a text, a name, a new file and a lost one', () => {
    const seen = [hash()];
    writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'c');
    seen.push(hash());
    writeFileSync(join(folder, 'src', 'deep', 'c.ts'), '');
    seen.push(hash());
    rmSync(join(folder, 'src', 'deep', 'b.ts'));
    seen.push(hash());
    expect(new Set(seen).size).toBe(4);
  });

  it('keeps the boundaries between its parts', () => {
    expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']));
  });
});

describe('a stamp', () => {
  it('is absent until it is written, and then holds the value', () => {
    const file = join(folder, 'cache', 'step.stamp');
    expect(readStamp(file)).toBeNull();
    writeStamp(file, 'one');
    writeStamp(file, 'two');
    expect(readStamp(file)).toBe('two');
  });
});
