import { describe, expect, it } from 'vitest';
import type { CurrentMember } from '#shared/traffic/current-members.ts';
import { boundedMatcher, createAnswerIdentifier } from './identify-answers.ts';

const client = { name: 'c-0', ip: '10.0.0.9', node: null };
const member = (pod: string, ...ips: string[]): CurrentMember => ({
  uid: pod,
  pod,
  ips,
  ready: true,
  hinted: false,
});

describe('boundedMatcher', () => {
  it('gives the first group, line by line, and null where there is none', () => {
    const match = boundedMatcher('^pod=(\\S+)$');
    expect(match('x\npod=web-1\ny')).toBe('web-1');
    expect(match('pod: web-1')).toBeNull();
    expect(boundedMatcher('a(b)?')('a')).toBeNull();
  });

  it('ends a pattern that would hang, and does not try it for ever', () => {
    const match = boundedMatcher('((a+)+)+!');
    const begun = performance.now();
    for (let answer = 0; answer < 100; answer += 1) expect(match('a'.repeat(60))).toBeNull();
    expect(performance.now() - begun).toBeLessThan(10_000);
    // Not even where it would have matched.
    expect(match('a!')).toBeNull();
  });
});

describe('createAnswerIdentifier', () => {
  it('knows members that came later, and those that left', () => {
    const identifier = createAnswerIdentifier({ by: 'answer' });
    const identify = identifier.of(client, '/');
    identifier.noteMembers([member('web-1', '10.0.0.1')]);
    expect(identify('web-2')).toBeNull();
    identifier.noteMembers([member('web-2', '10.0.0.2')]);
    expect(identify('web-2')).toEqual({ pod: 'web-2', rule: 'name' });
    expect(identify('10.0.0.1')).toEqual({ pod: 'web-1', rule: 'ip' });
    expect(identify('hello 10.0.0.9')).toBeNull();
  });

  it('wants a member from a pattern, and asks no answer where logs tell', () => {
    const byPattern = createAnswerIdentifier({ by: 'pattern', pattern: 'v=(\\S+)' });
    byPattern.noteMembers([member('web-1')]);
    expect(byPattern.of(client, '/')('v=web-1')).toEqual({ pod: 'web-1', rule: 'pattern' });
    expect(byPattern.of(client, '/')('v=2')).toBeNull();
    const byLogs = createAnswerIdentifier({ by: 'logs', inQuery: false });
    byLogs.noteMembers([member('web-1')]);
    expect(byLogs.of(client, '/')('web-1')).toBeNull();
  });
});
