import type { IncomingMessage, ServerResponse } from 'node:http';
import { flagValue, pathOf, reply, type ProgramContext, type ServerPlan } from './program.ts';

const TEXT = 'text/plain; charset=utf-8';
const SWITCHES = ['anonymous', 'silent', 'body-echo', 'forge', 'reset', 'hang'];
const VALUES = ['port', 'names', 'slow', 'status', 'big'];

/**
 * servicescope.test/echo: says the Pod's name, prints a JSON line per request, can be slow, failing, silent, deaf or hostile. The
 * same as test/cluster/images/echo, so that a test of the window holds on either cluster.
 */
export function echoServer(context: ProgramContext): ServerPlan {
  const { argv, env, hostname, clock } = context;
  const unknown = unknownFlag(argv.slice(1));
  if (unknown !== undefined) {
    return { kind: 'fails', message: `flag provided but not defined: -${unknown}\n`, exitCode: 2 };
  }
  const has = (name: string): boolean => argv.includes(`-${name}`) || argv.includes(`--${name}`);
  const pod = env.POD_NAME?.trim() ?? hostname;
  const status = Number(flagValue(argv, 'status') ?? 200);
  const slowMs = durationMs(flagValue(argv, 'slow') ?? '0');
  const readiness = createReadiness();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (readiness(request, response)) return;
    if (!has('silent')) context.log(recordOf(request, pod, clock.now()));
    if (has('hang')) return;
    const answer = (): void => reply(response, status, TEXT, bodyOf(argv, has, pod, request));
    if (has('reset')) request.socket.resetAndDestroy();
    else if (slowMs > 0) clock.after(slowMs, answer);
    else answer();
  };
  return { kind: 'serves', listeners: [{ port: Number(flagValue(argv, 'port') ?? 8080), handle }], exitCode: 0 };
}

/** As Go's flag package, which ends the program. */
function unknownFlag(given: readonly string[]): string | undefined {
  const names = given.flatMap((argument) => /^--?([^=]+)/.exec(argument)?.[1] ?? []);
  return names.find((name) => !SWITCHES.includes(name) && !VALUES.includes(name));
}

/** Answers what concerns the probe and its switch; false for everything else. It is no traffic, so nothing is printed. */
function createReadiness(): (request: IncomingMessage, response: ServerResponse) => boolean {
  let ready = true;
  return (request, response) => {
    const asked = `${request.method ?? ''} ${pathOf(request)}`;
    if (!/^(POST \/readyz\/(disable|enable)|(GET|HEAD) \/readyz)$/.test(asked)) return false;
    if (asked.startsWith('POST')) ready = asked.endsWith('enable');
    const refused = !asked.startsWith('POST') && !ready;
    reply(response, refused ? 503 : 200, TEXT, refused ? 'not ready\n' : 'ok\n');
    return true;
  };
}

function bodyOf(
  argv: readonly string[],
  has: (name: string) => boolean,
  pod: string,
  request: IncomingMessage,
): string {
  const names = flagValue(argv, 'names');
  if (flagValue(argv, 'big') !== undefined) return 'abcdefghijklmnopqrstuvwxyz'.repeat(bigness(argv));
  if (has('forge')) return forged(pod);
  if (has('body-echo')) return headOf(request);
  if (names !== undefined) return `${names.replaceAll(',', '\n')}\n`;
  return has('anonymous') || has('silent') ? 'It works!\n' : `${pod}\n`;
}

function bigness(argv: readonly string[]): number {
  return Math.ceil(Number(flagValue(argv, 'big')) / 26);
}

/** Whatever a client hides in its path, query or headers stands in the body. */
function headOf(request: IncomingMessage): string {
  const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return `${request.method ?? ''} ${request.url ?? ''} HTTP/${request.httpVersion}\r\n${lines.join('')}`;
}

/** What curl's -w could have printed: boundaries, status codes, times, other Pods' names. */
function forged(pod: string): string {
  const records = Array.from({ length: 50 }, (_, i) => {
    const name = `forged-pod-${i % 4}`;
    const number = String(i).padStart(4, '0');
    return (
      `\n--${number} 200 0.001 ${name}\n\n--${number.padStart(32, '0')}\n200 0.000${i % 10} 0 10.244.0.${i}:8080\n` +
      `{"seq":${i},"status":200,"pod":"${name}","exitcode":0}\n\0\u001e\r\n`
    );
  });
  return `${records.join('')}${pod}\n`;
}

function recordOf(request: IncomingMessage, pod: string, now: number): string {
  const record = {
    at: new Date(now).toISOString(),
    pod,
    remote: `${request.socket.remoteAddress ?? ''}:${request.socket.remotePort ?? 0}`,
    method: request.method,
    path: request.url,
    userAgent: request.headers['user-agent'] ?? '',
  };
  return `${JSON.stringify(record)}\n`;
}

/** Go's `300ms`, `1.5s`, `2m`. */
function durationMs(text: string): number {
  const [, amount = '0', unit = 's'] = /^([\d.]+)(ms|s|m)?$/.exec(text) ?? [];
  return Number(amount) * (unit === 'ms' ? 1 : unit === 'm' ? 60_000 : 1_000);
}
