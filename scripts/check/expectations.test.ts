import { describe, expect, it } from 'vitest';
import { readExpectations, saidAbout } from './expectations.mjs';

describe('what a known-bad file says about itself', () => {
  it('reads the lines at its top', () => {
    const source = '// known-bad: types src-main: Cannot find name\n<!-- known-bad: lint: max-lines -->\ncode\n';
    expect(readExpectations(source)).toEqual([
      { gate: 'types src-main', text: 'Cannot find name' },
      { gate: 'lint', text: 'max-lines' },
    ]);
    expect(readExpectations('// known-good\ncode')).toEqual([]);
    expect(readExpectations('code')).toBeNull();
  });
});

describe('what a gate said about a file', () => {
  it('finds it in a line of its own, and in a paragraph under its name', () => {
    expect(saidAbout('src/a.ts(1,2): wrong\nsrc/b.ts(1,2): bad', 'src/a.ts')).toBe('src/a.ts(1,2): wrong');
    const eslint = '\n/tmp/x/src/a.ts\n  1:2  error  wrong\n\n/tmp/x/src/b.ts\n  1:2  error  bad\n';
    expect(saidAbout(eslint, 'src/a.ts')).toContain('wrong');
    expect(saidAbout(eslint, 'src/a.ts')).not.toContain('bad');
    expect(saidAbout('/tmp/x/A.svelte:5:3\nError: wrong (ts)\n', 'A.svelte')).toContain('wrong');
  });
});
