import { Bash, defineCommand, parse, serialize, type Command } from 'just-bash';
import type { PodNetwork } from '../pod-network.ts';
import { searchPath } from '../resolve-host.ts';
import { DNS_ADDRESS } from '../addresses.ts';
import { INTERRUPTED } from '../commands/tool.ts';
import { LiveFs, MAX_STRING_BYTES, STATE } from './live-fs.ts';
import type { KeptShell, PodFacts, ShellStart } from './pod-facts.ts';
import { rewriteScript, TICK } from './rewrite-script.ts';
import type { ShellIo } from './shell-io.ts';
import { quoteWord } from './shell-words.ts';
import { toolCommands } from './tool-commands.ts';

/**
 * Bounds of just-bash that count over a whole run: a learner's loop may run all day. Numbers, since it adds them up: with
 * Infinity `ls` fails.
 */
const UNBOUNDED = {
  maxCommandCount: 1e12,
  maxLoopIterations: 1e12,
  maxAwkIterations: 1e12,
  maxSedIterations: 1e12,
  maxWorkUnits: 1e12,
  maxInputBytes: 1e12,
  maxOutputSize: 1e12,
  maxGlobOperations: 1e12,
  maxExecutionTimeMs: Infinity,
} as const;

/** Bounds of single things, so that what a shell holds grows in steps that checkMemory sees. */
const BOUNDED = {
  maxStringLength: MAX_STRING_BYTES,
  maxArrayElements: 10_000,
  maxHeredocSize: 1_048_576,
  maxSourceBytes: 4_194_304,
} as const;

/** How long a loop may run before the thread hears of Ctrl-C. */
const TURN_MS = 5;

export type Ran = { readonly kind: 'ended' | 'left'; readonly exitCode: number };

/** One shell: its files, and between the lines of a session its variables, functions and directory. */
export class Shell {
  readonly #bash: Bash;
  readonly #io: ShellIo;
  readonly #fs: LiveFs;
  readonly #streaming: ReadonlySet<string>;
  readonly #functions: Map<string, string>;
  #saves = 0;
  #cwd: string;
  #variables: string;
  #lastExit: number;

  constructor(
    { facts, kept }: Pick<ShellStart, 'facts' | 'kept'>,
    network: PodNetwork,
    io: ShellIo,
    now: () => number,
  ) {
    const tools = toolCommands(facts, network, io, now);
    this.#io = io;
    this.#cwd = kept?.cwd ?? facts.cwd;
    this.#variables = kept?.variables ?? '';
    this.#functions = new Map(kept?.functions);
    this.#lastExit = kept?.lastExit ?? 0;
    this.#streaming = tools.streaming;
    this.#fs = new LiveFs(filesOf(facts), io);
    this.#fs.mkdirSync(this.#cwd, { recursive: true });
    this.#bash = new Bash({
      fs: this.#fs,
      cwd: facts.cwd,
      env: { ...facts.env, PWD: facts.cwd },
      // The thread is thrown away with the shell, has no environment, and no command of just-bash reaches out of it.
      defenseInDepth: false,
      executionLimits: { ...BOUNDED, ...UNBOUNDED },
      processInfo: { pid: 7, ppid: 0, uid: 0, gid: 0 },
      customCommands: [...tools.commands, tickCommand(io), this.#saveCommand(), statusCommand()],
    });
  }

  get cwd(): string {
    return this.#cwd;
  }

  get lastExit(): number {
    return this.#lastExit;
  }

  /** All of it but its files. */
  get kept(): Omit<KeptShell, 'history'> {
    const { cwd, lastExit } = this;
    return { cwd, lastExit, variables: this.#variables, functions: [...this.#functions] };
  }

  /** A whole script, with `$1` and so on. Resolves with its exit code. */
  async script(text: string, positional: readonly string[]): Promise<number> {
    const arguments_ = `set -- ${positional.map(quoteWord).join(' ')}`;
    const { exitCode } = await this.#exec(`${arguments_}\n${this.#live(text)}`);
    return exitCode;
  }

  /** A complete command of a session. `left`: it ended the shell. */
  async line(text: string): Promise<Ran> {
    const preamble = [this.#variables, ...this.#functions.values(), `__status ${this.#lastExit}`];
    const live = this.#live(text);
    const savesBefore = this.#saves;
    const { exitCode, aborted } = await this.#exec(
      [...preamble, live, '__save "$?"', `declare -p >${STATE}`].join('\n'),
    );
    if (this.#saves > savesBefore) {
      this.#variables = keptVariables(this.#fs.state);
      this.#remember(live);
      return { kind: 'ended', exitCode: this.#lastExit };
    }
    this.#lastExit = aborted ? INTERRUPTED : exitCode;
    const leaves = !aborted && /\b(exit|logout|exec|set\s+-\w*e)\b/.test(text);
    return { kind: leaves ? 'left' : 'ended', exitCode: this.#lastExit };
  }

  /** What is no script runs as it stands: the error is just-bash's to tell. */
  #live(text: string): string {
    try {
      return rewriteScript(text, this.#streaming);
    } catch {
      return text;
    }
  }

  async #exec(script: string): Promise<{ exitCode: number; aborted: boolean }> {
    const signal = this.#io.signal();
    const result = await this.#bash.exec(script, { rawScript: true, cwd: this.#cwd, signal });
    const aborted = signal.aborted;
    if (result.stdout !== '') await this.#io.write('stdout', bytesOf(result.stdout, result.stdoutKind));
    if (result.stderr !== '' && !aborted) await this.#io.write('stderr', Buffer.from(result.stderr));
    return { exitCode: aborted ? INTERRUPTED : result.exitCode, aborted };
  }

  #saveCommand(): Command {
    return defineCommand('__save', ([status], context) => {
      this.#saves += 1;
      this.#lastExit = Number(status);
      this.#cwd = context.cwd;
      return Promise.resolve({ stdout: '', stderr: '', exitCode: 0 });
    });
  }

  #remember(live: string): void {
    for (const statement of parse(live).statements) {
      const command = statement.pipelines[0]?.commands[0];
      if (command?.type !== 'FunctionDef') continue;
      this.#functions.set(command.name, serialize({ type: 'Script', statements: [statement] }));
    }
  }
}

/** Leaves `$?` as it was at the end of the line before. */
function statusCommand(): Command {
  return defineCommand('__status', ([status]) => Promise.resolve({ stdout: '', stderr: '', exitCode: Number(status) }));
}

function tickCommand(io: ShellIo): Command {
  let turnedAt = performance.now();
  return defineCommand(TICK, async () => {
    if (performance.now() - turnedAt > TURN_MS) {
      io.checkMemory();
      await io.turn();
      turnedAt = performance.now();
    }
    return { stdout: '', stderr: '', exitCode: 0 };
  });
}

/** Of `declare -p`: all but what the shell sets itself. */
function keptVariables(text: string): string {
  const own =
    /^declare -\S+ (\?|#|@|\*|!|_|\d+|PIPESTATUS|SHELLOPTS|BASHOPTS|BASH\w*|OPTIND|UID|EUID|PPID|SECONDS)(=|$)/;
  return (
    text
      .split('\n')
      .filter((line) => !own.test(line))
      // `declare -a x=([1]="b c")` keeps `b` alone, the assignment keeps both (just-bash 3.4.2).
      .map((line) => line.replace(/^declare -a (\w+=\()/, '$1'))
      .join('\n')
  );
}

function bytesOf(text: string, kind: 'text' | 'bytes' | undefined): Buffer {
  return Buffer.from(text, kind === 'bytes' ? 'latin1' : 'utf8');
}

function filesOf(facts: PodFacts): Readonly<Record<string, string>> {
  return {
    '/etc/hostname': `${facts.hostname}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${facts.podIP}\t${facts.hostname}\n`,
    '/etc/resolv.conf': `search ${searchPath(facts.namespace).join(' ')}\nnameserver ${DNS_ADDRESS}\noptions ndots:5\n`,
    '/root/.profile': '',
    '/tmp/.keep': '',
    ...Object.fromEntries(facts.files),
  };
}
