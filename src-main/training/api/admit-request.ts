import { isIPv6 } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { forbidden, refused, unauthorized } from '../status-errors.ts';
import { PUBLIC_PATHS } from './documents.ts';
import { sameSecret } from './same-secret.ts';

/** Names under which the API may be called. */
export const HOST_NAMES: readonly string[] = [
  '127.0.0.1',
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '10.96.0.1',
  '10.250.0.1',
];

/**
 * Lets a request in, or throws the Status that refuses it. A browser's request (it carries Origin) and one for another host
 * (a name that was made to point here) are refused before the token is looked at.
 */
export function admitRequest(headers: IncomingHttpHeaders, path: string, token: string): void {
  if (headers.origin !== undefined) throw refused('requests from a web page are refused');
  const host = textOf(headers[':authority']) ?? headers.host ?? '';
  if (!HOST_NAMES.includes(hostNameOf(host))) throw refused(`the host ${JSON.stringify(host)} is not this cluster`);
  const { authorization } = headers;
  if (authorization === undefined) {
    if (PUBLIC_PATHS.some((each) => path === each || path.startsWith(`${each}/`))) return;
    throw anonymous(path);
  }
  const [, given = ''] = /^Bearer (.+)$/.exec(authorization) ?? [];
  if (!sameSecret(given, token)) throw unauthorized();
}

function hostNameOf(host: string): string {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return isIPv6(name) ? '' : name;
}

function anonymous(path: string): Error {
  const error = forbidden({ plural: '', group: '' }, '', '');
  const message = `forbidden: User "system:anonymous" cannot get path "${path}"`;
  return Object.assign(error, { message, status: { ...error.status, message, details: {} } });
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
