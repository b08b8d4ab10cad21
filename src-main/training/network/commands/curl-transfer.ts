import { HttpConnection, HttpError, headerOf, type ResponseHead } from './http-connection.ts';
import { CurlError, openConnection, type ConnectWatch } from './curl-connect.ts';
import type { CurlOptions } from './curl-options.ts';
import { methodOf, requestText } from './curl-request.ts';
import type { CurlUrl } from './curl-url.ts';
import type { ToolContext } from './tool.ts';

export interface TransferResult {
  readonly exit: number;
  /** Empty where it succeeded. */
  readonly message: string;
  readonly status: number;
  readonly connects: number;
  readonly seconds: number;
  readonly size: number;
  readonly url: CurlUrl;
  readonly address: string;
  readonly head: ResponseHead | undefined;
}

export interface TransferOutput {
  head(raw: string): Promise<void>;
  body(data: Uint8Array): Promise<void>;
}

interface Kept {
  readonly key: string;
  readonly address: string;
  readonly connection: HttpConnection;
}

/** One run of curl: its connection is kept for the next transfer to the same place. */
export class CurlSession {
  readonly #context: ToolContext;
  readonly #options: CurlOptions;
  #kept: Kept | undefined;

  constructor(context: ToolContext, options: CurlOptions) {
    this.#context = context;
    this.#options = options;
  }

  close(): void {
    this.#kept?.connection.socket.destroy();
  }

  async transfer(url: CurlUrl, output: TransferOutput): Promise<TransferResult> {
    const { now, signal } = this.#context;
    const startedAt = now();
    const precise = performance.now();
    const limit = new AbortController();
    const progress = new Progress(url);
    const watch: ConnectWatch = { startedAt, phase: 'resolve', connects: 0, note: (line) => this.#note('*', line) };
    const { maxTimeMs } = this.#options;
    const timer = maxTimeMs === undefined ? undefined : setTimeout(() => limit.abort(), maxTimeMs);
    const stop = (): void => limit.abort();
    signal.addEventListener('abort', stop, { once: true });
    let exit = 0;
    let message = '';
    try {
      await raced(this.#run(url, output, watch, progress, limit.signal), limit.signal);
    } catch (error) {
      this.close();
      this.#kept = undefined;
      const failure = limit.signal.aborted ? timedOut(now() - startedAt, watch, progress) : asCurlError(error);
      exit = failure.exit;
      message = failure.message;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    const { head, size, address } = progress;
    const seconds = (performance.now() - precise) / 1_000;
    return { exit, message, status: head?.status ?? 0, connects: watch.connects, seconds, size, url, address, head };
  }

  async #run(
    url: CurlUrl,
    output: TransferOutput,
    watch: ConnectWatch,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<void> {
    const { connection, address } = await this.#connection(url, watch, signal);
    progress.address = address;
    signal.addEventListener('abort', () => connection.socket.destroy(), { once: true });
    const request = requestText(this.#options, url);
    await this.#note('>', request.slice(0, request.indexOf('\r\n\r\n') + 4));
    connection.send(request);
    const head = await connection.readHead();
    progress.head = head;
    await this.#note('<', head.raw);
    const { maxFileSize } = this.#options;
    const length = headerOf(head, 'content-length');
    progress.expected = length === undefined ? undefined : Number(length);
    if (this.#options.fail && head.status >= 400) {
      throw new CurlError(22, `The requested URL returned error: ${head.status}`);
    }
    await output.head(head.raw);
    if (maxFileSize !== undefined && (progress.expected ?? 0) > maxFileSize) throw tooLarge();
    for await (const data of connection.readBody(head, methodOf(this.#options))) {
      progress.size += data.length;
      if (maxFileSize !== undefined && progress.size > maxFileSize) throw tooLarge();
      await output.body(data);
    }
    const asked = this.#options.headers.some((line) => /^connection:\s*close/i.test(line));
    if (connection.reusable && !asked) {
      await this.#note('*', `Connection #0 to host ${url.host} left intact`);
      return;
    }
    connection.socket.destroy();
    this.#kept = undefined;
  }

  async #connection(url: CurlUrl, watch: ConnectWatch, signal: AbortSignal): Promise<Kept> {
    const key = `${url.scheme}://${url.host}:${url.port}`;
    const kept = this.#kept;
    if (kept?.key === key && kept.connection.reusable) {
      watch.phase = 'transfer';
      await this.#note('*', `Re-using existing connection with host ${url.host}`);
      return kept;
    }
    this.close();
    const { socket, address } = await openConnection(this.#context, this.#options, url, watch, signal);
    const opened = { key, address, connection: new HttpConnection(socket) };
    this.#kept = opened;
    return opened;
  }

  async #note(mark: '*' | '>' | '<', text: string): Promise<void> {
    if (!this.#options.verbose) return;
    const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
    await this.#context.err(lines.map((line) => `${mark} ${line}\n`).join(''));
  }
}

/** How far a transfer came. */
class Progress {
  head: ResponseHead | undefined;
  size = 0;
  expected: number | undefined;
  address = '';
  readonly url: CurlUrl;

  constructor(url: CurlUrl) {
    this.url = url;
  }
}

async function raced(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined);
  await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new CurlError(28, '')), { once: true });
    }),
  ]);
}

function tooLarge(): CurlError {
  return new CurlError(63, 'Maximum file size exceeded');
}

function timedOut(ms: number, { phase }: ConnectWatch, { size, expected }: Progress): CurlError {
  if (phase === 'resolve') return new CurlError(28, `Resolving timed out after ${ms} milliseconds`);
  if (phase === 'connect') return new CurlError(28, `Connection timed out after ${ms} milliseconds`);
  const of = expected === undefined ? '' : ` out of ${expected}`;
  return new CurlError(28, `Operation timed out after ${ms} milliseconds with ${size}${of} bytes received`);
}

function asCurlError(error: unknown): CurlError {
  if (error instanceof CurlError) return error;
  if (error instanceof HttpError) {
    switch (error.failure.kind) {
      case 'empty':
        return new CurlError(52, 'Empty reply from server');
      case 'not-http':
        return new CurlError(1, 'Received HTTP/0.9 when not allowed');
      case 'partial':
        return new CurlError(18, `transfer closed with ${error.failure.missing} bytes remaining to read`);
    }
  }
  return new CurlError(56, 'Recv failure: Connection reset by peer');
}
