import { InMemoryFs, unsafeBytesFromLatin1, type BufferEncoding, type FileContent } from 'just-bash';
import type { ShellIo } from './shell-io.ts';

/** Files that are the session's own streams. rewrite-script.ts redirects to them what would be held back otherwise. */
export const LIVE_OUT = '/dev/.stdout';
export const LIVE_ERR = '/dev/.stderr';
export const LIVE_LINE = '/dev/.stdin-line';
export const LIVE_REST = '/dev/.stdin';
/** Keeps what was written last: how a line of a session hands its variables to the next. */
export const STATE = '/dev/.state';

const ZERO = '/dev/zero';

/** The most that one command takes or gives: `cat` of more fails, and says so. */
export const MAX_STRING_BYTES = 1_048_576;

/** A larger file stays with the shell that wrote it. */
const MAX_TOLD_BYTES = 65_536;

type Encoding = BufferEncoding | { readonly encoding?: BufferEncoding | null } | undefined;

/** A Pod's files in memory. What is written to a live file is out at once; reading one waits for input. */
export class LiveFs extends InMemoryFs {
  readonly #io: ShellIo;
  #state = '';

  constructor(files: Readonly<Record<string, string>>, io: ShellIo) {
    super({ [LIVE_OUT]: '', [LIVE_ERR]: '', [LIVE_LINE]: '', [LIVE_REST]: '', [STATE]: '', '/dev/null': '', ...files });
    this.#io = io;
  }

  get state(): string {
    return this.#state;
  }

  override async readFile(path: string, options?: Parameters<InMemoryFs['readFile']>[1]): Promise<string> {
    const live = await this.#read(path);
    return live === undefined ? super.readFile(path, options) : live.toString(nodeEncoding(options));
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    return (await this.#read(path)) ?? super.readFileBuffer(path);
  }

  override async readFileBytes(path: string): ReturnType<InMemoryFs['readFileBytes']> {
    const live = await this.#read(path);
    // A ByteString is a string of one character per byte.
    return live === undefined ? super.readFileBytes(path) : unsafeBytesFromLatin1(live.toString('latin1'));
  }

  override async writeFile(
    path: string,
    content: FileContent,
    options?: Parameters<InMemoryFs['writeFile']>[2],
  ): Promise<void> {
    if (await this.#write(path, content, options)) return;
    await super.writeFile(path, content, options);
    await this.#tell(path);
  }

  override async appendFile(
    path: string,
    content: FileContent,
    options?: Parameters<InMemoryFs['appendFile']>[2],
  ): Promise<void> {
    if (await this.#write(path, content, options)) return;
    await super.appendFile(path, content, options);
    await this.#tell(path);
  }

  override async rm(path: string, options?: Parameters<InMemoryFs['rm']>[1]): Promise<void> {
    await super.rm(path, options);
    this.#io.fileChanged(path, null);
  }

  override async mv(from: string, to: string): Promise<void> {
    await super.mv(from, to);
    this.#io.fileChanged(from, null);
    await this.#tell(to);
  }

  override async cp(from: string, to: string, options?: Parameters<InMemoryFs['cp']>[2]): Promise<void> {
    await super.cp(from, to, options);
    await this.#tell(to);
  }

  async #tell(path: string): Promise<void> {
    const stat = await super.stat(path);
    if (!stat.isFile || stat.size > MAX_TOLD_BYTES) return;
    this.#io.fileChanged(path, Buffer.from(await super.readFileBuffer(path)).toString('utf8'));
  }

  async #read(path: string): Promise<Buffer | undefined> {
    if (path === LIVE_LINE) return this.#io.input.readLine(this.#io.signal());
    if (path === LIVE_REST) return this.#io.input.readAll(this.#io.signal());
    // just-bash reads files whole. One byte too many: `head -c` of what is allowed has it, and whoever wants more is refused.
    if (path === ZERO) return Buffer.alloc(MAX_STRING_BYTES + 1);
    return undefined;
  }

  async #write(path: string, content: FileContent, options: Encoding): Promise<boolean> {
    if (path === '/dev/null' || path === ZERO) return true;
    // A file is emptied before it is written.
    if (path === STATE && content.length > 0) this.#state = Buffer.from(content).toString();
    if (path === STATE) return true;
    if (path !== LIVE_OUT && path !== LIVE_ERR) return false;
    const data = typeof content === 'string' ? Buffer.from(content, nodeEncoding(options)) : content;
    if (data.length > 0) await this.#io.write(path === LIVE_OUT ? 'stdout' : 'stderr', data);
    return true;
  }
}

function nodeEncoding(options: Encoding): NodeJS.BufferEncoding {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding ?? 'utf8';
}
