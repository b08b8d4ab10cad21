import { expandGlob } from './curl-glob.ts';
import { parseCurl, type CurlOptions } from './curl-options.ts';
import { versionText } from './curl-request.ts';
import { CurlSession, type TransferOutput, type TransferResult } from './curl-transfer.ts';
import { parseCurlUrl, type CurlUrl } from './curl-url.ts';
import { writeOut } from './curl-write-out.ts';
import { headerOf } from './http-connection.ts';
import { INTERRUPTED, pause, type Tool, type ToolContext } from './tool.ts';

/** CURLOPT_MAXREDIRS of the tool. */
const MAX_REDIRECTS = 50;

/** curl, as far as the traffic test and learners use it. */
export const curl: Tool = async (context) => {
  const parsed = parseCurl(context.args);
  if (!parsed.ok) {
    await context.err(parsed.message);
    return parsed.exit;
  }
  const { options } = parsed;
  if (options.version) {
    await context.out(versionText());
    return 0;
  }
  if (options.urls.length === 0) {
    await context.err("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  const session = new CurlSession(context, options);
  try {
    return await runAll(context, options, session);
  } finally {
    session.close();
  }
};

async function runAll(context: ToolContext, options: CurlOptions, session: CurlSession): Promise<number> {
  let exit = 0;
  let startedAt: number | undefined;
  for (const [index, pattern] of options.urls.entries()) {
    const urls = options.globOff ? [pattern] : expandGlob(pattern);
    if ('error' in urls) {
      await complain(context, options, 3, urls.error);
      return 3;
    }
    for (const text of urls) {
      if (startedAt !== undefined && options.rateMs !== undefined) {
        await pause(startedAt + options.rateMs - context.now(), context.signal);
      }
      if (context.signal.aborted) return INTERRUPTED;
      startedAt = context.now();
      exit = await runOne(context, options, session, text, options.outputs[index]);
    }
  }
  return context.signal.aborted ? INTERRUPTED : exit;
}

async function runOne(
  context: ToolContext,
  options: CurlOptions,
  session: CurlSession,
  text: string,
  output: string | undefined,
): Promise<number> {
  const first = parseCurlUrl(text, options.pathAsIs);
  if (!first.ok) {
    await complain(context, options, first.exit, first.message);
    return first.exit;
  }
  const file = options.remoteName ? (first.url.target.split(/[/?]/).at(-1) ?? 'index.html') : output;
  const sink = new Sink(context, options, file);
  let result = await session.transfer(first.url, sink);
  for (let followed = 0; options.location && result.exit === 0; followed += 1) {
    const next = redirectOf(result, options);
    if (next === undefined) break;
    if (followed === MAX_REDIRECTS) {
      result = { ...result, exit: 47, message: `Maximum (${MAX_REDIRECTS}) redirects followed` };
      break;
    }
    result = await session.transfer(next, sink);
  }
  const failed = await sink.finish();
  if (failed) result = { ...result, exit: 23, message: 'Failure writing output to destination' };
  if (context.signal.aborted) return INTERRUPTED;
  await progressMeter(context, options, result, file);
  if (options.writeOut !== undefined) await context.out(writeOut(options.writeOut, result));
  if (result.exit !== 0) await complain(context, options, result.exit, result.message);
  return result.exit;
}

function redirectOf({ head, status, url }: TransferResult, options: CurlOptions): CurlUrl | undefined {
  const location = head === undefined || status < 300 || status > 399 ? undefined : headerOf(head, 'location');
  if (location === undefined) return undefined;
  const target = new URL(location, `${url.scheme}://${url.authority}${url.target}`).href;
  const parsed = parseCurlUrl(target, options.pathAsIs);
  return parsed.ok ? parsed.url : undefined;
}

async function complain(context: ToolContext, options: CurlOptions, exit: number, message: string): Promise<void> {
  if (!options.silent || options.showError) await context.err(`curl: (${exit}) ${message}\n`);
  if (exit === 60 && (!options.silent || options.showError)) {
    await context.err('More details here: https://curl.se/docs/sslcerts.html\n');
  }
}

/** What curl shows on stderr where its output is not seen on a terminal. */
async function progressMeter(
  { err, terminal }: ToolContext,
  options: CurlOptions,
  { size, seconds, exit }: TransferResult,
  file: string | undefined,
): Promise<void> {
  if (options.silent || options.verbose || (terminal && file === undefined) || exit !== 0) return;
  const speed = String(Math.round(size / Math.max(seconds, 0.001))).padStart(5);
  const bytes = String(size).padStart(5);
  await err(
    '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
      '                                 Dload  Upload   Total   Spent    Left  Speed\n' +
      `\r100 ${bytes}  100 ${bytes}    0     0  ${speed}      0 --:--:-- --:--:-- --:--:-- ${speed}\n`,
  );
}

/** Where head and body go: stdout, or the files of -o and -D. */
class Sink implements TransferOutput {
  readonly #context: ToolContext;
  readonly #options: CurlOptions;
  readonly #file: string | undefined;
  readonly #written: Uint8Array[] = [];

  constructor(context: ToolContext, options: CurlOptions, file: string | undefined) {
    this.#context = context;
    this.#options = options;
    this.#file = file === '-' ? undefined : file;
  }

  async head(raw: string): Promise<void> {
    const { dumpHeader, include, head } = this.#options;
    if (dumpHeader === '-') await this.#context.out(raw);
    else if (dumpHeader !== undefined) await this.#save(dumpHeader, Buffer.from(raw));
    if (include || head) await this.body(Buffer.from(raw, 'latin1'));
  }

  async body(data: Uint8Array): Promise<void> {
    if (this.#file === undefined) await this.#context.out(data);
    else if (this.#file !== '/dev/null') this.#written.push(data);
  }

  /** Whether a file could not be written. */
  async finish(): Promise<boolean> {
    if (this.#file === undefined || this.#file === '/dev/null') return false;
    return this.#save(this.#file, Buffer.concat(this.#written)).then(
      () => false,
      () => true,
    );
  }

  async #save(file: string, data: Uint8Array): Promise<void> {
    const { fs, cwd } = this.#context;
    if (file !== '/dev/null') await fs.writeFile(fs.resolvePath(cwd, file), data);
  }
}
