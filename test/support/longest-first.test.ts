import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import configuration, { LONG, LongestFirst, longestFirst } from '../../vitest.config.ts';

describe('the order of test files', () => {
  it('has the long ones first, the longest of all at the head, and leaves the others as they are', () => {
    const files = ['b.test.ts', 'scenarios.test.ts', 'a.test.ts', 'traffic-run.test.ts'].map((name) => ({
      moduleId: join('/clone', name),
    }));
    const names = longestFirst(files).map(({ moduleId }) => basename(moduleId));
    expect(names).toEqual(['traffic-run.test.ts', 'scenarios.test.ts', 'b.test.ts', 'a.test.ts']);
  });

  it('is the one that is configured', () => {
    expect(configuration.test?.sequence?.sequencer).toBe(LongestFirst);
  });

  it.each(LONG)('knows %s by the name it has', (name) => {
    const there = ['real', 'conformance'].filter((folder) => existsSync(join(import.meta.dirname, '..', folder, name)));
    expect(there).toHaveLength(1);
  });
});
