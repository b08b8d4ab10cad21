import type { CurlOptions } from './curl-options.ts';
import type { CurlUrl } from './curl-url.ts';

/** The version it says it is: `--rate` (7.84) and `%{exitcode}` (7.75) are there. */
export const CURL_VERSION = '8.5.0';

export function methodOf(options: CurlOptions): string {
  if (options.method !== undefined) return options.method;
  if (options.head) return 'HEAD';
  return options.data === undefined ? 'GET' : 'POST';
}

/** The request as curl writes it: Host, User-Agent, Accept, then what -H adds; `-H 'Name:'` takes one of its own away. */
export function requestText(options: CurlOptions, url: CurlUrl): string {
  const given = options.headers.map((line) => {
    const at = line.search(/[:;]/);
    return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim(), semicolon: line.charAt(at) === ';' };
  });
  const named = new Set(given.map(({ name }) => name.toLowerCase()));
  const user = options.user ?? url.user;
  const own: readonly (readonly [string, string | undefined])[] = [
    ['Host', url.authority],
    ['Authorization', user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`],
    ['User-Agent', options.userAgent ?? `curl/${CURL_VERSION}`],
    ['Accept', '*/*'],
    ['Content-Length', options.data === undefined ? undefined : String(Buffer.byteLength(options.data))],
    ['Content-Type', options.data === undefined ? undefined : 'application/x-www-form-urlencoded'],
  ];
  const host = given.find(({ name, value }) => name.toLowerCase() === 'host' && value !== '');
  const lines = [
    `${methodOf(options)} ${url.target} HTTP/1.1`,
    ...(host === undefined ? [] : [`Host: ${host.value}`]),
    ...own.flatMap(([name, value]) =>
      value === undefined || value === '' || named.has(name.toLowerCase()) ? [] : [`${name}: ${value}`],
    ),
    ...given.flatMap(({ name, value, semicolon }) => {
      if (name.toLowerCase() === 'host') return [];
      return value === '' && !semicolon ? [] : [`${name}: ${value}`.trimEnd()];
    }),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${options.data ?? ''}`;
}

export function versionText(): string {
  return [
    `curl ${CURL_VERSION} (x86_64-training-linux) libcurl/${CURL_VERSION}`,
    'Release-Date: 2023-12-06',
    'Protocols: http https',
    'Features: IPv6 SSL',
    '',
  ].join('\n');
}
