import { ConnectError } from '../connect-error.ts';
import { HttpConnection, headerOf, type ResponseHead } from './http-connection.ts';
import { parseCurlUrl, type CurlUrl } from './curl-url.ts';
import { INTERRUPTED, resolve, type Tool, type ToolContext } from './tool.ts';

interface WgetOptions {
  readonly quiet: boolean;
  readonly spider: boolean;
  readonly showHead: boolean;
  readonly output: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly url: string | undefined;
}

/** busybox's wget: `-q`, `-O FILE`, `-T SECONDS`, `-S`, `--spider`. */
export const wget: Tool = async (context) => {
  const options = parse(context.args);
  const parsed = options.url === undefined ? undefined : parseCurlUrl(options.url, false);
  if (parsed?.ok !== true) {
    await context.err(`wget: ${options.url === undefined ? 'missing URL' : `bad address '${options.url}'`}\n`);
    return 1;
  }
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(stop, options.timeoutMs);
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    return await fetchOne(context, options, parsed.url, limit.signal);
  } catch (error) {
    if (context.signal.aborted) return INTERRUPTED;
    await context.err(limit.signal.aborted ? 'wget: download timed out\n' : `wget: ${reason(error, parsed.url)}\n`);
    return 1;
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', stop);
  }
};

function parse(args: readonly string[]): WgetOptions {
  let output: string | undefined;
  let timeoutMs: number | undefined;
  let url: string | undefined;
  let flags = '';
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const short = /^-([a-zA-Z]*?)([OTt])(.*)$/.exec(argument);
    const long = /^--(output-document|timeout|tries)=(.*)$/.exec(argument);
    if (short !== null && !argument.startsWith('--')) {
      flags += short[1] ?? '';
      const value = short[3] === '' || short[3] === undefined ? (args[(index += 1)] ?? '') : short[3];
      if (short[2] === 'O') output = value;
      if (short[2] === 'T') timeoutMs = Number(value) * 1_000;
    } else if (long !== null) {
      if (long[1] === 'output-document') output = long[2];
      if (long[1] === 'timeout') timeoutMs = Number(long[2]) * 1_000;
    } else if (argument === '--spider') flags += 's';
    else if (argument === '--server-response') flags += 'S';
    else if (argument === '--quiet') flags += 'q';
    else if (argument.startsWith('-')) flags += argument.replace(/^-+/, '');
    else url = argument;
  }
  const has = (flag: string): boolean => flags.includes(flag);
  return { quiet: has('q'), spider: has('s'), showHead: has('S'), output, timeoutMs, url };
}

async function fetchOne(
  context: ToolContext,
  options: WgetOptions,
  url: CurlUrl,
  signal: AbortSignal,
): Promise<number> {
  const say = async (text: string): Promise<void> => (options.quiet ? undefined : context.err(text));
  const [address] = await resolve(context, url.host);
  if (address === undefined) {
    await context.err(`wget: bad address '${url.authority}'\n`);
    return 1;
  }
  await say(`Connecting to ${url.authority} (${address}:${url.port})\n`);
  const socket = await context.network.connect(address, url.port, signal);
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  const connection = new HttpConnection(socket);
  const method = options.spider ? 'HEAD' : 'GET';
  connection.send(
    `${method} ${url.target} HTTP/1.1\r\nHost: ${url.authority}\r\nUser-Agent: Wget\r\nConnection: close\r\n\r\n`,
  );
  const head = await connection.readHead();
  if (options.showHead) await context.err(head.raw.replace(/^/gm, '  ').trimEnd().concat('\n'));
  if (head.status >= 400) {
    await context.err(`wget: server returned error: HTTP/${head.version} ${head.status} ${head.reason}\n`);
    socket.destroy();
    return 1;
  }
  if (options.spider) await say('remote file exists\n');
  else await receive(context, options, url, connection, head, say);
  socket.destroy();
  return 0;
}

async function receive(
  { out, fs, cwd }: ToolContext,
  options: WgetOptions,
  url: CurlUrl,
  connection: HttpConnection,
  head: ResponseHead,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const name = url.target.split('?')[0]?.split('/').at(-1);
  const file = options.output ?? (name === undefined || name === '' ? 'index.html' : name);
  if (file !== '-') await say(`saving to '${file}'\n`);
  const kept: Buffer[] = [];
  let size = 0;
  for await (const data of connection.readBody(head, 'GET')) {
    size += data.length;
    if (file === '-') await out(data);
    else kept.push(data);
  }
  if (file === '-')
    await say(`-                    100% |********************************| ${size}  0:00:00 ETA\nwritten to stdout\n`);
  else {
    if (file !== '/dev/null') await fs.writeFile(fs.resolvePath(cwd, file), Buffer.concat(kept));
    await say(`'${file}' saved (${headerOf(head, 'content-length') ?? size} bytes)\n`);
  }
}

function reason(error: unknown, url: CurlUrl): string {
  if (error instanceof ConnectError) return `can't connect to remote host (${url.host}): ${error.message}`;
  return 'error getting response: Connection reset by peer';
}
