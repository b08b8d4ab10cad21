import { describe, expect, test } from 'vitest';
import { rewriteScript } from './rewrite-script.ts';
import { isIncomplete, readInvocation } from './shell-words.ts';

const OUT = '>> /dev/.stdout';
const ERR = '2>> /dev/.stderr';
const streaming = new Set(['curl', 'sleep']);

describe('what is rewritten so that it is seen at once', () => {
  test.each([
    ['echo a', `echo a ${OUT} ${ERR}`],
    ['curl -s web', `__live_curl -s web ${OUT} ${ERR}`],
    ['/usr/bin/curl web', `__live_curl web ${OUT} ${ERR}`],
    ['curl web </dev/null', `__live_curl web ${OUT} ${ERR} < /dev/null`],
    ['curl web > f', `curl web ${ERR} > f`],
    ['curl web 2>&1', `curl web ${OUT} 2>> /dev/.stdout`],
    ['echo a >&2', `echo a ${ERR} >> /dev/.stderr`],
    ['read -r a', `read -r a ${OUT} ${ERR} < /dev/.stdin-line`],
    ['sort -r', `sort -r ${OUT} ${ERR} < /dev/.stdin`],
    ['sort -r f', `sort -r f ${OUT} ${ERR}`],
    ['tar -xmf - -C /tmp', `tar -xmf - -C /tmp ${OUT} ${ERR} < /dev/.stdin`],
    ['tar cf - f', `tar cf - f ${OUT} ${ERR}`],
    ['tar cf - /tmp/a', `tar 'cf' '-' '-C' '/' 'tmp/a' ${OUT} ${ERR}`],
    ['tar xf f', `tar xf f ${OUT} ${ERR}`],
    ['a=1', 'a=1'],
    ['exit 3', `exit 3 ${OUT} ${ERR}`],
  ])('%s', (script, expected) => {
    expect(rewriteScript(script, streaming)).toBe(expected);
  });

  test('in a pipe the last command has the session’s stdout, the first its stdin, all its stderr', () => {
    const rewritten = rewriteScript('cat | curl web | sort', streaming);
    expect(rewritten).toBe(`cat ${ERR} < /dev/.stdin | curl web ${ERR} | sort ${OUT} ${ERR}`);
  });

  test('what is redirected as a whole is left alone within, but for the turn of a loop', () => {
    const rewritten = rewriteScript('while read -r a; do echo $a; done <in >out', streaming);
    expect(rewritten.split('\n')).toEqual(['while __tick', 'read -r a; do', 'echo $a', 'done < in > out']);
  });

  test('substitutions and functions are not the session’s', () => {
    expect(rewriteScript('x=$(curl web)', streaming)).toBe('x=$(curl web)');
    expect(rewriteScript('f() { curl web; }', streaming)).not.toContain('__live_');
  });

  test('what is no script (yet) is said to be none', () => {
    expect(() => rewriteScript('if true; then', streaming)).toThrow();
  });
});

test.each([
  ['echo "a', 'line 1: unexpected EOF while looking for matching `"\'', true],
  ['echo a |', undefined, true],
  ['echo a \\', undefined, true],
  ['cat <<E\nx', undefined, true],
  ['cat <<E\nx\nE', undefined, false],
  ['echo a; done', "Parse error at 1:9: syntax error near unexpected token `done'", false],
  ['echo a', undefined, false],
])('%j with %j: more is to come is %j', (text, failure, expected) => {
  expect(isIncomplete(text, failure)).toBe(expected);
});

test.each([
  [['sh', '-c', 'echo $1', 'name', 'x'], { kind: 'script', text: 'echo $1', positional: ['x'] }],
  [['bash', '-lc', 'a'], { kind: 'script', text: 'a', positional: [] }],
  [['sh'], { kind: 'interactive' }],
  [['curl', "it's"], { kind: 'script', text: `'curl' 'it'\\''s'`, positional: [] }],
])('%j is %j', (argv, expected) => {
  expect(readInvocation(argv, true)).toEqual(expected);
});
