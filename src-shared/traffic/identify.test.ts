import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identificationIndex, identify, identifyCaptured, type Candidate } from './identify.ts';

const MEMBERS: readonly Candidate[] = [
  { pod: 'web-1', ips: ['10.244.0.5', 'fd00::5'] },
  { pod: 'web-10', ips: ['10.244.0.50'] },
  { pod: 'web', ips: ['10.244.0.6'] },
];
const CLIENT = { name: 'servicescope-ab-0-xyz', ips: ['10.244.0.9'] };
const index = identificationIndex(MEMBERS, CLIENT, '/ servicescope/0123 10.96.0.10:80');
const who = (answer: string, path = '/'): string | null => {
  const found = identify(answer, path === '/' ? index : identificationIndex(MEMBERS, CLIENT, path));
  return found === null ? null : `${found.pod} by ${found.rule}`;
};

describe('identify', () => {
  it.each([
    ['web-1', 'web-1 by name'],
    ['web-10\n', 'web-10 by name'],
    ['Hello from web-1!', 'web-1 by name'],
    ['{"pod":"web-1"}', 'web-1 by name'],
    ['HTTP/1.1 200 OK\r\nX-Pod: web-10\r\n\r\nhi', 'web-10 by name'],
    ['HTTP/1.1 200 OK\r\nServer: web\r\n\r\nI am web-1', 'web-1 by name'],
    ['ip=10.244.0.5', 'web-1 by ip'],
    ['[fd00::5]', 'web-1 by ip'],
    ['FD00::5', 'web-1 by ip'],
    ['web-1 at 10.244.0.5', 'web-1 by name'],
    ['10.244.0.5 is web-1', 'web-1 by name'],
    ['web-1 asked by 10.244.0.9 (servicescope-ab-0-xyz)', 'web-1 by name'],
  ])('%j is %s', (answer, expected) => expect(who(answer)).toBe(expected));

  it.each([
    ['nobody', ''],
    ['a plain page', '<h1>It works!</h1>'],
    ['two names', 'web-1 web-10'],
    ["a name and another's IP", 'web-1 10.244.0.50'],
    ['a name inside a longer one', 'web-100'],
    ['a name with a letter before it', 'xweb-1'],
    ['a host name', 'web-1.shop.svc'],
    ['a port beside the IP', '10.244.0.5:8080'],
    ['an IP inside a longer one', '110.244.0.5 10.244.0.55'],
    ['a mapped IPv6 address', '::ffff:10.244.0.5'],
    ['a name in another script', '가web-1'],
    ['only the client', 'servicescope-ab-0-xyz 10.244.0.9'],
    ['only a software header', 'HTTP/1.1 200 OK\r\nServer: web\r\n\r\nhi'],
  ])('%s is nobody', (_, answer) => expect(who(answer)).toBeNull());

  it('does not take the word of a default page for the Pod that is called so', () => {
    const members = [
      { pod: 'nginx', ips: ['10.0.0.1'] },
      { pod: 'nginx-2', ips: ['10.0.0.2'] },
    ];
    const named = identificationIndex(members, CLIENT, '/');
    expect(identify('<h1>Welcome to nginx!</h1>', named)).toBeNull();
    expect(identify('<p>Served by NGINX</p>', named)).toBeNull();
    expect(identify('nginx at 10.0.0.1', named)).toEqual({ pod: 'nginx', rule: 'ip' });
    expect(identify('nginx runs nginx-2', named)).toEqual({ pod: 'nginx-2', rule: 'name' });
    expect(identifyCaptured('nginx', named)).toEqual({ pod: 'nginx', rule: 'pattern' });
  });

  it('does not believe an echo of the request', () => {
    expect(who('you asked for /?pod=web-1', '/?pod=web-1')).toBeNull();
    expect(who('web-10 was asked for /?pod=web-1', '/?pod=web-1')).toBeNull();
    expect(who('web-10 here', '/?pod=web-1')).toBe('web-10 by name');
  });

  it('leaves out a client that is a member itself: servers repeat who asked', () => {
    const mine = identificationIndex(MEMBERS, { name: 'web-10', ips: ['10.244.0.50'] }, '/');
    expect(identify('web-1 says hello to web-10 at 10.244.0.50', mine)).toEqual({ pod: 'web-1', rule: 'name' });
    expect(identify('hello web-10', mine)).toBeNull();
  });

  it('takes an address that two Pods share for neither, and a name beside it all the same', () => {
    const both = [
      { pod: 'a', ips: ['10.0.0.1'] },
      { pod: 'b', ips: ['10.0.0.1'] },
      { pod: 'c', ips: ['10.0.0.2'] },
    ];
    const shared = identificationIndex(both, CLIENT, '/');
    expect(identify('10.0.0.1', shared)).toBeNull();
    expect(identify('a on 10.0.0.1', shared)).toEqual({ pod: 'a', rule: 'name' });
    expect(identify('c, not 10.0.0.1', shared)).toBeNull();
  });

  it('never names a Pod that does not stand in the answer, alone', () => {
    const word = fc.constantFrom(
      'web-1',
      'web-10',
      'web',
      '10.244.0.5',
      '10.244.0.50',
      ' ',
      '-',
      '.',
      ':',
      'x',
      '/',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const answer = words.join('');
        const found = identify(answer, index);
        const named = MEMBERS.filter((member) =>
          [member.pod, ...member.ips].some((text) =>
            new RegExp(`(?<![\\p{L}\\p{N}\\-.:])${text.replaceAll('.', '\\.')}(?![\\p{L}\\p{N}\\-.:])`, 'u').test(
              answer,
            ),
          ),
        );
        expect(found?.pod ?? null).toBe(named.length === 1 ? named[0]?.pod : null);
      }),
      { numRuns: 500 },
    );
  });
});

it('identifyCaptured wants a member, by name or IP', () => {
  expect(identifyCaptured('web-1', index)).toEqual({ pod: 'web-1', rule: 'pattern' });
  expect(identifyCaptured(' 10.244.0.5 ', index)).toEqual({ pod: 'web-1', rule: 'pattern' });
  expect(identifyCaptured('v2', index)).toBeNull();
  expect(identifyCaptured('', index)).toBeNull();
});
