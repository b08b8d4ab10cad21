import type { IncomingMessage, ServerResponse } from 'node:http';
import { flagValue, pathOf, reply, type ProgramContext, type ServerPlan } from './program.ts';

const TEXT = 'text/plain; charset=utf-8';

/** hashicorp/http-echo: `-text=` is all it says; `-listen=:PORT`, `-status-code=`. */
export function httpEcho({ argv, env, log }: ProgramContext): ServerPlan {
  const text = flagValue(argv, 'text') ?? env.ECHO_TEXT;
  if (text === undefined || text === '') return { kind: 'fails', message: 'Missing -text option!\n', exitCode: 127 };
  const listen = flagValue(argv, 'listen') ?? ':5678';
  const status = Number(flagValue(argv, 'status-code') ?? 200);
  log(`[INFO] server is listening on ${listen}\n`);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('X-App-Name', 'http-echo');
    if (pathOf(request) === '/health') reply(response, 200, TEXT, '{"status":"ok"}\n');
    else reply(response, status, TEXT, `${text}\n`);
  };
  return { kind: 'serves', listeners: [{ port: portOf(listen), handle }], exitCode: 0 };
}

/** traefik/whoami: names the Pod and shows the request's head. */
export function whoami({ argv, env, hostname, podIP }: ProgramContext): ServerPlan {
  const port = Number(flagValue(argv, 'port') ?? env.WHOAMI_PORT_NUMBER ?? 80);
  const name = flagValue(argv, 'name') ?? env.WHOAMI_NAME;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (pathOf(request) === '/health') {
      reply(response, 200, TEXT, '');
      return;
    }
    const lines = [
      ...(name === undefined ? [] : [`Name: ${name}`]),
      `Hostname: ${hostname}`,
      'IP: 127.0.0.1',
      `IP: ${podIP}`,
      `RemoteAddr: ${request.socket.remoteAddress ?? ''}:${request.socket.remotePort ?? 0}`,
      `${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`,
      ...headLines(request),
      '',
    ];
    reply(response, 200, TEXT, `${lines.join('\n')}\n`);
  };
  return { kind: 'serves', listeners: [{ port, handle }], exitCode: 0 };
}

/** registry.k8s.io/e2e-test-images/agnhost, as far as Services are concerned. */
export function agnhost(context: ProgramContext): ServerPlan {
  const command = context.argv.find((argument, index) => index > 0 && !argument.startsWith('-')) ?? 'pause';
  if (command === 'pause') return { kind: 'serves', listeners: [], exitCode: 0 };
  if (command === 'serve-hostname') {
    const port = Number(flagValue(context.argv, 'port') ?? 9376);
    const handle = (_request: IncomingMessage, response: ServerResponse): void =>
      reply(response, 200, TEXT, context.hostname);
    return { kind: 'serves', listeners: [{ port, handle }], exitCode: 0 };
  }
  if (command === 'netexec') return netexec(context);
  return { kind: 'fails', message: `Error: unknown command "${command}" for "app"\n`, exitCode: 1 };
}

function netexec({ argv, hostname, clock, log }: ProgramContext): ServerPlan {
  const port = Number(flagValue(argv, 'http-port') ?? 8080);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const query = new URL(request.url ?? '/', 'http://pod').searchParams;
    const path = pathOf(request);
    const { remoteAddress = '', remotePort = 0 } = request.socket;
    log(`GET ${path}\n`);
    if (path === '/') reply(response, 200, TEXT, `NOW: ${new Date(clock.now()).toISOString()}`);
    else if (path.toLowerCase() === '/hostname') reply(response, 200, TEXT, hostname);
    else if (path === '/clientip') reply(response, 200, TEXT, `${remoteAddress}:${remotePort}`);
    else if (path === '/healthz') reply(response, 200, TEXT, '');
    else if (path === '/echo') reply(response, Number(query.get('code') ?? 200) || 200, TEXT, query.get('msg') ?? '');
    else reply(response, 404, TEXT, '404 page not found\n');
  };
  return { kind: 'serves', listeners: [{ port, handle }], exitCode: 0 };
}

export function pause(): ServerPlan {
  return { kind: 'serves', listeners: [], exitCode: 0 };
}

function headLines(request: IncomingMessage): readonly string[] {
  const lines = [`Host: ${request.headers.host ?? ''}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (name.toLowerCase() !== 'host') lines.push(`${name}: ${request.rawHeaders[index + 1] ?? ''}`);
  }
  return lines;
}

/** Of `:8080`, `0.0.0.0:8080` or `8080`. */
function portOf(listen: string): number {
  return Number(listen.slice(listen.lastIndexOf(':') + 1));
}
