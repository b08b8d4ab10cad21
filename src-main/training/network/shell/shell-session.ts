import type { TerminalSession } from '../../pod-runtime.ts';
import type { Clock } from '../../clock.ts';
import type { PodNetwork } from '../pod-network.ts';
import type { KeptShell, ShellStart } from './pod-facts.ts';
import { CTRL_C, countCtrlC, type FromShell } from './shell-messages.ts';
import type { ShellSlot } from './shell-slots.ts';
import { ShellThread } from './shell-thread.ts';

/** A command that has not ended so long after Ctrl-C does not hear of it, and is ended with its thread. */
const STUCK_MS = 120;
const KILLED = 137;
const INTERRUPTED = 130;

export interface ShellDeps {
  /** The worker's entry: shell-worker.js beside the bundle, or a bundle of shell-worker.ts. */
  readonly workerUrl: URL;
  readonly clock: Clock;
  /** Given back when the session ends. */
  readonly slot: ShellSlot;
}

/** What a shell does to its container. */
export interface ShellEffects {
  fileChanged(path: string, content: string | null): void;
  /** Runs the image's own server. Resolves with its exit code. */
  serve(argv: readonly string[]): Promise<number>;
  /** The shell ended: a server it runs ends with it. */
  ended(): void;
}

type OutputListener = Parameters<TerminalSession['onOutput']>[0];

/** A shell in a thread of its own, as the streams of an exec, an attach or a container. */
export class ShellSession implements TerminalSession {
  readonly exited: Promise<number>;
  readonly #start: ShellStart;
  readonly #network: PodNetwork;
  readonly #deps: ShellDeps;
  readonly #effects: ShellEffects;
  readonly #files: Map<string, string>;
  readonly #listeners: OutputListener[] = [];
  /** Output from before there was a listener. */
  #early: { readonly stream: 'stdout' | 'stderr'; readonly data: Uint8Array }[] = [];
  #settle: (code: number) => void = () => undefined;
  #ended = false;
  #thread: ShellThread;
  /** Of an interactive shell: what the line that runs began with. */
  #kept: KeptShell | undefined;
  /** Whether the thread has come to run: it hears of nothing before. */
  #up = false;
  #stuck: (() => void) | undefined;
  /** How often Ctrl-C was sent to the thread: the end of a line it had begun before does not tell that it heard. */
  #interrupts = 0;
  /** Whether the thread shows the latest Ctrl-C itself, though the line does not end of it. */
  #shown = false;
  /** Typed behind a Ctrl-C that was not heard yet. */
  #unheard: Uint8Array[] = [];

  constructor(start: ShellStart, network: PodNetwork, deps: ShellDeps, effects: ShellEffects) {
    this.#start = start;
    this.#network = network;
    this.#deps = deps;
    this.#effects = effects;
    this.#files = new Map(start.facts.files);
    this.exited = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#thread = this.#begin(start);
  }

  write(data: Uint8Array): void {
    this.#thread.post({ kind: 'input', data });
    if (!this.#start.tty || this.#ended) return;
    this.#interrupts += countCtrlC(data);
    const interrupt = data.lastIndexOf(CTRL_C);
    if (interrupt !== -1 && this.#up) {
      this.#unheard = [];
      this.#shown = false;
      this.#stuck ??= this.#deps.clock.after(STUCK_MS, () => this.#breakOff());
    }
    if (this.#stuck !== undefined) this.#unheard.push(data.subarray(interrupt + 1));
  }

  endInput(): void {
    this.#thread.post({ kind: 'end-input' });
  }

  resize(columns: number, rows: number): void {
    this.#thread.post({ kind: 'resize', columns, rows });
  }

  onOutput(listener: OutputListener): void {
    this.#listeners.push(listener);
    const early = this.#early;
    this.#early = [];
    for (const { stream, data } of early) void listener(stream, data);
  }

  close(): void {
    this.#end(KILLED);
  }

  #begin(start: ShellStart): ShellThread {
    const { workerUrl, slot } = this.#deps;
    this.#up = false;
    this.#interrupts = 0;
    const host = { workerUrl, network: this.#network, pace: slot.pace };
    return new ShellThread({ start, board: slot.board }, host, {
      receive: (message) => this.#receive(message),
      died: (why) => {
        if (why !== '') void this.#output('stderr', Buffer.from(`sh: ${why}\n`));
        this.#end(KILLED);
      },
    });
  }

  #receive(message: FromShell): void {
    this.#up = true;
    switch (message.kind) {
      case 'output':
        void this.#take(this.#thread, message.stream, message.data);
        break;
      case 'exit':
        this.#end(message.code);
        break;
      case 'interrupting':
        this.#shown = true;
        break;
      case 'interrupted':
        if (message.heard === this.#interrupts) this.#heard();
        break;
      case 'kept':
        this.#kept = message.kept;
        break;
      case 'file':
        if (message.content === null) this.#files.delete(message.path);
        else this.#files.set(message.path, message.content);
        this.#effects.fileChanged(message.path, message.content);
        break;
      case 'serve':
        void this.#serve(this.#thread, message.argv);
        break;
      default:
    }
  }

  async #serve(thread: ShellThread, argv: readonly string[]): Promise<void> {
    thread.post({ kind: 'served', exitCode: await this.#effects.serve(argv) });
  }

  #heard(): void {
    this.#stuck?.();
    this.#stuck = undefined;
    this.#unheard = [];
  }

  /**
   * Ends the command the thread is stuck in. Only the whole thread can be ended: an interactive shell goes on in another,
   * with its variables, history, directory and files; any other ends as SIGINT would end it.
   */
  #breakOff(): void {
    const unheard = this.#unheard;
    this.#heard();
    if (this.#kept === undefined) {
      this.#end(INTERRUPTED);
      return;
    }
    this.#thread.end();
    if (!this.#shown) void this.#output('stdout', Buffer.from('^C\r\n'));
    const facts = { ...this.#start.facts, files: [...this.#files] };
    this.#thread = this.#begin({ ...this.#start, facts, kept: { ...this.#kept, lastExit: INTERRUPTED } });
    for (const data of unheard) this.#thread.post({ kind: 'input', data });
  }

  /** The thread writes on when whoever listens has room. */
  async #take(thread: ShellThread, stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void> {
    await this.#output(stream, data);
    thread.post({ kind: 'taken', bytes: data.length });
  }

  async #output(stream: 'stdout' | 'stderr', data: Uint8Array): Promise<void> {
    if (this.#ended) return;
    if (this.#listeners.length === 0) this.#early.push({ stream, data });
    await Promise.all(this.#listeners.map(async (listener) => listener(stream, data)));
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#heard();
    this.#ended = true;
    this.#thread.end();
    this.#deps.slot.release();
    this.#effects.ended();
    this.#settle(code);
  }
}
