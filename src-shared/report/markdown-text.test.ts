import { describe, expect, it } from 'vitest';
import { code, codeCell, fenced, plain, table } from './markdown-text.ts';

describe('a sentence', () => {
  it.each([
    ['The Pod is Ready.', 'The Pod is Ready.'],
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['a | b', 'a \\| b'],
    ['[click](javascript:alert(1)) ![x](//evil)', '\\[click\\](javascript:alert(1)) !\\[x\\](//evil)'],
    ['**bold** _em_ ~~gone~~ `code`', '\\*\\*bold\\*\\* \\_em\\_ \\~\\~gone\\~\\~ \\`code\\`'],
    ['&lt; $x$ \\', '\\&lt; \\$x\\$ \\\\'],
    ['# no heading', '\\# no heading'],
    ['- no item', '\\- no item'],
    ['1. no item', '1\\. no item'],
    ['=== no underline', '\\=== no underline'],
    ['Get "https://evil.example/a_b": refused', 'Get "`https://evil.example/a_b`": refused'],
    ['see WWW.evil.example|x', 'see `WWW.evil.example`\\|x'],
    ['cc @org/team, me@evil.example', 'cc `@org/team,` `me@evil.example`'],
    ['@org first, (@org)', '`@org` first, `(@org)`'],
    ['as in #12 and org/web#12', 'as in `#12` and `org/web#12`'],
    ['`@org` \\@org', '`` `@org` `` `\\@org`'],
    ['two\nlines', 'two␊lines'],
    ['\u001b[31mred', '␛\\[31mred'],
    ['a\u202eb\u2028c', 'a⟨U+202E⟩b⟨U+2028⟩c'],
  ])('%j is written as %j', (text, written) => {
    expect(plain(text)).toBe(written);
  });
});

describe('a name', () => {
  it.each([
    ['web-1', '`web-1`'],
    ['<none>', '`<none>`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['```', '```` ``` ````'],
    ['a\nb', '`a␊b`'],
    ['', '–'],
    [' ', '–'],
  ])('%j is written as %j', (text, written) => {
    expect(code(text)).toBe(written);
  });

  it('with a pipe is a cell of its own all the same', () => {
    expect(codeCell('a|b')).toBe('a\\|b');
    expect(codeCell('a\\|b')).toBe('a\\\\\\|b');
    expect(codeCell('a`b')).toBe('``a`b``');
  });
});

it('lines that hold a fence are fenced by a longer one', () => {
  expect(fenced(['a', '````', 'b\u001b'], 'sh')).toEqual(['`````sh', 'a', '````', 'b␛', '`````', '']);
});

it('a table without rows is none', () => {
  expect(table(['A'], [])).toEqual([]);
  expect(table(['A', 'B'], [['1', '2']])).toEqual(['| A | B |', '| --- | --- |', '| 1 | 2 |', '']);
});
