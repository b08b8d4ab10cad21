import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, isOurPage, mayOpenExternally } from './app-url.ts';

const FOLDER = join('/', 'opt', 'app', 'renderer');

describe('fileOf', () => {
  it.each([
    ['servicescope://app/', 'index.html'],
    ['servicescope://app/index.html', 'index.html'],
    ['servicescope://app/assets/index-a1.js?v=1#top', 'assets/index-a1.js'],
    ['servicescope://app/assets/%C3%A9.svg', 'assets/é.svg'],
  ])('names the file of %s', (url, file) => {
    expect(fileOf(FOLDER, url)).toBe(join(FOLDER, file));
  });

  it.each([
    'servicescope://other/index.html',
    'servicescope://app@other/index.html',
    'servicescope://app:81/index.html',
    'https://app/index.html',
    'file:///opt/app/renderer/index.html',
    'servicescope://app/..%2f..%2fetc%2fpasswd',
    'servicescope://app/%2e%2e%2fmain%2fmain.js',
    'servicescope://app/..%5cmain.js',
    'servicescope://app/index.html%00.js',
    'servicescope://app/%ff',
  ])('names none for %s', (url) => {
    expect(fileOf(FOLDER, url)).toBeNull();
  });

  it('keeps a path that only looks like one above within the folder', () => {
    // URL has taken ".." away before we look.
    expect(fileOf(FOLDER, 'servicescope://app/../../package.json')).toBe(join(FOLDER, 'package.json'));
    expect(fileOf(FOLDER, 'servicescope://app//etc/passwd')).toBe(join(FOLDER, 'etc/passwd'));
  });

  it('does not take a folder whose name begins alike for its own', () => {
    expect(fileOf(FOLDER, 'servicescope://app/..%2frenderer-old%2findex.html')).toBeNull();
  });
});

describe('isOurPage', () => {
  it.each(['servicescope://app', 'servicescope://app/', 'servicescope://app/#/service/web/hello'])(
    'knows %s',
    (url) => {
      expect(isOurPage(url)).toBe(true);
    },
  );

  it.each([
    'about:blank',
    'servicescope://app/index.html',
    'servicescope://app.example.com/',
    'servicescope://other/#/',
    'https://app/#/',
    'file:///index.html',
    'data:text/html,servicescope://app/#/',
  ])('does not know %s', (url) => {
    expect(isOurPage(url)).toBe(false);
  });
});

describe('mayOpenExternally', () => {
  it('lets https to a listed host leave', () => {
    expect(mayOpenExternally('https://kubernetes.io/docs/')).toBe(true);
  });

  it.each([
    'http://kubernetes.io/',
    'https://kubernetes.io.example.com/',
    'https://example.com/kubernetes.io',
    'https://me:secret@kubernetes.io/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not a url',
  ])('keeps %s', (url) => {
    expect(mayOpenExternally(url)).toBe(false);
  });
});
