import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';

/** What a server program knows of where it runs. */
export interface ProgramContext {
  /** The executable first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly podIP: string;
  readonly clock: Clock;
  /** Contents of files of the container by path: a ConfigMap that is mounted. */
  readonly files: ReadonlyMap<string, string>;
  /** To the container's log, stdout and stderr alike. */
  readonly log: (text: string) => void;
}

export type HandleRequest = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listener {
  readonly port: number;
  readonly handle: HandleRequest;
}

/** What a server program is going to do, decided from its arguments. */
export type ServerPlan =
  | { readonly kind: 'serves'; readonly listeners: readonly Listener[]; readonly exitCode: number }
  | { readonly kind: 'fails'; readonly message: string; readonly exitCode: number };

export type ServerProgram = (context: ProgramContext) => ServerPlan;

export type ShellKind = 'bash' | 'ash' | 'debian' | 'none';

/** What is inside an image, as far as anyone can see. */
export interface Image {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** By the executable's base name. */
  readonly servers: Readonly<Record<string, ServerProgram>>;
  /** Which shell `sh` is, and with it how the prompt looks; none: the image has no programs but its own. */
  readonly shell: ShellKind;
  /** Network tools that the image has beyond its shell's own. */
  readonly tools: readonly string[];
}

/** `--NAME=VALUE`, `-NAME=VALUE` or `--NAME VALUE`, as Go's flag package reads them. */
export function flagValue(argv: readonly string[], name: string): string | undefined {
  for (const [index, argument] of argv.entries()) {
    const bare = argument.replace(/^--?/, '');
    if (bare === argument) continue;
    if (bare === name) return argv[index + 1];
    if (bare.startsWith(`${name}=`)) return bare.slice(name.length + 1);
  }
  return undefined;
}

export function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** The path without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').replace(/[?#].*$/, '');
}
