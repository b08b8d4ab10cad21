export interface CurlUrl {
  readonly scheme: 'http' | 'https';
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query as sent. */
  readonly target: string;
  /** As in the Host header: the port only where it is not the scheme's own. */
  readonly authority: string;
  readonly user: string | undefined;
  readonly text: string;
}

export type ParsedUrl =
  | { readonly ok: true; readonly url: CurlUrl }
  | { readonly ok: false; readonly exit: number; readonly message: string };

/** As curl reads an address: http:// is implied, the fragment is never sent. */
export function parseCurlUrl(text: string, pathAsIs: boolean): ParsedUrl {
  const match = /^(?:([a-zA-Z][\w+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(text);
  const [, scheme = 'http', place = '', rest = ''] = match ?? [];
  const lower = scheme.toLowerCase();
  if (lower !== 'http' && lower !== 'https') return failure(1, `Protocol "${scheme}" not supported`);
  const at = place.lastIndexOf('@');
  const hostPort = place.slice(at + 1);
  const address = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d*))?$/.exec(hostPort);
  if (address === null) return failure(3, 'URL rejected: Port number was not a decimal number between 0 and 65535');
  const host = address[1] ?? address[2] ?? '';
  if (host === '') return failure(3, 'URL rejected: No host part in the URL');
  if (/\s/.test(text)) return failure(3, 'URL rejected: Malformed input to a URL function');
  const standard = lower === 'http' ? 80 : 443;
  const port = address[3] === undefined || address[3] === '' ? standard : Number(address[3]);
  if (port > 65_535) return failure(3, 'URL rejected: Port number was not a decimal number between 0 and 65535');
  const [path = '', ...query] = rest.split('?');
  const whole = path.startsWith('/') ? path : `/${path}`;
  const sent = [pathAsIs ? whole : withoutDots(whole), ...query].join('?');
  const shown = address[1] === undefined ? host : `[${host}]`;
  return {
    ok: true,
    url: {
      scheme: lower,
      host,
      port,
      target: sent,
      authority: port === standard ? shown : `${shown}:${port}`,
      user: at === -1 ? undefined : decodeURIComponent(place.slice(0, at)),
      text,
    },
  };
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
    if (last && (part === '.' || part === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}

function failure(exit: number, message: string): ParsedUrl {
  return { ok: false, exit, message };
}
