import { describe, expect, it } from 'vitest';
import { visibleText as visibleInReports } from '#shared/kube/visible-text.ts';
import { visibleLines, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['myapp-svc', 'myapp-svc'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['한국어 🙂', '한국어 🙂'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a\u0000b\nc', 'a␀b␊c'],
    ['\u007f', '␡'],
    ['pod\u202egnp.exe', 'pod⟨U+202E⟩gnp.exe'],
    ['line\u2028break', 'line⟨U+2028⟩break'],
    ['zero\u200bwidth', 'zero⟨U+200B⟩width'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('makes visible what a report does, which may know nothing of it', () => {
    const all = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
    expect(all.filter((each) => visibleText(each) !== visibleInReports(each))).toEqual([]);
  });

  it('keeps the lines and tabs of longer text', () => {
    expect(visibleLines('a:\n\tb: \u001b[2J\r\n')).toBe('a:\n\tb: ␛[2J␍\n');
  });
});
