import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SCENARIOS } from './training.ts';

const MANIFESTS = join(import.meta.dirname, '../../resources/manifests');

describe('the scenarios', () => {
  it('are the files of resources/manifests, each of them', () => {
    const files = readdirSync(MANIFESTS).map((file) => file.replace(/\.yaml$/, ''));
    expect(files.sort()).toEqual([...SCENARIOS].sort());
  });

  it.each(SCENARIOS)('%s says in its first line what it shows, and has a Service', (name) => {
    const text = readFileSync(join(MANIFESTS, `${name}.yaml`), 'utf8');
    expect(text).toMatch(/^# \S/);
    const documents = parseAllDocuments(text);
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(documents.map((document) => document.get('kind'))).toContain('Service');
  });
});
