import type { IncomingMessage } from 'node:http';
import { pathOf, reply, type HandleRequest, type ProgramContext, type ServerProgram } from './program.ts';

interface Site {
  readonly port: number;
  readonly server: string;
  readonly root: string;
  readonly index: string;
  /** What an error page says below its title. */
  readonly signature: string;
}

/** A web server with one page: its own, or what a ConfigMap mounts at its document root. */
export function staticSite(site: Site): ServerProgram {
  return (context) => ({
    kind: 'serves',
    listeners: [{ port: site.port, handle: serveSite(site, context, () => site.index) }],
    exitCode: 0,
  });
}

export function serveSite(
  { root, server, signature }: Pick<Site, 'root' | 'server' | 'signature'>,
  context: ProgramContext,
  index: () => string,
): HandleRequest {
  return (request, response) => {
    const path = pathOf(request).replace(/\/$/, '/index.html');
    const body = context.files.get(`${root}${path}`) ?? (path === '/index.html' ? index() : undefined);
    const status = body === undefined ? 404 : 200;
    response.setHeader('Server', server);
    if (body !== undefined) response.setHeader('Accept-Ranges', 'bytes');
    const page = body ?? notFoundPage(signature);
    reply(response, status, 'text/html', page);
    context.log(accessLine(request, status, Buffer.byteLength(page), context.clock.now()));
  };
}

function notFoundPage(signature: string): string {
  return [
    '<html>',
    '<head><title>404 Not Found</title></head>',
    '<body>',
    '<center><h1>404 Not Found</h1></center>',
    `<hr><center>${signature}</center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

/** The `combined` format of nginx and httpd. */
export function accessLine(request: IncomingMessage, status: number, bytes: number, now: number): string {
  const [, , day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(new Date(now).toUTCString()) ?? [];
  const agent = request.headers['user-agent'] ?? '-';
  const what = `${request.method ?? '-'} ${request.url ?? '-'} HTTP/${request.httpVersion}`;
  const at = `${day ?? ''}/${month ?? ''}/${year ?? ''}:${time ?? ''} +0000`;
  return `${request.socket.remoteAddress ?? '-'} - - [${at}] "${what}" ${status} ${bytes} "-" "${agent}" "-"\n`;
}
