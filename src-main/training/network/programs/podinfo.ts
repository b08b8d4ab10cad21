import type { IncomingMessage, ServerResponse } from 'node:http';
import { flagValue, pathOf, reply, type ProgramContext, type ServerPlan } from './program.ts';

const VERSION = '6.9.0';
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** ghcr.io/stefanprodan/podinfo: says its name, and can be made not ready, slow or failing by request. */
export function podinfo(context: ProgramContext): ServerPlan {
  const port = Number(flagValue(context.argv, 'port') ?? 9898);
  let ready = flagValue(context.argv, 'unready') !== 'true' && !context.argv.includes('--unready');
  const answered = new Map<string, number>();
  const asked = new Map<string, number>();
  const send: typeof reply = (response, status, type, body) => {
    countOne(answered, `status="${status}"`);
    reply(response, status, type, body);
  };
  const ok = (to: ServerResponse, value: unknown, status = 200): void => send(to, status, JSON_TYPE, printed(value));
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    countOne(asked, askedSeries(request));
    const [, first = '', second = ''] = pathOf(request).split('/');
    switch (first) {
      case '':
        ok(response, greeting(context));
        break;
      case 'hostname':
        send(response, 200, TEXT_TYPE, `${context.hostname}\n`);
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
        later(context, Number(second) || 0, (delay) => ok(response, { delay }));
        break;
      case 'echo':
        countOne(answered, 'status="202"');
        echo(request, response);
        break;
      case 'metrics':
        send(response, 200, 'text/plain; version=0.0.4', metrics(answered, asked));
        break;
      // Not counted: the real one counts in a middleware of its routes, and this path is none of them.
      default:
        reply(response, 404, TEXT_TYPE, '404 page not found\n');
    }
  };
  context.log(`{"level":"info","msg":"Starting HTTP Server.","addr":":${port}"}\n`);
  return { kind: 'serves', listeners: [{ port, handle }], exitCode: 0 };
}

function later({ clock }: ProgramContext, seconds: number, run: (seconds: number) => void): void {
  clock.after(Math.max(0, seconds) * 1_000, () => run(seconds));
}

function printed(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
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

function countOne(counts: Map<string, number>, labels: string): void {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}

/** `servicescope_requests_total` is not in the real image: it tells two Services on the same Pods apart. */
function metrics(answered: ReadonlyMap<string, number>, asked: ReadonlyMap<string, number>): string {
  return (
    family('http_requests_total', 'The total number of HTTP requests.', answered) +
    family('servicescope_requests_total', 'Requests by the host and path that were asked, and by whom.', asked)
  );
}

/** A counter as Prometheus reads it. Of a counter that has counted nothing its client prints nothing. */
function family(name: string, help: string, counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return '';
  const samples = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([of, count]) => `${name}{${of}} ${count}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples, ''].join('\n');
}
