import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuote } from './shell-quote.ts';

describe('shellQuote', () => {
  it.each([
    ['myapp-svc', 'myapp-svc'],
    ['kubernetes.io/service-name=web', 'kubernetes.io/service-name=web'],
    ['', "''"],
    ['a b', "'a b'"],
    ['$(reboot)', "'$(reboot)'"],
    ["it's", String.raw`'it'\''s'`],
    ['\u001b[2J', String.raw`$'\x1b[2J'`],
    ['a\u202eb', String.raw`$'a\u202eb'`],
  ])('%j is written %j', (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });

  it.each(['a b', "it's", '$(reboot)', 'a\nb\tc', '\u001b[31m', '`id`', String.raw`back\slash '"`, '서비스'])(
    'bash reads %j back as it was',
    (word) => {
      expect(execFileSync('bash', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' })).toBe(word);
    },
  );
});
