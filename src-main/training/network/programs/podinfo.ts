import type { IncomingMessage, ServerResponse } from 'node:http';
import { flagValue, pathOf, reply, type ProgramContext, type ServerPlan } from './program.ts';

const VERSION = '6.9.0';
const JSON_TYPE = 'application/json; charset=utf-8';

/** ghcr.io/stefanprodan/podinfo: says its name, and can be made not ready, slow or failing by request. */
export function podinfo(context: ProgramContext): ServerPlan {
  const port = Number(flagValue(context.argv, 'port') ?? 9898);
  let ready = flagValue(context.argv, 'unready') !== 'true' && !context.argv.includes('--unready');
  let requests = 0;
  const asked = new Map<string, number>();
  const ok = (response: ServerResponse, value: unknown, status = 200): void =>
    reply(response, status, JSON_TYPE, `${JSON.stringify(value, null, 2)}\n`);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    requests += 1;
    const series = askedSeries(request);
    asked.set(series, (asked.get(series) ?? 0) + 1);
    const [, first = '', second = ''] = pathOf(request).split('/');
    switch (first) {
      case '':
        ok(response, greeting(context));
        break;
      case 'hostname':
        reply(response, 200, 'text/plain; charset=utf-8', `${context.hostname}\n`);
        break;
      case 'healthz':
        ok(response, { status: 'OK' });
        break;
      case 'readyz':
        if (second === 'enable' || second === 'disable') {
          ready = second === 'enable';
          ok(response, { status: 'OK' }, 202);
        } else ok(response, ready ? { status: 'OK' } : { status: 'Service Unavailable' }, ready ? 200 : 503);
        break;
      case 'version':
        ok(response, { commit: 'training', version: VERSION });
        break;
      case 'env':
        ok(response, printedEnv(context));
        break;
      case 'headers':
        ok(response, request.headers);
        break;
      case 'status':
        ok(response, { status: Number(second) }, statusCode(second));
        break;
      case 'delay':
        context.clock.after(Math.max(0, Number(second) || 0) * 1_000, () =>
          ok(response, { delay: Number(second) || 0 }),
        );
        break;
      case 'echo':
        echo(request, response);
        break;
      case 'metrics':
        reply(response, 200, 'text/plain; version=0.0.4', metrics(requests, asked));
        break;
      default:
        reply(response, 404, 'text/plain; charset=utf-8', '404 page not found\n');
    }
  };
  context.log(`{"level":"info","msg":"Starting HTTP Server.","addr":":${port}"}\n`);
  return { kind: 'serves', listeners: [{ port, handle }], exitCode: 0 };
}

function greeting({ hostname, env }: ProgramContext): unknown {
  return {
    hostname,
    version: VERSION,
    revision: 'training',
    color: env.PODINFO_UI_COLOR ?? '#34577c',
    message: env.PODINFO_UI_MESSAGE ?? `greetings from podinfo v${VERSION}`,
    goos: 'linux',
    goarch: 'amd64',
  };
}

function printedEnv({ env }: ProgramContext): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function statusCode(text: string): number {
  const code = Number(text);
  return Number.isInteger(code) && code >= 200 && code <= 599 ? code : 400;
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/octet-stream' });
  request.pipe(response);
}

/** What was asked, as labels. Bounded: hosts and paths are anybody's to choose. */
function askedSeries(request: IncomingMessage): string {
  const label = (text: string): string => text.slice(0, 100).replace(/[^\w.:/-]/g, '_');
  // `curl/8.7.1`: the product without its version.
  const [agent = ''] = (request.headers['user-agent'] ?? '').split('/');
  return `host="${label(request.headers.host ?? '')}",path="${label(pathOf(request))}",agent="${label(agent)}"`;
}

/** `servicescope_requests_total` is not in the real image: it tells two Services on the same Pods apart. */
function metrics(requests: number, asked: ReadonlyMap<string, number>): string {
  return [
    '# HELP http_requests_total The total number of HTTP requests.',
    '# TYPE http_requests_total counter',
    `http_requests_total{status="200"} ${requests}`,
    '# HELP servicescope_requests_total Requests by the host and path that were asked, and by whom.',
    '# TYPE servicescope_requests_total counter',
    ...[...asked].map(([labels, count]) => `servicescope_requests_total{${labels}} ${count}`),
    '',
  ].join('\n');
}
