import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { relativeLinks } from './links.mjs';

const ROOT = join(import.meta.dirname, '../..');
const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'test/cluster/README.md',
  ...docs.map((name) => `docs/${name}`),
];

describe('what a Markdown page leads to', () => {
  it('is links, images and pictures in links, by reference and as HTML too', () => {
    const text = `[a](a.md) ![b](img/b.png "title") [![c](c.png)](c.md#part) [d](<d e.md>)
[e]: ../e.md
<img src="f.png" alt="f"> <a href='g.md'>g</a>`;
    expect(relativeLinks(text)).toEqual(
      expect.arrayContaining(['a.md', 'img/b.png', 'c.png', 'c.md', 'd e.md', '../e.md', 'f.png', 'g.md']),
    );
  });

  it('is not what leads elsewhere, nor code', () => {
    const text = '[a](https://x.y/z) [b](#part) [c](mailto:a@b.c)\n`[d](d.md)`\n```sh\n[e](e.md)\n```\n';
    expect(relativeLinks(text)).toEqual([]);
  });
});

describe('every relative link and image exists', () => {
  it.each(PAGES)('%s', (page) => {
    const links = relativeLinks(readFileSync(join(ROOT, page), 'utf8'));
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  it('and the README has both', () => {
    const links = relativeLinks(readFileSync(join(ROOT, 'README.md'), 'utf8'));
    expect(links).toContain('ARCHITECTURE.md');
    expect(links.some((link) => link.endsWith('.png'))).toBe(true);
  });
});

describe('the README', () => {
  it('begins with the demo, which needs nothing of the reader', () => {
    const [, first = ''] = /^```sh\n(.*)\n/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
    expect(first).toBe('npm run demo');
  });
});
