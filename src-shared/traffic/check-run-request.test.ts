import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRunRequest, runRequestProblems } from './check-run-request.ts';
import type { RunRequest } from './run-request.ts';

const GOOD: RunRequest = {
  namespace: 'shop',
  service: 'web',
  port: 80,
  scheme: 'http',
  path: '/',
  requests: 200,
  rate: 50,
  clients: 2,
  timeoutMs: 2_000,
  newConnection: true,
  affinity: 'as-is',
  identify: { by: 'answer' },
};

const pattern = (text: string): Partial<RunRequest> => ({ identify: { by: 'pattern', pattern: text } });

describe('checkRunRequest', () => {
  it('passes the defaults', () => expect(checkRunRequest(GOOD)).toBeNull());

  it.each<[Partial<RunRequest>, string, string]>([
    [{ rate: 0 }, 'rate', 'below'],
    [{ rate: -1 }, 'rate', 'below'],
    [{ rate: 1e9 }, 'rate', 'above'],
    [{ rate: Number.NaN }, 'rate', 'not-a-number'],
    [{ rate: Number.POSITIVE_INFINITY }, 'rate', 'not-a-number'],
    [{ rate: '50' as unknown as number }, 'rate', 'not-a-number'],
    [{ rate: 101, affinity: 'beside' }, 'rate', 'above-cap-of-both-sides'],
    [{ requests: 0 }, 'requests', 'below'],
    [{ requests: 1.5 }, 'requests', 'not-whole'],
    [{ requests: 100_001 }, 'requests', 'above'],
    [{ requests: 100_000, rate: 1 }, 'requests', 'lasts-too-long'],
    [{ clients: 0 }, 'clients', 'below'],
    [{ clients: 9 }, 'clients', 'above'],
    [{ timeoutMs: 99 }, 'timeoutMs', 'below'],
    [{ timeoutMs: 60_001 }, 'timeoutMs', 'above'],
    [{ port: 0 }, 'port', 'below'],
    [{ port: 65_536 }, 'port', 'above'],
    [{ path: '' }, 'path', 'path-start'],
    [{ path: 'x' }, 'path', 'path-start'],
    [{ path: '/a b' }, 'path', 'path-characters'],
    [{ path: '/\r\nX-Evil: 1' }, 'path', 'path-characters'],
    [{ path: '/\n' }, 'path', 'path-characters'],
    [{ path: '/\u0000' }, 'path', 'path-characters'],
    [{ path: '/"' }, 'path', 'path-characters'],
    [{ path: "/'" }, 'path', 'path-characters'],
    [{ path: '/`id`' }, 'path', 'path-characters'],
    [{ path: '/$(id)' }, 'path', 'path-characters'],
    [{ path: '/\\' }, 'path', 'path-characters'],
    [{ path: '/#x' }, 'path', 'path-characters'],
    [{ path: '/한' }, 'path', 'path-characters'],
    [{ path: `/${'a'.repeat(2_000)}` }, 'path', 'too-long'],
    [{ namespace: '../kube-system' }, 'namespace', 'not-a-name'],
    [{ service: 'Web' }, 'service', 'not-a-name'],
    [{ service: 'a'.repeat(64) }, 'service', 'not-a-name'],
    [{ scheme: 'file' as 'http' }, 'scheme', 'not-one-of'],
    [pattern('('), 'identify', 'pattern-invalid'],
    [pattern('pod'), 'identify', 'pattern-without-group'],
    [pattern('(?:pod)'), 'identify', 'pattern-without-group'],
    [pattern(`(${'a'.repeat(200)})`), 'identify', 'too-long'],
  ])('refuses %j', (change, field, code) => {
    const request = { ...GOOD, ...change };
    expect(runRequestProblems(request)).toMatchObject([{ field, code }]);
    expect(checkRunRequest(request)).toMatchObject({ code: 'argument.invalid', parameters: { field } });
  });

  it.each<Partial<RunRequest>>([
    { rate: 200 },
    { rate: 100, affinity: 'beside' },
    { rate: 200, affinity: 'patch' },
    { requests: null, rate: 0.1 },
    { requests: 100_000, rate: 200 },
    { path: '/a/[b]{c}?x=1&y=%20;z=$1&f=(2)!*,:@~' },
    { service: 'a'.repeat(63) },
    pattern('pod: ([a-z0-9-]+)'),
  ])('passes %j', (change) => expect(checkRunRequest({ ...GOOD, ...change })).toBeNull());

  it('lets no path through with a character that could end a line, an argument or a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const path = `/${text}`;
        if (checkRunRequest({ ...GOOD, path }) === null) expect(path).not.toMatch(/[\s"'`\\<>#\p{C}]|\$[({]/u);
      }),
    );
  });
});
